import type { Activation } from '@gradkit/activations';
import { add, mul, sigmoid, sub, type Tensor } from '@gradkit/core';
import type { Cell } from './cell.ts';
import { checkCellNames, type UnitCellOptions } from './cell-options.ts';
import { gateOf } from './gated-cell.ts';
import { createUnitCell } from './unit-cell.ts';

/** Options of {@link gruCell}. */
export interface GruCellOptions extends UnitCellOptions {
  /** Applied to the gates; default `sigmoid`. */
  readonly recurrentActivation?: Activation | undefined;
  /**
   * Whether the reset gate acts on the product of the state, with two biases, as in cuDNN and PyTorch, or on the state
   * itself, as in the first paper. Default true.
   */
  readonly resetAfter?: boolean | undefined;
}

/** The names of options that a gated recurrent unit has besides those of all cells. */
export function gruCellOptionNames(): readonly string[] {
  return ['recurrentActivation', 'resetAfter'];
}

/**
 * One step of a gated recurrent unit: a state that moves towards a candidate as far as a gate lets it.
 *
 * ```text
 * [z, r, n] = xₜ · kernel + bias₀            [z′, r′, n′] = hₜ₋₁ · recurrentKernel + bias₁
 * candidate = activation(n + σ(r + r′) · n′)                            with resetAfter
 *             activation(n + (σ(r + r′) · hₜ₋₁) · recurrentKernel_n)    without, and without bias₁
 * hₜ = σ(z + z′) · hₜ₋₁ + (1 − σ(z + z′)) · candidate                    σ = recurrentActivation
 * ```
 *
 * A step takes `[batch, features]` and gives the state, `[batch, units]`. The kernels `[features, 3·units]`,
 * `[units, 3·units]` and the bias, `[2, 3·units]` with `resetAfter` and `[3·units]` without, hold update gate, reset gate
 * and candidate in this order, as in Keras. For `rnn` and `stackedRnnCells`; `gru` is the layer.
 *
 * @throws ArgumentError when `units` is not a positive integer, or a rate of dropout is outside [0, 1)
 * @see Cho et al., Learning phrase representations using RNN encoder–decoder for statistical machine translation, EMNLP
 * 2014
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { gruCell, rnn, sequential } from '@gradkit/layers';
 *
 * const model = sequential([rnn(gruCell({ units: 4 }))]);
 * console.log(model.apply(ones([2, 5, 3])).shape); // [2, 4]
 * ```
 */
export function gruCell(options: GruCellOptions): Cell {
  checkCellNames('gruCell', options, [...gruCellOptionNames(), 'units']);
  return gruCellFor('gruCell', options);
}

/** The cell, for a public function of another name; its options are checked there. */
export function gruCellFor(where: string, options: GruCellOptions): Cell {
  const { units, recurrentActivation = sigmoid, resetAfter = true } = options ?? {};
  return createUnitCell(where, options, {
    count: 3,
    stateCount: 1,
    twoBiases: resetAfter,
    step({ activation, recurrent, recurrentBias }) {
      const product = recurrent(0, resetAfter ? 3 : 2);
      const ofCandidate = resetAfter ? undefined : recurrent(2, 3);
      return (x, [h]) => {
        const own = recurrentBias === undefined ? product(h) : add(product(h), recurrentBias);
        const gate = (i: number): Tensor => recurrentActivation(add(gateOf(x, units, i), gateOf(own, units, i)));
        const [update, reset] = [gate(0), gate(1)];
        const past = ofCandidate === undefined ? mul(reset, gateOf(own, units, 2)) : ofCandidate(mul(reset, h));
        const candidate = activation(add(gateOf(x, units, 2), past));
        const output = add(mul(update, h), mul(sub(1, update), candidate));
        return { output, states: [output] };
      };
    },
  });
}
