import { ArgumentError, describe, foldIn, type Shape } from '@gradkit/core';
import { contextOf } from '../layer.ts';
import type { Cell, States } from './cell.ts';

/**
 * Several cells as one: each takes what the one before gives, in every step.
 *
 * ```text
 * x₀ = input      xᵢ, statesᵢ = cellᵢ(xᵢ₋₁, statesᵢ)      output = x_n
 * ```
 *
 * In a layer this computes what recurrent layers one after the other compute, with one loop for all: what comes between is
 * not kept for all steps. The states are those of all cells, in their order.
 *
 * @param cells at least one, from the input to the output
 * @throws ArgumentError when there is no cell, or one stands twice
 * @see Graves, Mohamed and Hinton, Speech recognition with deep recurrent neural networks, ICASSP 2013
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { gruCell, rnn, sequential, stackedRnnCells } from '@gradkit/layers';
 *
 * const model = sequential([rnn(stackedRnnCells([gruCell({ units: 8 }), gruCell({ units: 4 })]))]);
 * console.log(model.apply(ones([2, 5, 3])).shape); // [2, 4]
 * ```
 */
export function stackedRnnCells(cells: readonly Cell[]): Cell {
  if (!Array.isArray(cells) || cells.length === 0) {
    throw new ArgumentError(`stackedRnnCells: expected a list of at least one cell, got ${describe(cells)}.`);
  }
  if (new Set(cells).size < cells.length) {
    throw new ArgumentError('stackedRnnCells: a cell stands twice. Make one for each place.');
  }
  const counts = cells.map(({ stateCount }) => stateCount);
  const starts = counts.map((_, i) => counts.slice(0, i).reduce((sum, count) => sum + count, 0));
  const last = cells.at(-1) as Cell;

  let outputs: readonly Shape[] = [];

  return {
    kind: 'stackedRnnCells',
    name: '',
    stateCount: counts.reduce((sum, count) => sum + count, 0),
    ...(last.outputState === undefined ? {} : { outputState: (starts.at(-1) as number) + last.outputState }),
    random: cells.some(({ random }) => random === true),
    build(input, key) {
      this.name ||= 'stackedRnnCells';
      let output = input;
      const all = cells.map((cell, i) => {
        cell.name ||= `${this.name}/cell${i}`;
        const shapes = cell.build(output, foldIn(key, i));
        output = shapes.output;
        return shapes;
      });
      outputs = all.map((shapes) => shapes.output);
      return { output, states: all.flatMap(({ states }) => states) };
    },
    begin(input, context) {
      const [batch = 0] = input;
      const runs = cells.map((cell, i) => {
        const before = i === 0 ? input : [batch, ...(outputs[i - 1] as Shape).slice(1)];
        return cell.begin(before, contextOf(context, i, undefined));
      });
      return {
        project: (inputs) => runs[0]?.project?.(inputs) ?? inputs,
        step(input, states) {
          let output = input;
          const next = runs.map((run, i) => {
            const start = starts[i] as number;
            const own = states.slice(start, start + (counts[i] as number)) as unknown as States;
            const stepped = run.step(i === 0 ? output : (run.project?.(output) ?? output), own);
            output = stepped.output;
            return stepped.states;
          });
          return { output, states: next.flat() };
        },
      };
    },
    get parameters() {
      return cells.flatMap(({ parameters }) => parameters);
    },
    get state() {
      return cells.flatMap(({ state = [] }) => state);
    },
    ...(cells.every(({ copy }) => copy !== undefined)
      ? { copy: () => stackedRnnCells(cells.map((cell) => cell.copy?.() as Cell)) }
      : {}),
  };
}
