import { add, matmul, mul, scan, slice, sub, type Tensor, transpose, zeros } from '@gradkit/core';

/** What one step makes of an input and the states; the first state is what the step puts out. */
export type Cell = (x: Tensor, states: readonly Tensor[]) => readonly Tensor[];

/** Weights of one direction: gates stand one after the other along the first axis, `[gates · hidden, …]`. */
export interface GateWeights {
  readonly hidden: number;
  /** The position of each gate by its letter. */
  readonly order: string;
  readonly weight: Tensor;
  readonly recurrentWeight: Tensor;
  readonly bias: Tensor | undefined;
  readonly recurrentBias: Tensor | undefined;
}

export type Activate = (x: Tensor) => Tensor;

/** The rows of one gate. */
function gate(of: Tensor, { hidden, order }: GateWeights, letter: string): Tensor {
  const start = order.indexOf(letter) * hidden;
  return slice(of, [start], [start + hidden]);
}

function product(x: Tensor, weight: Tensor, bias: Tensor | undefined, weights: GateWeights, letter: string): Tensor {
  const linear = matmul(x, transpose(gate(weight, weights, letter)));
  return bias === undefined ? linear : add(linear, gate(bias, weights, letter));
}

const fromInput = (x: Tensor, weights: GateWeights, letter: string): Tensor =>
  product(x, weights.weight, weights.bias, weights, letter);

const fromState = (h: Tensor, weights: GateWeights, letter: string): Tensor =>
  product(h, weights.recurrentWeight, weights.recurrentBias, weights, letter);

/** `h ← f(W x + R h)` */
export function simpleCell(weights: GateWeights, f: Activate): Cell {
  return (x, [h]) => [f(add(fromInput(x, weights, 'h'), fromState(h as Tensor, weights, 'h')))];
}

/**
 * ```text
 * z = f(Wz x + Rz h)    r = f(Wr x + Rr h)
 * n = g(Wn x + Rn (r · h))    or, with the reset after the product, g(Wn x + r · (Rn h))
 * h ← z · h + (1 − z) · n
 * ```
 */
export function gruCell(weights: GateWeights, resetAfter: boolean, f: Activate, g: Activate): Cell {
  return (x, states) => {
    const h = states[0] as Tensor;
    const [z, r] = ['z', 'r'].map((letter) => f(add(fromInput(x, weights, letter), fromState(h, weights, letter)))) as [
      Tensor,
      Tensor,
    ];
    const past = resetAfter ? mul(r, fromState(h, weights, 'n')) : fromState(mul(r, h), weights, 'n');
    const n = g(add(fromInput(x, weights, 'n'), past));
    return [add(mul(z, h), mul(sub(1, z), n))];
  };
}

/**
 * ```text
 * i = f(Wi x + Ri h + Pi · c)    f likewise    g = g(Wg x + Rg h)
 * c ← f · c + i · g
 * o = f(Wo x + Ro h + Po · c)    h ← o · h(c)
 * ```
 * @param peephole the weights `Pi`, `Po`, `Pf`, one after the other
 */
export function lstmCell(
  weights: GateWeights,
  peephole: Tensor | undefined,
  activations: readonly [f: Activate, g: Activate, h: Activate],
): Cell {
  const [f, g, h] = activations;
  const peeped = { ...weights, order: 'iof' };
  return (x, states) => {
    const [hidden, cell] = states as [Tensor, Tensor];
    const linear = (letter: string): Tensor => add(fromInput(x, weights, letter), fromState(hidden, weights, letter));
    const peep = (letter: string, c: Tensor): Tensor =>
      peephole === undefined ? linear(letter) : add(linear(letter), mul(gate(peephole, peeped, letter), c));
    const next = add(mul(f(peep('f', cell)), cell), mul(f(peep('i', cell)), g(linear('g'))));
    return [mul(f(peep('o', next)), h(next)), next];
  };
}

/** Applies a cell to `[steps, batch, inputs]`: the final states, and what it puts out at each step. */
export function loop(
  x: Tensor,
  initial: readonly Tensor[],
  cell: Cell,
  isBackward: boolean,
): { readonly states: readonly Tensor[]; readonly sequence: Tensor } {
  const step = (states: readonly Tensor[], slice: Tensor): [readonly Tensor[], Tensor] => {
    const next = cell(slice, states);
    return [next, next[0] as Tensor];
  };
  const [states, sequence] = scan(step, initial, x, { reverse: isBackward });
  return { states, sequence };
}

/** The member of one direction, `[directions, …] → […]`. */
export function ofDirection(x: Tensor, direction: number): Tensor;
export function ofDirection(x: Tensor | undefined, direction: number): Tensor | undefined;
export function ofDirection(x: Tensor | undefined, direction: number): Tensor | undefined {
  return x && slice(x, [direction], [direction + 1]).reshape(x.shape.slice(1));
}

/** The state before the first step, where none is given. */
export function restingState(x: Tensor, hidden: number): Tensor {
  return zeros([x.shape[1] as number, hidden], { dtype: x.dtype });
}
