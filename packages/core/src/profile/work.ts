import { type Kernel, partsWithin, readsOf, valuesOf, workOf, writesOf } from '../compile/kernel.ts';
import { sizeInBytes } from '../compile/memory-plan.ts';
import { operations } from '../ops/table.ts';
import { sizeOf } from '../shape.ts';

/** What a kernel has to do at least. */
export interface Work {
  /** Products and sums of a matrix product, which processors can do two at a time. */
  readonly multiplyAdds: number;
  /** Other arithmetic, in additions: functions count by their cost. */
  readonly arithmetic: number;
  /** Bytes that are read or written, each element once, wherever it comes from. */
  readonly bytes: number;
}

/** The work of a kernel; undefined for one whose operation plans its own loops. */
export function workOfKernel(kernel: Kernel): Work | undefined {
  if (kernel.own !== undefined) return undefined;
  if (kernel.parts !== undefined) return together(kernel.parts.map((part) => workOfKernel(part) as Work));
  const { extents, rows, stages, contraction } = kernel;
  const points = sizeOf(extents);
  const rowPoints = sizeOf(rows.map((axis) => extents[axis] as number));
  let arithmetic = 0;
  for (const stage of stages) {
    const perPoint = costOf(valuesOf(stage)) + stage.reductions.length;
    arithmetic += perPoint * (stage.level === 'row' ? rowPoints : points);
  }
  let multiplyAdds = 0;
  let depth = 1;
  if (contraction !== undefined) {
    const { products, left, right } = contraction;
    depth = contraction.depth;
    multiplyAdds = 2 * products * contraction.rows * contraction.columns * depth;
    if (left.kind === 'packed') arithmetic += costOf([left.value]) * products * contraction.rows * depth;
    arithmetic += costOf([right.value]) * products * contraction.columns * depth;
  }
  // Panels and sums are written on the way, not wanted.
  const inner = new Set(workOf(kernel).writes);
  const touched = new Set([...readsOf(kernel), ...writesOf(kernel)].filter((buffer) => !inner.has(buffer)));
  let bytes = 0;
  for (const buffer of touched) bytes += Math.min(1, (points * depth) / buffer.size) * sizeInBytes(buffer);
  return { multiplyAdds, arithmetic, bytes };
}

function together(list: readonly Work[]): Work {
  const total = (each: keyof Work): number => list.reduce((sum, work) => sum + work[each], 0);
  return { multiplyAdds: total('multiplyAdds'), arithmetic: total('arithmetic'), bytes: total('bytes') };
}

function costOf(values: Parameters<typeof partsWithin>[0]): number {
  let cost = 0;
  for (const part of partsWithin(values)) if (part.kind === 'apply') cost += operations[part.op].cost;
  return cost;
}
