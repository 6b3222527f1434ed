import type { Contraction, Kernel, Store } from '../../compile/kernel.ts';
import { readsOf, writesOf } from '../../compile/kernel.ts';
import { groupRows } from '../../compile/schedule.ts';
import { type DType, dtypes } from '../../dtype.ts';
import type { FunctionBuilder, FunctionHandle, Local, Module } from '../assembler.ts';
import { emitStages, rootsOf } from './loops.ts';
import { accessesOf, Nest, widthOf } from './nest.ts';
import { emitOperation } from './registers.ts';

/** Rows that the micro-kernel sums at once. */
const tileRows = 4;

/**
 * A matrix product: for each block of `k`, the right operand is packed into panels of 8 columns (4 of float64); then
 * tiles of 4 rows run over the panels, and when the last block is in, the stages of the kernel run over the tile's rows
 * while they are in the cache.
 *
 * Goto, van de Geijn: "Anatomy of high-performance matrix multiplication", 2008.
 */
export function emitProduct(module: Module, kernel: Kernel): FunctionHandle {
  const product = kernel.contraction as Contraction;
  const pack = emitPacking(module, product);
  const finish = emitFinish(module, kernel, product);
  const { depth, blockDepth, rows, lanes, dtype } = product;
  const { bytes } = dtypes[dtype];
  const blocks = Math.ceil(depth / blockDepth);
  const panels = Math.ceil(product.columns / lanes);
  const rowBytes = panels * lanes * bytes;
  const lead = product.batch === undefined ? 0 : 1;
  const { at, buffer } = product.left;
  const [batchStep, rowStep, depthStep] = [
    lead === 1 ? (at.strides[0] as number) * bytes : 0,
    (at.strides[lead] as number) * bytes,
    (at.strides[lead + 2] as number) * bytes,
  ];

  return module.function(['i32'], [], (f, table) => {
    const i32 = (): Local<'i32'> => f.local('i32');
    const [left, panelBase, sums, batch, block, row, panel] = [i32(), i32(), i32(), i32(), i32(), i32(), i32()];
    const [count, group, groupEnd, groupAt, panelAt, sumAt] = [i32(), i32(), i32(), i32(), i32(), i32()];
    const fromTable = (index: number, local: Local, offset = 0): void => {
      f.local.get(table);
      f.i32.load(index * 4);
      f.i32.const(offset);
      f.i32.add();
      f.local.set(local);
    };
    fromTable(buffer.index, left, at.offset * bytes);
    fromTable(product.panels.index, panelBase);
    fromTable(product.accumulator.index, sums);
    const addTerm = (position: Local, scale: number): void => {
      f.local.get(position);
      f.i32.const(scale);
      f.i32.mul();
      f.i32.add();
    };

    /** Sums over the present block for `height` rows at `row` and the columns of `panel`. */
    const tile = (height: number): void => {
      f.local.get(left);
      addTerm(batch, batchStep);
      addTerm(block, blockDepth * depthStep);
      addTerm(row, rowStep);
      f.local.get(panelAt);
      f.local.get(sumAt);
      f.local.get(count);
      f.local.get(block);
      f.call(microKernel(module, dtype, height, rowStep, depthStep, rowBytes));
      advance(f, sumAt, tileRows * rowBytes);
    };
    /** Tiles of a group of rows, panel by panel: a panel and the group's part of the left operand stay in the cache. */
    const tiles = (whole: Local<'i32'> | number, rest: number): void => {
      f.for(panel, { to: panels }, () => {
        f.local.get(panelBase);
        addTerm(panel, blockDepth * lanes * bytes);
        f.local.set(panelAt);
        f.local.get(groupAt);
        addTerm(panel, lanes * bytes);
        f.local.set(sumAt);
        f.for(row, { from: group, to: whole, step: tileRows }, () => tile(tileRows));
        if (rest > 0) tile(rest);
      });
      f.local.get(block);
      f.i32.const(blocks - 1);
      f.i32.eq();
      f.if(() => {
        f.local.get(table);
        f.local.get(batch);
        f.local.get(group);
        if (typeof whole === 'number') f.i32.const(whole + rest);
        else f.local.get(whole);
        f.local.get(groupAt);
        f.call(finish);
      });
    };
    const pointAtSums = (): void => {
      f.local.get(sums);
      if (blocks > 1) addTerm(group, rowBytes);
      f.local.set(groupAt);
    };

    f.for(batch, { to: product.batch ?? 1 }, () =>
      f.for(block, { to: blocks }, () => {
        // The last block may be shorter.
        f.i32.const(depth - (blocks - 1) * blockDepth);
        f.i32.const(blockDepth);
        f.local.get(block);
        f.i32.const(blocks - 1);
        f.i32.eq();
        f.select();
        f.local.set(count);
        f.local.get(table);
        f.local.get(batch);
        f.local.get(block);
        f.local.get(count);
        f.call(pack);
        const groups = rows - (rows % groupRows);
        f.for(group, { to: groups, step: groupRows }, () => {
          pointAtSums();
          f.local.get(group);
          f.i32.const(groupRows);
          f.i32.add();
          f.local.set(groupEnd);
          tiles(groupEnd, 0);
        });
        if (groups === rows) return;
        f.i32.const(groups);
        f.local.set(group);
        pointAtSums();
        tiles(rows - (rows % tileRows), rows % tileRows);
      }),
    );
  });
}

/** `(table, batch, block, count) → ()`: evaluates one block of the right operand into panels. */
function emitPacking(module: Module, product: Contraction): FunctionHandle {
  return module.function(['i32', 'i32', 'i32', 'i32'], [], (f, table, batch, block, count) => {
    const { packExtents, lanes, blockDepth, panels, right, edge } = product;
    const axes = packExtents.length;
    const [blockAxis, panelAxis, depthAxis, laneAxis] = [axes - 4, axes - 3, axes - 2, axes - 1];
    const strides = new Array<number>(axes).fill(0);
    strides[panelAxis] = blockDepth * lanes;
    strides[depthAxis] = lanes;
    strides[laneAxis] = 1;
    const reads = {
      stages: [
        {
          level: 'row' as const,
          stores: [{ buffer: panels, at: { offset: 0, strides }, value: right }],
          reductions: [],
        },
      ],
    };
    const kernel: Kernel = { name: 'pack', extents: packExtents, rows: [], columns: [], reasons: [], ...reads };
    const nest = new Nest(module, f, table, widthOf(kernel), axes, new Set([panels]));
    nest.loadPointers([...readsOf(kernel), panels]);

    const fill = (store: Store): void => {
      // Few lanes, known positions: no loop.
      for (let lane = 0; lane < lanes; lane += nest.width) {
        const position = f.local('i32');
        f.i32.const(lane);
        f.local.set(position);
        nest.lanes = { axis: laneAxis, active: nest.width };
        nest.at(laneAxis, position, () => nest.storeAll([store]));
      }
      nest.lanes = { axis: undefined, active: 1 };
    };
    const whole = edge === undefined ? (packExtents[panelAxis] as number) : (packExtents[panelAxis] as number) - 1;
    const byRow = strideOf(right, laneAxis) === 1;
    const body = (): void => {
      const store: Store = { buffer: panels, at: { offset: 0, strides }, value: right };
      nest.expect([right]);
      const accesses = accessesOf([right], [store]);
      const [outer, inner] = byRow ? [depthAxis, panelAxis] : [panelAxis, depthAxis];
      const range = (axis: number): { to: number | Local<'i32'> } => ({ to: axis === depthAxis ? count : whole });
      nest.loop(outer, range(outer), [right], () => {
        nest.prepareAddresses(accesses);
        nest.loop(inner, range(inner), [right], () => {
          nest.prepareAddresses(accesses);
          fill(store);
        });
      });
      if (edge === undefined) return;
      const last: Store = {
        buffer: panels,
        at: { offset: whole * blockDepth * lanes, strides: strides.with(panelAxis, 0) },
        value: edge,
      };
      nest.expect([edge]);
      nest.fix([panelAxis]);
      nest.loop(depthAxis, { to: count }, [edge], () => {
        nest.prepareAddresses(accessesOf([edge], [last]));
        fill(last);
      });
    };
    const inBlock = (): void => nest.at(blockAxis, block, body);
    if (product.batch === undefined) inBlock();
    else nest.at(0, batch, inBlock);
  });
}

/** The step of an expression's first load along an axis. */
function strideOf(e: Contraction['right'], axis: number): number {
  for (const { at } of accessesOf([e], [])) {
    const stride = at.strides[axis] ?? 0;
    if (stride !== 0) return stride;
  }
  return 0;
}

/** `(table, batch, from, to, sums) → ()`: the stages of the kernel over finished rows. */
function emitFinish(module: Module, kernel: Kernel, product: Contraction): FunctionHandle {
  return module.function(['i32', 'i32', 'i32', 'i32', 'i32'], [], (f, table, batch, from, to, sums) => {
    const axes = kernel.extents.length;
    const [rowAxis, columnAxis] = [axes - 2, axes - 1];
    const nest = new Nest(module, f, table, widthOf(kernel), axes, writesOf(kernel));
    const stages = { stages: kernel.stages };
    const roots = rootsOf(kernel);
    nest.loadPointers([
      ...readsOf({ ...kernel, ...stages }),
      ...kernel.stages.flatMap((s) => s.stores.map((store) => store.buffer)),
    ]);
    nest.expect(roots);
    const accesses = accessesOf(
      roots,
      kernel.stages.flatMap((stage) => stage.stores),
    );
    const rowBytes = Math.ceil(product.columns / product.lanes) * product.lanes * dtypes[product.dtype].bytes;
    const pointer = f.local('i32');
    nest.accumulator = { pointer, columnAxis };
    f.local.get(sums);
    f.local.set(pointer);
    const body = (): void =>
      nest.loop(rowAxis, { from, to }, roots, () => {
        nest.prepareAddresses(accesses);
        emitStages(nest, kernel, [{ axis: columnAxis, extent: product.columns }], columnAxis);
        f.local.get(pointer);
        f.i32.const(rowBytes);
        f.i32.add();
        f.local.set(pointer);
      });
    if (product.batch === undefined) body();
    else nest.at(0, batch, body);
  });
}

/**
 * `(left, panel, sums, count, accumulate) → ()`: one tile of sums stays in registers while `count` steps of k go by.
 * A function of its own, small and called often, so that the engine optimises it early.
 */
function microKernel(
  module: Module,
  dtype: DType,
  height: number,
  rowStep: number,
  depthStep: number,
  rowBytes: number,
): FunctionHandle {
  return module.once(`micro ${dtype} ${height} ${rowStep} ${depthStep} ${rowBytes}`, () =>
    module.function(['i32', 'i32', 'i32', 'i32', 'i32'], [], (f, left, panel, sums, count, accumulate) => {
      const registers = { f, module, width: dtype === 'float64' ? 2 : 4 } as const;
      const panelBytes = 32;
      const grid = Array.from({ length: height }, () => [f.local('v128'), f.local('v128')] as const);
      const columns = [f.local('v128'), f.local('v128')] as const;
      const factor = f.local('v128');
      const end = f.local('i32');
      const eachSum = (visit: (sum: Local, offset: number) => void): void =>
        grid.forEach((pair, r) => {
          for (const half of [0, 1] as const) visit(pair[half], r * rowBytes + half * 16);
        });

      f.local.get(accumulate);
      f.if(() =>
        eachSum((sum, offset) => {
          f.local.get(sums);
          f.v128.load(offset);
          f.local.set(sum);
        }),
      );
      f.local.get(panel);
      f.local.get(count);
      f.i32.const(Math.log2(panelBytes));
      f.i32.shl();
      f.i32.add();
      f.local.set(end);
      f.loop((next) => {
        columns.forEach((column, half) => {
          f.local.get(panel);
          f.v128.load(half * 16);
          f.local.set(column);
        });
        grid.forEach((pair, r) => {
          f.local.get(left);
          if (dtype === 'float64') f.v128.load64_splat(r * rowStep);
          else f.v128.load32_splat(r * rowStep);
          f.local.set(factor);
          pair.forEach((sum, half) => {
            f.local.get(sum);
            f.local.get(factor);
            f.local.get(columns[half] as Local);
            emitOperation(registers, 'mul', dtype, dtype, 0);
            emitOperation(registers, 'add', dtype, dtype, 0);
            f.local.set(sum);
          });
        });
        advance(f, left, depthStep);
        advance(f, panel, panelBytes);
        f.local.get(panel);
        f.local.get(end);
        f.i32.lt_u();
        f.br_if(next);
      });
      eachSum((sum, offset) => {
        f.local.get(sums);
        f.local.get(sum);
        f.v128.store(offset);
      });
    }),
  );
}

function advance(f: FunctionBuilder, pointer: Local<'i32'>, bytes: number): void {
  f.local.get(pointer);
  f.i32.const(bytes);
  f.i32.add();
  f.local.set(pointer);
}
