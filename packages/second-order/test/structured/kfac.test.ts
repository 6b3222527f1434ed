import { gradients } from '@gradkit/autograd';
import {
  add,
  jit,
  key,
  matmul,
  mean,
  normal,
  type Parameter,
  square,
  sub,
  type Tensor,
  tanh,
  tensor,
  type Variable,
  variable,
} from '@gradkit/core';
import { solve } from '@gradkit/core/linalg';
import { adam, type EvaluationObserver, type ObservedProduct } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { type KfacOptions, kfac } from '../../src/index.ts';
import golden from '../golden/kronecker-optimizers.json' with { type: 'json' };
import { distance } from './trajectories.ts';

const f64 = { dtype: 'float64' } as const;

const kernelOf = (name: string, content: Tensor, bias?: Variable): Parameter => ({
  name,
  variable: variable(content, { name }),
  linear: { bias },
});
const biasOf = (name: string, content: Tensor): Parameter => ({ name, variable: variable(content, { name }) });
const product = (kernel: Parameter, input: Tensor, output: Tensor): ObservedProduct => ({
  kernel: kernel.variable,
  input,
  output,
  windows: undefined,
});

/** What a training loop does with outputs, for the mean squared error. */
function evaluation(
  parameters: readonly Parameter[],
  truth: Tensor,
  forward: () => { readonly output: Tensor; readonly linear: readonly ObservedProduct[] },
) {
  return (observer?: EvaluationObserver): readonly Tensor[] => {
    const { output, linear } = forward();
    const lossOf = ([outputs]: readonly Tensor[], [truths] = [truth] as readonly Tensor[]): Tensor =>
      mean(square(sub(outputs as Tensor, truths as Tensor)));
    const loss = lossOf([output]);
    observer?.pass?.({ loss, penalty: tensor(0, f64), outputs: [output], truths: [truth], lossOf, linear });
    return gradients(loss, parameters);
  };
}

/** The network of the file of golden values. */
function network(dtype: 'float32' | 'float64') {
  const [{ samples, truths, weights }] = golden.network as [(typeof golden.network)[number]];
  const b = biasOf('b', tensor(weights.b, { dtype }));
  const w = kernelOf('w', tensor(weights.w, { dtype }), b.variable);
  const v = kernelOf('v', tensor(weights.v, { dtype }));
  const [x, y] = [tensor(samples, { dtype }), tensor(truths, { dtype })];
  const parameters = [w, b, v];
  const evaluate = evaluation(parameters, y, () => {
    const inner = add(matmul(x, w.variable.value), b.variable.value);
    const hidden = tanh(inner);
    const output = matmul(hidden, v.variable.value);
    return { output, linear: [product(w, x, inner), product(v, hidden, output)] };
  });
  return { parameters, evaluate };
}

/** A linear regression with a bias, its solution, and the gradient and Hessian that lead there. */
function regression() {
  const x = normal(key(1), [20, 3], f64);
  const y = normal(key(2), [20, 1], f64);
  const bias = biasOf('b', tensor([0.5], f64));
  const kernel = kernelOf('w', tensor([[1], [-1], [2]], f64), bias.variable);
  const parameters = [kernel, bias];
  const evaluate = evaluation(parameters, y, () => {
    const output = add(matmul(x, kernel.variable.value), bias.variable.value);
    return { output, linear: [product(kernel, x, output)] };
  });
  const rows = (x.toArray() as number[][]).map((row) => [...row, 1]);
  const bordered = tensor(rows, f64);
  const normalMatrix = matmul(bordered.transpose(), bordered);
  const solution = [...solve(normalMatrix, matmul(bordered.transpose(), y)).dataSync()];
  return { parameters, evaluate, solution };
}

const exact: KfacOptions = {
  momentum: 0,
  damping: 1e-24,
  klClip: Infinity,
  likelihood: 'normal',
  preconditionFrequency: 1,
};

const stateOf = (optimizer: ReturnType<typeof kfac>, name: string): Tensor =>
  optimizer.namedState.find((each) => each.name === name)?.variable.value as Tensor;

describe('kfac', () => {
  describe.each(golden.networkCases.map((each) => [JSON.stringify(each.options), each] as const))(
    'of %s',
    (_, each) => {
      it.each([
        ['float64', 1e-10],
        ['float32', 1e-3],
      ] as const)('follows NumPy in %s, inside and outside jit', (dtype, tolerance) => {
        for (const compiled of [false, true]) {
          const { parameters, evaluate } = network(dtype);
          const optimizer = kfac({ fisher: 'empirical', likelihood: 'normal', ...each.options });
          const step = (): void => optimizer.step(evaluate, parameters);
          const update = compiled ? jit(step) : step;
          each.contents.forEach((expected) => {
            update();
            const found = parameters.flatMap(({ variable: { value } }) => [...value.dataSync()]);
            expected.forEach((value, i) => {
              expect(Math.abs((found[i] as number) - value)).toBeLessThan(tolerance * Math.max(1, Math.abs(value)));
            });
          });
        }
      });
    },
  );

  it('makes the step of Newton in a linear regression, divided by the sampled curvature of its loss', () => {
    const { parameters, evaluate, solution } = regression();
    // The learning rate is what turns the sampled curvature into the true one, which is 2.
    const probe = kfac({ ...exact, learningRate: 0, seed: 5 });
    probe.step(evaluate, parameters);
    const sampled = stateOf(probe, 'w/outputFactor').item() / 0.05;
    const optimizer = kfac({ ...exact, learningRate: sampled / 2, seed: 5 });
    optimizer.step(evaluate, parameters);
    const found = parameters.flatMap(({ variable: { value } }) => [...value.dataSync()]);
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(solution[i] as number, 9);
    });
  });

  it('samples the curvature of the loss without bias', () => {
    const { parameters, evaluate } = regression();
    const optimizer = kfac({ ...exact, learningRate: 0, factorBeta: 0 });
    const step = jit(() => optimizer.step(evaluate, parameters));
    let total = 0;
    for (let i = 0; i < 400; i++) {
      step();
      total += stateOf(optimizer, 'w/outputFactor').item() / 400;
    }
    // A mean of 8000 squares of normal numbers, of standard deviation 0.03.
    expect(Math.abs(total - 2)).toBeLessThan(0.15);
  });

  it('is invariant to linear transformations of the inputs of a layer, without damping', () => {
    const outputs = [
      tensor(
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
        f64,
      ),
      tensor(
        [
          [2, 1, 0],
          [0, 1, -3],
          [1, 0, 5],
        ],
        f64,
      ),
    ].map((t) => {
      const x = matmul(normal(key(1), [20, 3], f64), t);
      const kernel = kernelOf(
        'w',
        solve(
          t,
          tensor(
            [
              [1, 2],
              [-1, 0.5],
              [2, 1],
            ],
            f64,
          ),
        ),
      );
      const forward = (): Tensor => matmul(x, kernel.variable.value);
      const evaluate = evaluation([kernel], normal(key(2), [20, 2], f64), () => {
        const output = forward();
        return { output, linear: [product(kernel, x, output)] };
      });
      const optimizer = kfac({ ...exact, learningRate: 0.5, fisher: 'empirical' });
      for (let i = 0; i < 3; i++) optimizer.step(evaluate, [kernel]);
      return forward();
    });
    expect(distance(outputs[0] as Tensor, outputs[1] as Tensor)).toBeLessThan(1e-6);
  });

  it('limits the step by klClip', () => {
    const moves = [1e-4, 1e-6].map((klClip) => {
      const { parameters, evaluate } = regression();
      const before = parameters.map(({ variable: { value } }) => value);
      kfac({ ...exact, damping: 1e-3, klClip }).step(evaluate, parameters);
      return parameters.flatMap(({ variable: { value } }, i) => [...sub(value, before[i] as Tensor).dataSync()]);
    });
    moves[0]?.forEach((move, i) => {
      expect(move / 10).toBeCloseTo(moves[1]?.[i] as number, 12);
    });
  });

  it('takes a layer that is applied twice for one with the rows of both', () => {
    const x = normal(key(1), [8, 2], f64);
    const bias = biasOf('b', tensor([0.1, 0.2], f64));
    const kernel = kernelOf(
      'w',
      tensor(
        [
          [1, 0.5],
          [-0.3, 0.7],
        ],
        f64,
      ),
      bias.variable,
    );
    const evaluate = evaluation([kernel, bias], normal(key(2), [8, 2], f64), () => {
      const apply = (input: Tensor): Tensor => add(matmul(input, kernel.variable.value), bias.variable.value);
      const once = apply(x);
      const twice = apply(tanh(once));
      return { output: twice, linear: [product(kernel, x, once), product(kernel, tanh(once), twice)] };
    });
    const optimizer = kfac({ ...exact, damping: 1e-3, factorBeta: 0, learningRate: 0 });
    optimizer.step(evaluate, [kernel, bias]);
    const rows = [x, tanh(add(matmul(x, kernel.variable.value), bias.variable.value))].flatMap(
      (each) => each.toArray() as number[][],
    );
    const factor = stateOf(optimizer, 'w/inputFactor').reshape([3, 3]).toArray() as number[][];
    const moment = (i: number, j: number): number =>
      rows.map((row) => [...row, 1]).reduce((sum, row) => sum + ((row[i] as number) * (row[j] as number)) / 16, 0);
    factor.flat().forEach((value, at) => {
      expect(value).toBeCloseTo(moment(Math.floor(at / 3), at % 3), 12);
    });
  });

  it('lets Adam update what belongs to no such layer, and kernels with long sides', () => {
    const { parameters, evaluate } = network('float64');
    const scale = biasOf('scale', tensor([1], f64));
    const built = kfac({ maxFactorDim: 3 });
    built.build([...parameters, scale]);
    const names = (optimizer: ReturnType<typeof kfac>, end: string) =>
      optimizer.namedState.map(({ name }) => name).filter((name) => name.endsWith(end));
    expect(names(built, '/velocity')).toEqual(['w/velocity', 'b/velocity', 'v/velocity', 'scale/velocity']);
    const usual = kfac();
    usual.build([...parameters, scale]);
    expect(names(usual, '/velocity')).toEqual(['scale/velocity']);
    expect(names(usual, 'Factor')).toEqual(['w/inputFactor', 'w/outputFactor', 'v/inputFactor', 'v/outputFactor']);
    expect(() => built.step(evaluate, parameters)).not.toThrow();
  });

  it('trains parameters of no such layer without looking at anything but gradients', () => {
    const scale = biasOf('scale', tensor([1, -2], f64));
    const ours = kfac({ learningRate: 0.5, adamLearningRateRatio: 0.2 });
    for (let i = 0; i < 3; i++) ours.step(() => gradients(mean(square(scale.variable.value)), [scale]), [scale]);
    const same = biasOf('scale', tensor([1, -2], f64));
    const theirs = adam(0.1);
    for (let i = 0; i < 3; i++) theirs.step(() => gradients(mean(square(same.variable.value)), [same]), [same]);
    expect(distance(scale.variable.value, same.variable.value)).toBeLessThan(1e-14);
  });

  it('goes on with a kernel whose bias is not trained any more', () => {
    const { parameters, evaluate } = regression();
    const optimizer = kfac({ likelihood: 'normal' });
    optimizer.step(evaluate, parameters);
    const [kernel, bias] = parameters as [Parameter, Parameter];
    const before = [kernel, bias].map(({ variable: { value } }) => value);
    optimizer.step((observer) => evaluate(observer).slice(0, 1), [kernel]);
    expect(distance(bias.variable.value, before[1] as Tensor)).toBe(0);
    expect(distance(kernel.variable.value, before[0] as Tensor)).toBeGreaterThan(0);
  });

  it('follows a schedule of the damping, also in a program that is compiled', () => {
    const seen: number[] = [];
    const { parameters, evaluate } = network('float64');
    const optimizer = kfac({
      likelihood: 'normal',
      preconditionFrequency: 2,
      damping: (step) => {
        seen.push(step);
        return 0.1 / (1 + step);
      },
    });
    const step = jit(() => optimizer.step(evaluate, parameters));
    for (let i = 0; i < 3; i++) step();
    expect([...new Set(seen)]).toEqual([0, 1, 2]);
  });

  it('refuses a schedule of the damping that leaves its range, instead of making parameters NaN', () => {
    for (const wrong of [-1, 0, Number.NaN, Infinity, '1' as never]) {
      const { parameters, evaluate } = network('float64');
      const optimizer = kfac({ likelihood: 'normal', damping: (step) => (step === 0 ? 0.01 : wrong) });
      const step = jit(() => optimizer.step(evaluate, parameters));
      step();
      expect(step).toThrow(/kfac: the damping at step 1 must be a number above 0, got/);
    }
  });

  it('says what is missing', () => {
    const { parameters, evaluate } = network('float64');
    const optimizer = kfac();
    expect(() => optimizer.apply([], [])).toThrow(/kfac: needs more than gradients/);
    const [kernel] = parameters as [Parameter];
    const slope = (): readonly Tensor[] => gradients(mean(square(kernel.variable.value)), [kernel]);
    expect(() => optimizer.step(slope, [kernel])).toThrow(/kfac: needs to see the outputs and the loss/);
    const untold = (observer?: EvaluationObserver): readonly Tensor[] =>
      evaluate({ pass: (pass) => observer?.pass?.({ ...pass, linear: [] }) });
    expect(() => optimizer.step(untold, parameters)).toThrow(/kfac: nobody told what is multiplied by w/);
  });

  it('rejects options out of range and those it does not know', () => {
    expect(() => kfac({ momentum: 1 })).toThrow(/kfac: momentum must be a number in \[0, 1\), got 1/);
    expect(() => kfac({ damping: 0 })).toThrow(/kfac: damping must be a number above 0, got 0/);
    expect(() => kfac({ klClip: 0 })).toThrow(/kfac: klClip must be a number above 0, got 0/);
    expect(() => kfac({ factorBeta: 1 })).toThrow(/kfac: factorBeta must be/);
    expect(() => kfac({ factorFrequency: 0 })).toThrow(/factorFrequency must be an integer of at least 1/);
    expect(() => kfac({ preconditionFrequency: 0.5 })).toThrow(
      /preconditionFrequency must be an integer of at least 1/,
    );
    expect(() => kfac({ blockSize: 0 })).toThrow(/blockSize must be an integer of at least 1/);
    expect(() => kfac({ maxFactorDim: -1 })).toThrow(/maxFactorDim must be an integer of at least 0/);
    expect(() => kfac({ fisher: 'true' as never })).toThrow(/fisher must be one of "sampled", "empirical"/);
    expect(() => kfac({ likelihood: 'poisson' as never })).toThrow(/likelihood must be one of "categorical"/);
    expect(() => kfac({ fromLogits: 1 as never })).toThrow(/kfac: fromLogits is true or false, got 1/);
    expect(() => kfac({ adamLearningRateRatio: 0 })).toThrow(/kfac: adamLearningRateRatio must be/);
    expect(() => kfac({ dampning: 1 } as object)).toThrow(/unknown option "dampning". Did you mean "damping"/);
  });
});
