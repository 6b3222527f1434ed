import type { Brought } from '../../ops/brought.ts';
import type { ArrayType, Attributes, Misfit } from '../../ops/operation.ts';
import { equalShapes, type Shape } from '../../shape.ts';
import { batchScan } from './batch.ts';
import { scanDerivative } from './derivative.ts';
import { planScan } from './plan.ts';

/** All that a loop is. */
export const scanCode: Brought<'scan'> = {
  infer,
  plan: planScan,
  derivative: scanDerivative,
  batch: batchScan,
  mapGraphs: ({ loop, output, code }, map) => ({
    loop: { ...loop, body: map(loop.body) },
    output: typeof output === 'number' ? output : map(output),
    code,
  }),
};

function infer(inputs: readonly ArrayType[], { loop, output }: Attributes['scan']): ArrayType | Misfit {
  const { body, carries, slices, length } = loop;
  const stacked = (shape: Shape): Shape => [length, ...shape];
  for (const [i, { shape, dtype }] of body.parameters.entries()) {
    const given = inputs[i];
    if (given?.dtype !== dtype) return 'dtype-mismatch';
    if (!equalShapes(given.shape, i >= carries && i < carries + slices ? stacked(shape) : shape))
      return 'shape-mismatch';
    const next = body.results[i];
    if (next === undefined || i >= carries) continue;
    if (next.dtype !== dtype) return 'dtype-mismatch';
    if (!equalShapes(next.shape, shape)) return 'shape-mismatch';
  }
  if (typeof output === 'number') return inputs[output] as ArrayType;
  const { shape, dtype } = output.results[0] as ArrayType;
  return { shape: stacked(shape), dtype };
}
