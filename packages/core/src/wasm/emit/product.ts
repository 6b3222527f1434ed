import { type Loop, merge } from '../../compile/affine.ts';
import type { Contraction, Kernel, Load, Packed } from '../../compile/kernel.ts';
import { readsOf, rootsOf, writesOf } from '../../compile/kernel.ts';
import { groupRows, tileRows } from '../../compile/product.ts';
import { type DType, dtypes } from '../../dtype.ts';
import { sizeOf } from '../../shape.ts';
import type { FunctionBuilder, FunctionHandle, Local, Module } from '../assembler.ts';
import { emitStages, formsOfStages } from './loops.ts';
import { accessesOf, addTerm, Nest, pushSmaller, widthOf } from './nest.ts';
import { emitPacking } from './packing.ts';
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
  const packRight = emitPacking(module, right, depth, blockDepth);
  const packLeft = left.kind === 'packed' ? emitPacking(module, left, depth, blockDepth) : undefined;
  const finish = emitFinish(module, kernel, product, rowBytes);
  const steps = leftSteps(left, blockDepth);
  // Packed tiles are always full.
  const rest = packLeft === undefined ? rows % tileRows : 0;

  return module.function(['i32'], [], (f, table) => {
    const i32 = (): Local<'i32'> => f.local('i32');
    const [leftBase, panelBase, sums, batch, block, row, panel] = [i32(), i32(), i32(), i32(), i32(), i32(), i32()];
    const [count, group, groupEnd, tilesEnd, groupAt, panelAt, sumAt] = [i32(), i32(), i32(), i32(), i32(), i32(), i32()];
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
    const pushTile = (line: Local<'i32'>): void => {
      f.local.get(line);
      f.i32.const(tileRows - 1);
      f.i32.add();
      f.i32.const(Math.log2(tileRows));
      f.i32.shr_u();
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
    const tiles = (): void => {
      f.local.get(group);
      f.i32.const(groupRows);
      f.i32.add();
      f.local.set(groupEnd);
      pushSmaller(f, groupEnd, rows - rest);
      f.local.set(tilesEnd);
      pushSmaller(f, groupEnd, rows);
      f.local.set(groupEnd);
      f.local.get(sums);
      if (blocks > 1) addTerm(f, group, rowBytes);
      f.local.set(groupAt);
      if (packLeft !== undefined) {
        pushLocals(table, batch, block);
        pushTile(group);
        pushTile(groupEnd);
        f.local.get(leftBase);
        f.call(packLeft);
      }
      f.for(panel, { to: panels }, () => {
        f.local.get(panelBase);
        addTerm(f, panel, blockDepth * right.lanes * bytes);
        f.local.set(panelAt);
        f.local.get(groupAt);
        addTerm(f, panel, right.lanes * bytes);
        f.local.set(sumAt);
        f.for(row, { from: group, to: tilesEnd, step: tileRows }, () => tile(tileRows));
        if (rest === 0) return;
        f.local.get(groupEnd);
        f.i32.const(rows);
        f.i32.eq();
        f.if(() => tile(rest));
      });
      f.local.get(block);
      f.i32.const(blocks - 1);
      f.i32.eq();
      f.if(() => {
        pushLocals(table, batch, group, groupEnd, groupAt);
        f.call(finish);
      });
    };

    f.for(batch, { to: sizeOf(kernel.extents.slice(0, product.batch)) }, () =>
      f.for(block, { to: blocks }, () => {
        // The last block may be shorter.
        f.i32.const(depth - (blocks - 1) * blockDepth);
        f.i32.const(blockDepth);
        f.local.get(block);
        f.i32.const(blocks - 1);
        f.i32.eq();
        f.select();
        f.local.set(count);
        pushLocals(table, batch, block);
        f.i32.const(0);
        f.i32.const(panels);
        f.local.get(panelBase);
        f.call(packRight);
        f.for(group, { to: rows, step: groupRows }, tiles);
      }),
    );
  });
}

/** How far apart, in bytes, the elements of the left operand lie, in place or packed. */
function leftSteps(
  left: Load | Packed,
  blockDepth: number,
): Record<'offset' | 'batch' | 'block' | 'row' | 'line' | 'depth', number> {
  const { bytes } = dtypes[left.buffer.dtype];
  if (left.kind === 'packed') {
    return { offset: 0, batch: 0, block: 0, row: blockDepth * bytes, line: bytes, depth: tileRows * bytes };
  }
  const [batch, row, depth] = left.at.strides.map((stride) => stride * bytes) as [number, number, number];
  return { offset: left.at.offset * bytes, batch, block: blockDepth * depth, row, line: row, depth };
}

/** `(table, batch, from, to, sums) → ()`: the stages of the kernel over finished rows. */
function emitFinish(module: Module, kernel: Kernel, product: Contraction, rowBytes: number): FunctionHandle {
  return module.function(['i32', 'i32', 'i32', 'i32', 'i32'], [], (f, table, batch, from, to, sums) => {
    const { extents } = kernel;
    const forms = formsOfStages(kernel);
    const [batches, rows, columns] = [
      kernel.rows.slice(0, product.batch),
      kernel.rows.slice(product.batch),
      kernel.columns,
    ].map((axes) => merge(axes, extents, forms)) as [Loop[], Loop[], Loop[]];
    const roots = rootsOf(kernel);
    const nest = new Nest(module, f, table, widthOf(writesOf(kernel), roots), extents.length, writesOf(kernel));
    const stores = kernel.stages.flatMap((stage) => stage.stores);
    nest.loadPointers([...readsOf(kernel), ...stores.map(({ buffer }) => buffer)]);
    nest.fixOthers([...batches, ...rows, ...columns]);
    nest.expect(roots);
    const accesses = accessesOf(roots, stores);
    const row = f.local('i32');
    const pointer = nest.pointer(product.accumulator);
    nest.atFlat(batches, batch, () => {
      nest.hoist(roots);
      f.local.get(sums);
      f.local.set(pointer);
      f.for(row, { from, to }, () =>
        nest.atFlat(rows, row, () => {
          nest.prepareAddresses(accesses);
          emitStages(nest, kernel, columns, (columns.at(-1) as Loop).axis);
          advance(f, pointer, rowBytes);
        }),
      );
    });
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
