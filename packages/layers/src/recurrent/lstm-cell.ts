import type { Activation } from '@gradkit/activations';
import { add, concatenate, mul, sigmoid, type Tensor } from '@gradkit/core';
import { type Initializer, ones } from '@gradkit/initializers';
import type { Cell } from './cell.ts';
import { checkCellNames, type UnitCellOptions } from './cell-options.ts';
import { type Gates, gateOf } from './gated-cell.ts';
import { createUnitCell } from './unit-cell.ts';

/** Options of every long short-term memory. */
export interface MemoryOptions {
  /** Applied to the gates; default `sigmoid`. */
  readonly recurrentActivation?: Activation | undefined;
  /** Whether the bias of the forget gate starts at 1, so that a new cell remembers; default true. */
  readonly unitForgetBias?: boolean | undefined;
}

/** Options of {@link lstmCell}. */
export interface LstmCellOptions extends UnitCellOptions, MemoryOptions {}

/** The names of {@link MemoryOptions}. */
export function memoryOptionNames(): readonly string[] {
  return ['recurrentActivation', 'unitForgetBias'];
}

/**
 * One step of a long short-term memory: a state that is only added to, behind gates.
 *
 * ```text
 * [i, f, g, o] = xₜ · kernel + hₜ₋₁ · recurrentKernel + bias
 * cₜ = σ(f) · cₜ₋₁ + σ(i) · activation(g)
 * hₜ = σ(o) · activation(cₜ)                                   σ = recurrentActivation
 * ```
 *
 * A step takes `[batch, features]` and gives `h`, `[batch, units]`; its states are `h` and `c`. The kernels
 * `[features, 4·units]`, `[units, 4·units]` and the bias `[4·units]` hold input gate, forget gate, candidate and output
 * gate in this order, as in Keras. For `rnn` and `stackedRnnCells`; `lstm` is the layer.
 *
 * @throws ArgumentError when `units` is not a positive integer, or a rate of dropout is outside [0, 1)
 * @see Hochreiter and Schmidhuber, Long short-term memory, Neural Computation 9, 1997; the forget gate: Gers, Schmidhuber
 * and Cummins, Learning to forget, Neural Computation 12, 2000
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { lstmCell, rnn, sequential } from '@gradkit/layers';
 *
 * const model = sequential([rnn(lstmCell({ units: 4 }))]);
 * console.log(model.apply(ones([2, 5, 3])).shape); // [2, 4]
 * ```
 */
export function lstmCell(options: LstmCellOptions): Cell {
  checkCellNames('lstmCell', options, [...memoryOptionNames(), 'units']);
  return lstmCellFor('lstmCell', options);
}

/** The cell, for a public function of another name; its options are checked there. */
export function lstmCellFor(where: string, options: LstmCellOptions): Cell {
  return createUnitCell(where, options, memoryGates(options?.units, options ?? {}));
}

/** What the gates do, of units or of filters. */
export function memoryGates(units: number, options: MemoryOptions): Gates {
  const { recurrentActivation = sigmoid, unitForgetBias = true } = options;
  return {
    count: 4,
    stateCount: 2,
    firstBias: (chosen) => (unitForgetBias ? rememberingBias(units, chosen) : chosen),
    step({ activation, recurrent }) {
      const product = recurrent(0, 4);
      return (x, states) => {
        const [h, c] = states as readonly [Tensor, Tensor];
        const z = add(x, product(h));
        const gate = (i: number): Tensor => recurrentActivation(gateOf(z, units, i));
        const next = add(mul(gate(1), c), mul(gate(0), activation(gateOf(z, units, 2))));
        const output = mul(gate(3), activation(next));
        return { output, states: [output, next] };
      };
    },
  };
}

/** One for the forget gate, the chosen content for the others. */
function rememberingBias(units: number, chosen: Initializer): Initializer {
  return (_shape, dtype, key) =>
    concatenate([chosen([units], dtype, key), ones()([units], dtype, key), chosen([2 * units], dtype, key)]);
}
