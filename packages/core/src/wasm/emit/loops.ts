import { type Loop, merge } from '../../compile/affine.ts';
import { formsOf } from '../../compile/expression.ts';
import type { Affine, Kernel, Stage } from '../../compile/kernel.ts';
import { partsWithin, readsOf, rootsOf, valuesOf, writesOf } from '../../compile/kernel.ts';
import type { FunctionHandle, Module } from '../assembler.ts';
import type { Access } from './access.ts';
import { accumulate } from './accumulate.ts';
import { all, type Division, type Part, whole } from './division.ts';
import { setSmaller, setSum } from './index-arithmetic.ts';
import { accessesOf, Nest, widthOf } from './nest.ts';
import { unrolled } from './unrolled.ts';

/** The function of a kernel that is loops only: `(table) → ()`. With a division, for each thread its part of the rows. */
export function emitLoops(module: Module, kernel: Kernel, division?: Division): FunctionHandle {
  return module.function(['i32'], [], (f, table) => {
    const { run, part } = division?.ofLoops(f, table) ?? { run: all, part: whole };
    for (const each of kernel.parts ?? [kernel]) {
      run(() => {
        const writes = writesOf(each);
        const nest = new Nest(module, f, table, widthOf(writes, rootsOf(each)), each.extents.length, writes);
        nest.loadPointers([...readsOf(each), ...writes]);
        emitNest(nest, each, part);
      }, each);
    }
  });
}

/** Row loops around the stages; the last row axis or the last column axis runs across the lanes. */
function emitNest(nest: Nest, kernel: Kernel, part: Part): void {
  const forms = formsOfStages(kernel);
  const rows = merge(kernel.rows, kernel.extents, forms);
  const columns = merge(kernel.columns, kernel.extents, forms);
  nest.fixOthers([...rows, ...columns]);
  const roots = rootsOf(kernel);
  nest.expect(roots);
  const lastRow = rows.at(-1);
  const lastColumn = columns.at(-1);
  const byColumn =
    lastColumn !== undefined && (lastRow === undefined || prefersColumn(kernel, rows, lastColumn, nest.width));
  const accesses = accessesOf(
    roots,
    kernel.stages.flatMap((stage) => stage.stores),
  );
  /** @param together how many rows of the loop outside the stages are for */
  const open = (depth: number, stages: readonly Stage[], together: number): void => {
    const loop = rows[depth];
    if (loop === undefined) {
      emitStages(nest, { stages }, columns, byColumn ? lastColumn.axis : undefined);
      return;
    }
    const { axis, extent } = loop;
    const isAcross = !byColumn && loop === lastRow;
    const unit = isAcross ? nest.width : 1;
    const run = (range: Steps): void => {
      const count = range.step / unit;
      const several = unrolled(stages, axis, unit, count);
      const values = several.flatMap(valuesOf);
      nest.expect(values);
      nest.loop(axis, part(range, rows, depth), values, () => {
        nest.prepareAddresses(accesses);
        open(depth + 1, several, count);
      });
    };
    const isInnermost = depth === rows.length - (byColumn ? 1 : 2);
    if (isAcross) acrossLanes(nest, axis, extent, run, registersTogether(kernel, extent, nest.width, together));
    else inSteps(extent, [isInnermost ? rowsTogether(kernel, extent) : 1, 1], run);
  };
  open(0, kernel.stages, 1);
}

/** Parts of expressions in the body of a loop. */
const longestBody = 160;

const columnStages = ({ stages }: Kernel): readonly Stage[] => stages.filter(({ level }) => level === 'column');

/** How many rows share a loop over the columns, with what they load. */
function rowsTogether(kernel: Kernel, extent: number): number {
  const [pass, ...others] = columnStages(kernel);
  if (!pass || others.length + pass.stores.length > 0 || pass.reductions.length > 2) return 1;
  return Math.min(extent, [4, 3, 2].find((count) => extent % count === 0) ?? 4);
}

/** How many registers of rows share a loop over the columns: about as many in each, if the body stays short. */
function registersTogether(kernel: Kernel, extent: number, width: number, rows: number): number {
  if (kernel.columns.length === 0) return 1;
  const parts = rows * partsWithin(columnStages(kernel).flatMap(valuesOf)).size;
  const most = Math.max(1, Math.min(rows > 1 ? 2 : 8, Math.floor(longestBody / parts)));
  const registers = Math.floor(extent / width);
  return Math.ceil(registers / Math.ceil(registers / most)) || 1;
}

interface Steps {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** As many of the first steps as fit, and of the next into what is left. */
function inSteps(extent: number, steps: readonly number[], run: (range: Steps) => void): void {
  let from = 0;
  for (const step of steps) {
    const to = extent - ((extent - from) % step);
    if (from < to) run({ from, to, step });
    from = to;
  }
}

/** Full registers, so many at once, then those left over, and what is left in one lane. */
function acrossLanes(nest: Nest, axis: number, extent: number, run: (range: Steps) => void, together = 1): void {
  const before = nest.lanes;
  const { width } = nest;
  const over = Math.floor((extent % (together * width)) / width) * width;
  inSteps(extent, [together * width, over || 1, 1], (range) => {
    nest.lanes = { axis, active: range.step === 1 ? 1 : width, areAligned: true };
    run(range);
  });
  nest.lanes = before;
}

/** The stages of one row, in order. With `vectorAxis`, columns run across the lanes and the row is one value. */
export function emitStages(
  nest: Nest,
  kernel: Pick<Kernel, 'stages'>,
  columns: readonly Loop[],
  vectorAxis: number | undefined,
): void {
  for (const stage of kernel.stages) {
    if (stage.level === 'row') nest.storeAll(stage.stores);
    else emitColumns(nest, stage, columns, vectorAxis);
  }
}

function emitColumns(nest: Nest, stage: Stage, columns: readonly Loop[], vectorAxis: number | undefined): void {
  const roots = valuesOf(stage);
  const accesses = accessesOf(roots, stage.stores);
  const last = columns.at(-1);
  const outer = columns.slice(0, -1);
  const trips = last === undefined ? 1 : Math.ceil(last.extent / (vectorAxis === undefined ? 1 : nest.width));
  const repeats = outer.reduce((n, { extent }) => n * extent, 1);
  const accumulations = stage.reductions.map((reduction) =>
    accumulate(nest, reduction, { acrossLanes: vectorAxis !== undefined, additions: trips * repeats }),
  );

  const body = (): void => {
    for (const { reduction } of accumulations) nest.keep(reduction.value);
    for (const { value } of stage.stores) nest.keep(value);
    for (const accumulation of accumulations) accumulation.add();
    nest.storeAll(stage.stores);
  };
  const flush = (): void => {
    for (const accumulation of accumulations) accumulation.flush();
  };
  /** The loop whose end is one run: short ones count together. */
  let whole = outer.length;
  for (let run = trips; whole > 0; whole--) {
    run *= (outer[whole - 1] as Loop).extent;
    if (run > 2 * runLength) break;
  }
  /** Short runs between flushes keep the rounding of single-precision sums small. */
  const blocked = ({ axis }: Loop, range: Steps): void => {
    const { from, to, step } = range;
    const isLong = (to - from) / step > runLength && accumulations.some((a) => a.needsFlush);
    if (!isLong) {
      nest.loop(axis, range, roots, body);
      if (whole === outer.length) flush();
      return;
    }
    const { f } = nest;
    const [start, end] = [f.local('i32'), f.local('i32')];
    nest.hoist(roots);
    f.for(start, { from, to, step: runLength * step }, () =>
      nest.scoped(() => {
        setSum(f, end, runLength * step, [start, 1]);
        setSmaller(f, end, to);
        nest.loop(axis, { from: start, to: end, step }, roots, body);
        flush();
      }),
    );
  };
  const open = (depth: number): void => {
    const loop = outer[depth];
    if (loop !== undefined) {
      nest.loop(loop.axis, { to: loop.extent }, roots, () => {
        nest.prepareAddresses(accesses);
        open(depth + 1);
      });
      if (depth === whole) flush();
    } else if (last === undefined) {
      nest.scoped(body);
    } else if (vectorAxis === undefined) {
      blocked(last, { from: 0, to: last.extent, step: 1 });
    } else {
      acrossLanes(nest, last.axis, last.extent, (range) => blocked(last, range));
    }
  };
  open(0);
  for (const accumulation of accumulations) accumulation.finish();
}

/** Additions between two flushes of a single-precision accumulator. */
const runLength = 16;

/** Every affine form in the stages of a kernel. */
export function formsOfStages(kernel: Kernel): Affine[] {
  const around = kernel.stages.flatMap(({ stores, reductions }) => [
    ...stores.map(({ at }) => at),
    ...reductions.flatMap(({ position }) => position ?? []),
  ]);
  return [...formsOf(rootsOf(kernel)), ...around];
}

/**
 * Lanes go where memory is contiguous. Along the columns each sum has to be put together from them, which counts where
 * columns are few; along the rows, rows that go together share what is gathered.
 */
function prefersColumn(kernel: Kernel, rows: readonly Loop[], column: Loop, width: number): boolean {
  const row = rows.at(-1) as Loop;
  if (row.extent < width && column.extent >= width) return true;
  if (column.extent < width && row.extent >= width) return false;
  const accesses = columnStages(kernel).flatMap((stage) => accessesOf(valuesOf(stage), stage.stores));
  const ending = rows.length > 1 && rowsTogether(kernel, 4) > 1 ? (16 * width) / column.extent : 0;
  const [byRow, byColumn] = [costAlong(accesses, row.axis), costAlong(accesses, column.axis) + ending];
  return byColumn === byRow ? column.extent >= 4 * width : byColumn < byRow;
}

/** What it costs to access memory with lanes along an axis: little where it is contiguous. */
export function costAlong(accesses: readonly Access[], axis: number): number {
  return accesses.reduce((cost, { at }) => {
    const stride = at.strides[axis] ?? 0;
    return cost + (stride === 1 ? 0 : stride === 0 ? 0.25 : 2);
  }, 0);
}
