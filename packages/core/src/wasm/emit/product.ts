import { type Loop, merge } from '../../compile/affine.ts';
import type { Contraction, Kernel } from '../../compile/kernel.ts';
import { readsOf, rootsOf, writesOf } from '../../compile/kernel.ts';
import { groupRows, tileRows } from '../../compile/product.ts';
import { type DType, dtypes, isFloat } from '../../dtype.ts';
import type { FunctionHandle, Local, Module } from '../assembler.ts';
import { setSmaller, setSum } from './index-arithmetic.ts';
import { emitStages, formsOfStages } from './loops.ts';
import { accessesOf, Nest, widthOf } from './nest.ts';
import { emitPacking } from './packing.ts';
import { floatShape } from './registers.ts';

/**
 * Matrix products: for each block of depth, the right operand is packed into panels of 8 columns (4 of float64). Then
 * groups of rows: their part of the left operand is packed too, tiles of 4 rows run over the panels, and when the last
 * block is in, the stages of the kernel run over the group's rows while they are in the cache.
 *
 * Goto, van de Geijn: "Anatomy of high-performance matrix multiplication", 2008.
 */
export function emitProduct(module: Module, kernel: Kernel): FunctionHandle {
  const product = kernel.contraction as Contraction;
  const { depth, blockDepth, rows, columns, left, right, dtype } = product;
  const { bytes } = dtypes[dtype];
  const panelBytes = right.lanes * bytes;
  const rowBytes = Math.ceil(columns / right.lanes) * panelBytes;
  const packRight = emitPacking(module, right, blockDepth);
  const packLeft = left.kind === 'packed' ? emitPacking(module, left, blockDepth) : undefined;
  const finish = emitFinish(module, kernel, product, rowBytes);
  // Steps in bytes: in memory from product to product, row to row and along the depth; then what tiles multiply.
  const inPlace = left.kind === 'load' ? left.at : undefined;
  const steps = (inPlace?.strides ?? [0, 0, 0]).map((stride) => stride * bytes);
  const [batchStep, rowStep, depthStep] = steps as [number, number, number];
  const [line, step, tileStep] =
    inPlace === undefined
      ? [bytes, tileRows * bytes, tileRows * blockDepth * bytes]
      : [rowStep, depthStep, tileRows * rowStep];
  // Packed tiles are always full.
  const rest = inPlace === undefined ? 0 : rows % tileRows;

  return module.function(['i32'], [], (f, table) => {
    const i32 = (): Local<'i32'> => f.local('i32');
    const [leftBase, panelBase, sums, batch, first, last, count] = [i32(), i32(), i32(), i32(), i32(), i32(), i32()];
    const [group, end, full, row, panel] = [i32(), i32(), i32(), i32(), i32()];
    const [rowFrom, rowTo, columnFrom, columnTo] = [i32(), i32(), i32(), i32()];
    const [groupAt, leftGroup, leftAt, panelAt, sumAt] = [i32(), i32(), i32(), i32(), i32()];
    const call = (callee: FunctionHandle, ...values: readonly (Local | number)[]): void => {
      for (const value of values) {
        if (typeof value === 'number') f.i32.const(value);
        else f.local.get(value);
      }
      f.call(callee);
    };
    const ifLast = (value: Local, whole: number, then: () => void): void => {
      f.local.get(value);
      f.i32.const(whole);
      f.i32.eq();
      f.if(then);
    };
    for (const [buffer, local] of [
      [left.buffer, leftBase],
      [right.buffer, panelBase],
      [product.accumulator, sums],
    ] as const) {
      f.local.get(table);
      f.i32.load(buffer.index * 4);
      f.local.set(local);
    }

    /** Sums over the present block for `height` rows and the columns of a panel. */
    const tile = (height: number): void => {
      call(microKernel(module, { dtype, height, line, step, rowBytes }), leftAt, panelAt, sumAt, count, first);
      setSum(f, leftAt, tileStep, [leftAt, 1]);
      setSum(f, sumAt, tileRows * rowBytes, [sumAt, 1]);
    };
    /** Tiles of a group of rows, panel by panel: a panel and the group's part of the left operand stay in the cache. */
    const tiles = (): void => {
      setSum(f, end, groupRows, [group, 1]);
      setSmaller(f, end, rows);
      setSum(f, rowFrom, 0, [batch, rows], [group, 1]);
      setSum(f, rowTo, 0, [batch, rows], [end, 1]);
      setSum(f, full, 0, [end, 1]);
      setSmaller(f, full, rows - rest);
      setSum(f, groupAt, 0, [sums, 1], [group, blockDepth < depth ? rowBytes : 0]);
      setSum(
        f,
        leftGroup,
        (inPlace?.offset ?? 0) * bytes,
        [leftBase, 1],
        [batch, batchStep],
        [group, rowStep],
        [first, depthStep],
      );
      if (packLeft !== undefined) call(packLeft, table, rowFrom, rowTo, first, last, leftBase);
      setSum(f, panelAt, 0, [panelBase, 1]);
      f.for(panel, { to: rowBytes, step: panelBytes }, () => {
        setSum(f, sumAt, 0, [groupAt, 1], [panel, 1]);
        setSum(f, leftAt, 0, [leftGroup, 1]);
        f.for(row, { from: group, to: full, step: tileRows }, () => tile(tileRows));
        if (rest > 0) ifLast(end, rows, () => tile(rest));
        setSum(f, panelAt, blockDepth * panelBytes, [panelAt, 1]);
      });
      ifLast(last, depth, () => call(finish, table, rowFrom, rowTo, groupAt));
    };

    f.for(batch, { to: product.products }, () =>
      f.for(first, { to: depth, step: blockDepth }, () => {
        setSum(f, last, blockDepth, [first, 1]);
        setSmaller(f, last, depth);
        setSum(f, count, 0, [last, 1], [first, -1]);
        setSum(f, columnFrom, 0, [batch, columns]);
        setSum(f, columnTo, columns, [columnFrom, 1]);
        call(packRight, table, columnFrom, columnTo, first, last, panelBase);
        f.for(group, { to: rows, step: groupRows }, tiles);
      }),
    );
  });
}

/** `(table, from, to, sums) → ()`: the stages of the kernel over finished rows, counted through all products. */
function emitFinish(module: Module, kernel: Kernel, product: Contraction, rowBytes: number): FunctionHandle {
  return module.function(['i32', 'i32', 'i32', 'i32'], [], (f, table, from, to, sums) => {
    const { extents } = kernel;
    const forms = formsOfStages(kernel);
    const rows = merge(kernel.rows, extents, forms);
    const columns = merge(kernel.columns, extents, forms);
    const roots = rootsOf(kernel);
    const nest = new Nest(module, f, table, widthOf(writesOf(kernel), roots), extents.length, writesOf(kernel));
    const stores = kernel.stages.flatMap((stage) => stage.stores);
    nest.loadPointers([...readsOf(kernel), ...stores.map(({ buffer }) => buffer)]);
    nest.fixOthers([...rows, ...columns]);
    nest.expect(roots);
    const accesses = accessesOf(roots, stores);
    const row = f.local('i32');
    const pointer = nest.pointer(product.accumulator);
    nest.hoist(roots);
    setSum(f, pointer, 0, [sums, 1]);
    f.for(row, { from, to }, () =>
      nest.atFlat(rows, row, () => {
        nest.prepareAddresses(accesses);
        emitStages(nest, kernel, columns, (columns.at(-1) as Loop).axis);
        setSum(f, pointer, rowBytes, [pointer, 1]);
      }),
    );
  });
}

interface MicroKernel {
  readonly dtype: DType;
  readonly height: number;
  /** Bytes from row to row, and from step to step, of the left operand. */
  readonly line: number;
  readonly step: number;
  /** Bytes from row to row of the sums. */
  readonly rowBytes: number;
}

/** Steps of k in one round of the loop. */
const unrolled = 4;

/**
 * `(left, panel, sums, count, accumulate) → ()`: one tile of sums stays in registers while `count` steps of k go by.
 * A function of its own, small and called often, so that the engine optimises it early.
 */
function microKernel(module: Module, { dtype, height, line, step, rowBytes }: MicroKernel): FunctionHandle {
  return module.once(`micro ${dtype} ${height} ${line} ${step} ${rowBytes}`, () =>
    module.function(['i32', 'i32', 'i32', 'i32', 'i32'], [], (f, left, panel, sums, count, accumulate) => {
      const arithmetic = f[isFloat(dtype) ? floatShape(dtype) : 'i32x4'];
      const panelBytes = 32;
      const grid = Array.from({ length: height }, () => [f.local('v128'), f.local('v128')] as const);
      const columns = [f.local('v128'), f.local('v128')] as const;
      const factor = f.local('v128');
      const end = f.local('i32');
      const eachSum = (visit: (sum: Local, offset: number) => void): void =>
        grid.forEach((pair, r) => {
          for (const half of [0, 1] as const) visit(pair[half], r * rowBytes + half * 16);
        });
      const multiply = (ahead: number): void => {
        columns.forEach((column, half) => {
          f.local.get(panel);
          f.v128.load(ahead * panelBytes + half * 16);
          f.local.set(column);
        });
        grid.forEach((pair, r) => {
          f.local.get(left);
          f.v128[dtype === 'float64' ? 'load64_splat' : 'load32_splat'](ahead * step + r * line);
          f.local.set(factor);
          pair.forEach((sum, half) => {
            f.local.get(sum);
            f.local.get(factor);
            f.local.get(columns[half] as Local);
            arithmetic.mul();
            arithmetic.add();
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
      setSum(f, end, 0, [panel, 1], [count, panelBytes]);
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
            multiply(ahead);
          }
          setSum(f, left, unrolled * step, [left, 1]);
          setSum(f, panel, unrolled * panelBytes, [panel, 1]);
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
