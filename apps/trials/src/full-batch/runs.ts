import { gradients } from '@gradkit/autograd';
import { abs, add, jit, max, maximum, type Tensor } from '@gradkit/core';
import { adam } from '@gradkit/optimizers';
import {
  type CommonOptions,
  flattenParameters,
  type Minimizer,
  minimizeParameters,
  type Objective,
  type OptimizeResult,
  unflatten,
} from '@gradkit/second-order';
import type { History, Moment } from './history.ts';
import type { FullBatch } from './problems.ts';

/** A method as it is called here. */
export interface Contender {
  readonly name: string;
  readonly minimizer: Minimizer<CommonOptions & { readonly memory?: number }>;
  readonly memory?: number;
  /** Whether it uses second derivatives, and which. */
  readonly curvature?: 'hessian' | 'gauss-newton';
}

/** No run takes longer. */
const timeLimitMs = 20_000;

/** Runs a method from the start, which the parameters hold again afterwards. Programs are compiled before the clock starts. */
export function minimized(problem: FullBatch, { name, minimizer, memory, curvature }: Contender): History {
  const { parameters, loss, gtol } = problem;
  const start = flattenParameters(parameters);
  const moments: Moment[] = [];
  const watched: Minimizer<CommonOptions> = (objective, x0, options): OptimizeResult => {
    const inner = objective as Extract<Objective, { valueAndGrad: unknown }>;
    const spare = new Float64Array(x0.length);
    inner.valueAndGrad(start, spare);
    if (curvature !== undefined) inner.hessp?.(start, start, spare);
    let [evaluations, products] = [0, 0];
    const began = performance.now();
    const valueAndGrad = (x: Float64Array, gradient: Float64Array): number => {
      const value = inner.valueAndGrad(x, gradient);
      evaluations++;
      const seconds = (performance.now() - began) / 1000;
      const slope = gradient.reduce((largest, each) => Math.max(largest, Math.abs(each)), 0);
      moments.push({ evaluations, products, seconds, loss: value, slope });
      return value;
    };
    const hessp = (x: Float64Array, v: Float64Array, out: Float64Array): void => {
      products++;
      inner.hessp?.(x, v, out);
    };
    return minimizer({ valueAndGrad, hessp }, x0, memory === undefined ? options : { ...options, memory });
  };
  const options = { gtol, maxIter: 10_000, timeLimitMs, ...(curvature === undefined ? {} : { curvature }) };
  const { status } = minimizeParameters(watched, loss, parameters, options);
  unflatten(start, parameters);
  return { method: name, moments, end: status };
}

/** Runs Adam on all samples at once, until the gradient is as small as it should be or its updates are used up. */
export function adamRun(problem: FullBatch, learningRate: number): History {
  const { parameters, loss, gtol, updates } = problem;
  const start = flattenParameters(parameters);
  const moments: Moment[] = [];
  const named = parameters.map((variable, i) => ({ name: `weight ${i}`, variable }));
  const begin = (): (() => { readonly loss: Tensor; readonly slope: Tensor }) => {
    const optimizer = adam({ learningRate });
    unflatten(start, parameters);
    return jit(() => {
      const own = loss.loss(loss.outputs());
      const value = loss.penalty === undefined ? own : add(own, loss.penalty());
      const found = gradients(value, parameters);
      optimizer.apply(found, named);
      const slope = found.map((each) => max(abs(each))).reduce((a, b) => maximum(a, b));
      return { loss: value, slope };
    });
  };
  // Once to compile: the second step has the same structure, and its program is known.
  begin()();
  const step = begin();
  const began = performance.now();
  let end = `${updates} updates`;
  for (let evaluations = 1; evaluations <= updates; evaluations++) {
    const { loss: value, slope } = step();
    const seconds = (performance.now() - began) / 1000;
    moments.push({ evaluations, products: 0, seconds, loss: value.item(), slope: slope.item() });
    if ((moments.at(-1)?.slope ?? 0) <= gtol) end = 'gtol';
    else if (seconds * 1000 >= timeLimitMs) end = 'time-limit';
    else continue;
    break;
  }
  unflatten(start, parameters);
  return { method: `Adam, rate ${learningRate}`, moments, end };
}
