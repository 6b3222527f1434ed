import { add } from '@gradkit/core';
import type { Cell } from './cell.ts';
import { checkCellNames, type UnitCellOptions } from './cell-options.ts';
import { createUnitCell } from './unit-cell.ts';

/** Options of {@link simpleRnnCell}. */
export interface SimpleRnnCellOptions extends UnitCellOptions {}

/**
 * One step of a fully connected recurrent layer, whose output is its state.
 *
 * ```text
 * hₜ = activation(xₜ · kernel + hₜ₋₁ · recurrentKernel + bias)
 * ```
 *
 * A step takes `[batch, features]` and gives `[batch, units]`. For `rnn` and `stackedRnnCells`; `simpleRnn` is the layer.
 *
 * @throws ArgumentError when `units` is not a positive integer, or a rate of dropout is outside [0, 1)
 * @see Elman, Finding structure in time, Cognitive Science 14, 1990
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { rnn, sequential, simpleRnnCell } from '@gradkit/layers';
 *
 * const model = sequential([rnn(simpleRnnCell({ units: 4 }))]);
 * console.log(model.apply(ones([2, 5, 3])).shape); // [2, 4]
 * ```
 */
export function simpleRnnCell(options: SimpleRnnCellOptions): Cell {
  checkCellNames('simpleRnnCell', options, ['units']);
  return simpleRnnCellFor('simpleRnnCell', options);
}

/** The cell, for a public function of another name; its options are checked there. */
export function simpleRnnCellFor(where: string, options: SimpleRnnCellOptions): Cell {
  return createUnitCell(where, options, {
    count: 1,
    stateCount: 1,
    step({ activation, recurrent }) {
      const product = recurrent(0, 1);
      return (x, [h]) => {
        const output = activation(add(x, product(h)));
        return { output, states: [output] };
      };
    },
  });
}
