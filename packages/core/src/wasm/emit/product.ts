import type { Contraction, Expression, Kernel, Packed, Stage, Store } from '../../compile/kernel.ts';
import { readsOf, rootsOf, writesOf } from '../../compile/kernel.ts';
import { groupRows, tileRows } from '../../compile/schedule.ts';
import { type DType, dtypes } from '../../dtype.ts';
import type { CountingRange, FunctionBuilder, FunctionHandle, Local, Module } from '../assembler.ts';
import { emitStages } from './loops.ts';
import { accessesOf, addTerm, Nest, pushSmaller, widthOf } from './nest.ts';
import { emitOperation } from './registers.ts';

/**
 * A matrix product: for each block of `k`, the right operand is packed into panels of 8 columns (4 of float64). Then
 * groups of rows: their part of the left operand is packed too, tiles of 4 rows run over the panels, and when the last
 * block is in, the stages of the kernel run over the group's rows while they are in the cache.
 *
 * Goto, van de Geijn: "Anatomy of high-performance matrix multiplication", 2008.
 */
export function emitProduct(module: Module, kernel: Kernel): FunctionHandle {
  const product = kernel.contraction as Contraction;
  const { depth, blockDepth, rows, left, right, dtype } = product;
  const { bytes } = dtypes[dtype];
  const blocks = Math.ceil(depth / blockDepth);
  const panels = Math.ceil(product.columns / right.lanes);
  const rowBytes = panels * right.lanes * bytes;
  const packRight = emitPacking(module, right);
  const packLeft = left.kind === 'packed' ? emitPacking(module, left) : undefined;
  const finish = emitFinish(module, kernel, product, rowBytes);
  const steps = leftSteps(product);

  return module.function(['i32'], [], (f, table) => {
    const i32 = (): Local<'i32'> => f.local('i32');
    const [leftBase, panelBase, sums, batch, block, row, panel] = [i32(), i32(), i32(), i32(), i32(), i32(), i32()];
    const [count, group, groupEnd, groupAt, panelAt, sumAt] = [i32(), i32(), i32(), i32(), i32(), i32()];
    const fromTable = (index: number, local: Local, offset = 0): void => {
      f.local.get(table);
      f.i32.load(index * 4);
      f.i32.const(offset);
      f.i32.add();
      f.local.set(local);
    };
    const pushLocals = (...locals: Local[]): void => {
      for (const local of locals) f.local.get(local);
    };
    fromTable(left.buffer.index, leftBase, steps.offset);
    fromTable(right.buffer.index, panelBase);
    fromTable(product.accumulator.index, sums);

    /** Sums over the present block for `height` rows at `row` and the columns of `panel`. */
    const tile = (height: number): void => {
      f.local.get(leftBase);
      addTerm(f, batch, steps.batch);
      addTerm(f, block, steps.block);
      addTerm(f, row, steps.row);
      // The packed rows start with the group's.
      if (packLeft !== undefined) addTerm(f, group, -steps.row);
      pushLocals(panelAt, sumAt, count, block);
      f.call(microKernel(module, { dtype, height, line: steps.line, depth: steps.depth, rowBytes }));
      advance(f, sumAt, tileRows * rowBytes);
    };
    /** Tiles of a group of rows, panel by panel: a panel and the group's part of the left operand stay in the cache. */
    const tiles = (end: Local<'i32'> | number): void => {
      // Packed tiles are always full: what is beyond the last row is zero, and never finished.
      const rest = packLeft === undefined && typeof end === 'number' ? end % tileRows : 0;
      const pushEnd = (): void => (typeof end === 'number' ? f.i32.const(end) : f.local.get(end));
      if (packLeft !== undefined) {
        pushLocals(table, batch, block, count);
        f.local.get(group);
        f.i32.const(Math.log2(tileRows));
        f.i32.shr_u();
        pushEnd();
        f.i32.const(tileRows - 1);
        f.i32.add();
        f.i32.const(Math.log2(tileRows));
        f.i32.shr_u();
        f.call(packLeft);
      }
      f.for(panel, { to: panels }, () => {
        f.local.get(panelBase);
        addTerm(f, panel, blockDepth * right.lanes * bytes);
        f.local.set(panelAt);
        f.local.get(groupAt);
        addTerm(f, panel, right.lanes * bytes);
        f.local.set(sumAt);
        f.for(row, { from: group, to: typeof end === 'number' ? end - rest : end, step: tileRows }, () =>
          tile(tileRows),
        );
        if (rest > 0) tile(rest);
      });
      f.local.get(block);
      f.i32.const(blocks - 1);
      f.i32.eq();
      f.if(() => {
        pushLocals(table, batch, group);
        pushEnd();
        f.local.get(groupAt);
        f.call(finish);
      });
    };
    const pointAtSums = (): void => {
      f.local.get(sums);
      if (blocks > 1) addTerm(f, group, rowBytes);
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
        pushLocals(table, batch, block, count);
        f.i32.const(0);
        f.i32.const(panels);
        f.call(packRight);
        const groups = rows - (rows % groupRows);
        f.for(group, { to: groups, step: groupRows }, () => {
          pointAtSums();
          f.local.get(group);
          f.i32.const(groupRows);
          f.i32.add();
          f.local.set(groupEnd);
          tiles(groupEnd);
        });
        if (groups === rows) return;
        f.i32.const(groups);
        f.local.set(group);
        pointAtSums();
        tiles(rows);
      }),
    );
  });
}

/** How far apart, in bytes, the elements of the left operand lie, in place or packed. */
function leftSteps({
  left,
  dtype,
  batch,
  blockDepth,
}: Contraction): Record<'offset' | 'batch' | 'block' | 'row' | 'line' | 'depth', number> {
  const { bytes } = dtypes[dtype];
  if (left.kind === 'packed') {
    return { offset: 0, batch: 0, block: 0, row: blockDepth * bytes, line: bytes, depth: tileRows * bytes };
  }
  const lead = batch === undefined ? 0 : 1;
  const step = (axis: number): number => (left.at.strides[axis] as number) * bytes;
  const [line, depth] = [step(lead), step(lead + 2)];
  return {
    offset: left.at.offset * bytes,
    batch: lead === 1 ? step(0) : 0,
    block: blockDepth * depth,
    row: line,
    line,
    depth,
  };
}

/** `(table, batch, block, count, from, to) → ()`: evaluates panels of one block of an operand; `from` comes first. */
function emitPacking(module: Module, packed: Packed): FunctionHandle {
  return module.function(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], [], (f, table, batch, block, count, from, to) => {
    const { extents, lanes, value, edge, buffer } = packed;
    const axes = extents.length;
    const [blockAxis, panelAxis, depthAxis, laneAxis] = [axes - 4, axes - 3, axes - 2, axes - 1];
    const panelSize = (extents[depthAxis] as number) * lanes;
    const strides = new Array<number>(axes).fill(0);
    strides[panelAxis] = panelSize;
    strides[depthAxis] = lanes;
    strides[laneAxis] = 1;
    const store: Store = { buffer, at: { offset: 0, strides }, value };
    const stages: Stage[] = [{ level: 'row', stores: [store], reductions: [] }];
    const kernel: Kernel = { name: 'pack', extents, rows: [], columns: [], reasons: [], stages };
    const nest = new Nest(module, f, table, widthOf([buffer], [value]), axes, new Set([buffer]));
    nest.loadPointers([...readsOf(kernel), buffer]);
    // Panel `from` goes to the start of the buffer.
    const pointer = nest.pointer(buffer);
    f.local.get(pointer);
    addTerm(f, from, -panelSize * dtypes[buffer.dtype].bytes);
    f.local.set(pointer);

    const fill = (into: Store): void => {
      // Few lanes at known positions: no loop.
      for (let lane = 0; lane < lanes; lane += nest.width) {
        const position = f.local('i32');
        f.i32.const(lane);
        f.local.set(position);
        nest.lanes = { axis: laneAxis, active: nest.width };
        nest.at(laneAxis, position, () => nest.storeAll([into]));
      }
      nest.lanes = { axis: undefined, active: 1 };
    };
    const inLoops = (axis: number, range: CountingRange, into: Store, body: () => void): void =>
      nest.loop(axis, range, [into.value], () => {
        nest.prepareAddresses(accessesOf([into.value], [into]));
        body();
      });
    const wholePanels = (extents[panelAxis] as number) - (edge === undefined ? 0 : 1);
    const body = (): void => {
      const end = f.local('i32');
      pushSmaller(f, to, wholePanels);
      f.local.set(end);
      nest.expect([value]);
      const panelLoop = (inside: () => void): void => inLoops(panelAxis, { from, to: end }, store, inside);
      const depthLoop = (inside: () => void): void => inLoops(depthAxis, { to: count }, store, inside);
      // The loop that steps over neighbouring memory is the inner one.
      if (strideOf(value, laneAxis) === 1) depthLoop(() => panelLoop(() => fill(store)));
      else panelLoop(() => depthLoop(() => fill(store)));
      if (edge === undefined) return;
      f.local.get(to);
      f.i32.const(wholePanels);
      f.i32.gt_s();
      f.if(() => {
        const offset = wholePanels * panelSize;
        const last: Store = { buffer, at: { offset, strides: strides.with(panelAxis, 0) }, value: edge };
        nest.expect([edge]);
        nest.fix([panelAxis]);
        nest.scoped(() => inLoops(depthAxis, { to: count }, last, () => fill(last)));
      });
    };
    const inBlock = (): void => nest.at(blockAxis, block, body);
    if (axes === 4) inBlock();
    else nest.at(0, batch, inBlock);
  });
}

/** The step of an expression's first load along an axis. */
function strideOf(e: Expression, axis: number): number {
  for (const { at } of accessesOf([e], [])) {
    const stride = at.strides[axis] ?? 0;
    if (stride !== 0) return stride;
  }
  return 0;
}

/** `(table, batch, from, to, sums) → ()`: the stages of the kernel over finished rows. */
function emitFinish(module: Module, kernel: Kernel, product: Contraction, rowBytes: number): FunctionHandle {
  return module.function(['i32', 'i32', 'i32', 'i32', 'i32'], [], (f, table, batch, from, to, sums) => {
    const axes = kernel.extents.length;
    const [rowAxis, columnAxis] = [axes - 2, axes - 1];
    const roots = rootsOf(kernel);
    const nest = new Nest(module, f, table, widthOf(writesOf(kernel), roots), axes, writesOf(kernel));
    const stores = kernel.stages.flatMap((stage) => stage.stores);
    nest.loadPointers([...readsOf(kernel), ...stores.map(({ buffer }) => buffer)]);
    nest.expect(roots);
    const accesses = accessesOf(roots, stores);
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

interface MicroKernel {
  readonly dtype: DType;
  readonly height: number;
  /** Bytes from row to row, and from step to step, of the left operand. */
  readonly line: number;
  readonly depth: number;
  /** Bytes from row to row of the sums. */
  readonly rowBytes: number;
}

/** Steps of k in one round of the loop. */
const unrolled = 4;

/**
 * `(left, panel, sums, count, accumulate) → ()`: one tile of sums stays in registers while `count` steps of k go by.
 * A function of its own, small and called often, so that the engine optimises it early.
 */
function microKernel(module: Module, { dtype, height, line, depth, rowBytes }: MicroKernel): FunctionHandle {
  return module.once(`micro ${dtype} ${height} ${line} ${depth} ${rowBytes}`, () =>
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
      const step = (ahead: number): void => {
        columns.forEach((column, half) => {
          f.local.get(panel);
          f.v128.load(ahead * panelBytes + half * 16);
          f.local.set(column);
        });
        grid.forEach((pair, r) => {
          f.local.get(left);
          f.v128[dtype === 'float64' ? 'load64_splat' : 'load32_splat'](ahead * depth + r * line);
          f.local.set(factor);
          pair.forEach((sum, half) => {
            f.local.get(sum);
            f.local.get(factor);
            f.local.get(columns[half] as Local);
            emitOperation(registers, 'mul', dtype, dtype);
            emitOperation(registers, 'add', dtype, dtype);
            f.local.set(sum);
          });
        });
      };

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
      f.block((done) =>
        f.loop((next) => {
          for (let ahead = 0; ahead < unrolled; ahead++) {
            if (ahead > 0) {
              // An exit between the steps keeps the engine from moving loads of all of them to the front, which would
              // need more registers than there are.
              f.local.get(panel);
              f.i32.const(ahead * panelBytes);
              f.i32.add();
              f.local.get(end);
              f.i32.eq();
              f.br_if(done);
            }
            step(ahead);
          }
          advance(f, left, unrolled * depth);
          advance(f, panel, unrolled * panelBytes);
          f.local.get(panel);
          f.local.get(end);
          f.i32.lt_u();
          f.br_if(next);
        }),
      );
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
