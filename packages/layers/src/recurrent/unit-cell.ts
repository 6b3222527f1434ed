import { formatShape, matmul, type Shape, ShapeError } from '@gradkit/core';
import { checkCount } from '../check-options.ts';
import type { Cell } from './cell.ts';
import type { UnitCellOptions } from './cell-options.ts';
import { createGatedCell, type Gates } from './gated-cell.ts';

/** A cell of units: every input and every state is connected to every gate. */
export function createUnitCell(where: string, options: UnitCellOptions, gates: Gates): Cell {
  const { units } = options ?? {};
  checkCount(where, 'units', units);
  return createGatedCell(where, options, units, gates, (input, name) => {
    const features = featuresOf(name, input);
    return {
      kernel: [features],
      recurrentKernel: [units],
      stateShape(shape) {
        if (featuresOf(name, shape) !== features) {
          throw new ShapeError(`${name}: expected ${features} features in every step, got ${shape[1]}.`);
        }
        return [shape[0] as number, units];
      },
      ofInputs: matmul,
      ofState: matmul,
    };
  });
}

function featuresOf(name: string, shape: Shape): number {
  const features = shape[1];
  if (shape.length !== 2 || features === undefined) {
    throw new ShapeError(`${name}: every step takes [batch, features], got ${formatShape(shape)}.`);
  }
  if (features === 0) throw new ShapeError(`${name}: steps of ${formatShape(shape)} hold no features.`);
  return features;
}
