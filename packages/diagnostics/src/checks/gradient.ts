import { gradients } from '@gradkit/autograd';
import { add, assign, jit, mul, type Parameter, type Tensor, tensor } from '@gradkit/core';
import { rowsOf } from '../excerpt.ts';
import type { Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import { lossOf, outputsOf } from '../subject.ts';
import type { Examined } from './check.ts';

/** Samples that gradients are checked with. */
const checkedSamples = 8;

/** Difference between a slope and a gradient, relative to the larger, that rounding and kinks do not explain. */
const tolerance = 0.1;

/** Parameters that are checked at most: of deep models every n-th. */
const mostParameters = 24;

/** A parameter whose gradient is not the slope of the loss. */
interface Mismatch {
  readonly parameter: Parameter;
  readonly error: number;
}

/**
 * Compares gradients with slopes of the loss: (L(θ + hd) − L(θ − hd)) / 2h against g·d, for each parameter along its gradient
 * and along a direction of signs. Own layers and losses may have wrong derivatives, or none.
 *
 * It is done near the weights, not at them: those that are 0 lie on the kinks of ReLU, where there is no slope.
 *
 * Steps are so long that the loss changes by about a hundredth. A slope counts where a shorter step tells the same: kinks of
 * ReLU between both ends show in long steps, rounding shows in short ones, and where neither can be told apart nothing is said.
 */
export function checkGradient(examined: Examined): readonly Finding[] {
  const { model, outputs, pass, layers } = examined;
  const fields = rowsOf(pass.fields, 0, checkedSamples);
  const total = (): Tensor => {
    const predictions = outputsOf(model, fields, false);
    return outputs
      .map((output) => mul(lossOf(output, fields, predictions[output.index] as Tensor), output.weight))
      .reduce((sum, each) => add(sum, each));
  };
  const { parameters } = model;
  assign(parameters.map(({ variable }) => [variable, nearby(variable)]));
  const differentiate = jit(() => {
    const loss = total();
    return [loss, ...gradients(loss, parameters)];
  });
  const [loss, ...found] = differentiate() as Tensor[];
  const measure = jit(total);
  const size = Math.abs((loss as Tensor).item());
  if (!Number.isFinite(size)) return [];
  const every = Math.ceil(parameters.length / mostParameters);
  const wrong = parameters.flatMap((parameter, i): Mismatch[] => {
    if (i % every !== 0) return [];
    const gradient = (found[i] as Tensor).dataSync();
    const error = Math.max(
      errorAlong(parameter, gradient, gradient, size, measure),
      errorAlong(parameter, gradient, gradient.map(signAt), size, measure),
    );
    return error > tolerance ? [{ parameter, error }] : [];
  });
  if (wrong.length === 0) return [];
  const pathOf = ({ parameter: { name } }: Mismatch): string => name.slice(0, name.lastIndexOf('/'));
  const paths = new Set(wrong.map(pathOf));
  return [
    {
      name: 'wrong-gradient',
      severity: 'problem',
      layers: layers.map(({ path }) => path).filter((path) => paths.has(path)),
      evidence: wrong.map((each) => ({
        measure: 'gradient-error',
        value: each.error,
        limit: { above: tolerance },
        layer: pathOf(each),
      })),
      remedies: [prescribe('check-gradients')],
      inventory: [],
    },
  ];
}

/** The content, moved a little. */
function nearby({ value, shape, dtype }: Parameter['variable']): Tensor {
  const content = value.dataSync();
  const size = lengthOf(content) / Math.sqrt(Math.max(1, content.length)) || 1 / Math.sqrt(shape[0] ?? 1);
  return tensor(
    content.map((each, i) => each + 0.03 * size * Math.sin(78.233 * (i + 1))),
    { shape, dtype },
  );
}

/** +1 and −1 in an order that repeats nothing. */
const signAt = (_: number, i: number): number => (Math.sin(12.9898 * (i + 1)) > 0 ? 1 : -1);

/** The difference between the slope along a direction and what the gradient says, relative to the larger of both. */
function errorAlong(
  { variable }: Parameter,
  gradient: ArrayLike<number>,
  direction: ArrayLike<number>,
  size: number,
  measure: () => Tensor,
): number {
  const [norm, steepness] = [lengthOf(direction), lengthOf(gradient)];
  if (!(norm > 0 && norm < Infinity)) return 0;
  let expected = 0;
  for (let i = 0; i < direction.length; i++) expected += ((direction[i] as number) / norm) * (gradient[i] as number);

  const { shape, dtype } = variable;
  const content = variable.value.dataSync();
  const at = (distance: number): number => {
    const moved = content.map((value, i) => value + ((direction[i] as number) / norm) * distance);
    assign([[variable, tensor(moved, { shape, dtype })]]);
    return measure().item();
  };
  try {
    // A change of the loss below its rounding says nothing.
    const change = 0.01 * (size + 1e-3);
    const rounding = 2e-6 * (size + 1e-3);
    let before: Slope | undefined;
    // Where no gradient says how far to go, a tenth of the weights' size is far.
    const farthest = 0.1 * (lengthOf(content) + 0.01 * Math.sqrt(content.length));
    for (const part of [1, 0.3, 0.1, 0.03]) {
      const step = part * Math.min(change / Math.max(steepness, 1e-9 * size), farthest);
      const slope: Slope = { value: (at(step) - at(-step)) / (2 * step), doubt: rounding / (2 * step) };
      if (before !== undefined && agree(before, slope)) {
        // What a direction without relation to the gradient would show.
        const usual = steepness / Math.sqrt(direction.length);
        const scale = Math.max(Math.abs(slope.value), Math.abs(expected), usual, 20 * slope.doubt);
        return Math.max(0, Math.abs(slope.value - expected) - slope.doubt) / scale;
      }
      before = slope;
    }
    return 0;
  } finally {
    assign([[variable, tensor(content, { shape, dtype })]]);
  }
}

const lengthOf = (values: ArrayLike<number>): number => {
  let square = 0;
  for (let i = 0; i < values.length; i++) square += (values[i] as number) ** 2;
  return Math.sqrt(square);
};

/** A difference quotient, and by how much rounding may have changed it. */
interface Slope {
  readonly value: number;
  readonly doubt: number;
}

/** Whether two steps of different length tell the same: a slope, and neither kinks nor rounding. */
function agree(one: Slope, other: Slope): boolean {
  const size = Math.max(Math.abs(one.value), Math.abs(other.value));
  return Math.abs(one.value - other.value) <= 0.2 * tolerance * size + one.doubt + other.doubt && other.doubt < size;
}
