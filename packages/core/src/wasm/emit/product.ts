import { type Loop, merge } from '../../compile/affine.ts';
import type { Buffer, Contraction, Kernel, Load } from '../../compile/kernel.ts';
import { readsOf, rootsOf, writesOf } from '../../compile/kernel.ts';
import { groupRows } from '../../compile/product.ts';
import { type DType, dtypes, isFloat } from '../../dtype.ts';
import { stridesOf } from '../../shape.ts';
import type { FunctionHandle, Local, Module } from '../assembler.ts';
import { fusesMultiplyAdd } from '../multiply-add.ts';
import { alone, type Division } from './division.ts';
import { setSmaller, setSum } from './index-arithmetic.ts';
import { emitStages, formsOfStages } from './loops.ts';
import { accessesOf, Nest, widthOf } from './nest.ts';
import { emitPacking, runsAlongDepth } from './packing.ts';
import { floatShape } from './registers.ts';

/**
 * Matrix products: for each block of depth, the right operand is packed into panels of 8 columns (4 of float64). Then
 * groups of rows: their part of the left operand is packed too, tiles of rows run over the panels, and when the last
 * block is in, the stages of the kernel run over the group's rows while they are in the cache.
 *
 * Each sum goes along the depth in order, whatever the tiles: results do not depend on them.
 *
 * Goto, van de Geijn: "Anatomy of high-performance matrix multiplication", 2008.
 */
export function emitProduct(module: Module, kernel: Kernel, division?: Division): FunctionHandle {
  const product = kernel.contraction as Contraction;
  const { depth, blockDepth, rows, columns, left, right, dtype } = product;
  const { bytes } = dtypes[dtype];
  const panelBytes = right.lanes * bytes;
  const rowBytes = Math.ceil(columns / right.lanes) * panelBytes;
  const fused = isFloat(dtype) && (module.fused ?? fusesMultiplyAdd());
  const packRight = emitPacking(module, right, right.lanes, blockDepth);
  const result = resultOf(kernel);
  const finish = result === undefined ? emitFinish(module, kernel, product, rowBytes) : undefined;
  // Steps in bytes, in memory from product to product, row to row and along the depth.
  const { offset, strides } = left.kind === 'load' ? left.at : { offset: 0, strides: [0, 0, 0] };
  const [start, batchStep, rowStep, depthStep] = [offset, ...strides].map((elements) => elements * bytes) as [
    number,
    number,
    number,
    number,
  ];
  const packRows =
    left.kind === 'packed' && runsAlongDepth(left) ? emitPacking(module, left, 1, blockDepth) : undefined;

  return module.function(['i32'], [], (f, table) => {
    const share = division?.ofProduct(module, f, table, product) ?? alone;
    const i32 = (): Local<'i32'> => f.local('i32');
    const [leftBase, panelBase, sums, batch, first, last, count] = [i32(), i32(), i32(), i32(), i32(), i32(), i32()];
    const [group, end, row, panel, rowFrom, rowTo] = [i32(), i32(), i32(), i32(), i32(), i32()];
    const [columnFrom, columnTo] = [i32(), i32()];
    const [groupAt, leftGroup, leftAt, panelAt, sumAt] = [i32(), i32(), i32(), i32(), i32()];
    for (const [buffer, local] of [
      [left.buffer, leftBase],
      [right.buffer, panelBase],
      [result ?? product.accumulator, sums],
    ] as const) {
      f.local.get(table);
      f.i32.load(buffer.index * 4);
      f.local.set(local);
    }

    f.for(batch, share.products({ to: product.products }), () =>
      f.for(first, { to: depth, step: blockDepth }, () => {
        setSum(f, last, blockDepth, [first, 1]);
        setSmaller(f, last, depth);
        setSum(f, count, 0, [last, 1], [first, -1]);
        setSum(f, columnFrom, 0, [batch, columns]);
        setSum(f, columnTo, columns, [columnFrom, 1]);
        const { from, to } = share.panels({ from: columnFrom, to: columnTo, step: right.lanes });
        setSum(f, panelAt, 0, [panelBase, 1], [from, blockDepth * bytes], [columnFrom, -blockDepth * bytes]);
        f.call(packRight, table, from, to, first, last, panelAt);
        evenTiles(rows, fused ? 6 : 4).forEach(({ height, ...range }, i) => {
          const groupStep = groupRows - (groupRows % height);
          const lanes = 4 * Math.ceil(Math.min(groupStep, range.to - range.from) / 4);
          const [line, step, pack] =
            left.kind === 'load'
              ? [rowStep, depthStep]
              : packRows !== undefined
                ? [blockDepth * bytes, bytes, packRows]
                : [bytes, lanes * bytes, emitPacking(module, left, lanes, blockDepth)];
          const micro = microKernel(module, { dtype, fused, height, line, step, rowBytes });
          const own = share.rows({ ...range, step: height }, i);
          f.for(group, { ...own, step: groupStep }, () => {
            setSum(f, end, groupStep, [group, 1]);
            setSmaller(f, end, own.to);
            setSum(f, rowFrom, 0, [batch, rows], [group, 1]);
            setSum(f, rowTo, 0, [batch, rows], [end, 1]);
            setSum(f, groupAt, 0, [sums, 1], result ? [rowFrom, rowBytes] : [group, blockDepth < depth ? rowBytes : 0]);
            setSum(f, leftGroup, start, [leftBase, 1], [batch, batchStep], [group, rowStep], [first, depthStep]);
            if (pack) f.call(pack, table, rowFrom, rowTo, first, last, leftBase);
            // Panel by panel: it and the group's part of the left operand stay in the cache.
            setSum(f, panelAt, 0, [panelBase, 1]);
            f.for(panel, { to: rowBytes, step: panelBytes }, () => {
              setSum(f, sumAt, 0, [groupAt, 1], [panel, 1]);
              setSum(f, leftAt, 0, [leftGroup, 1]);
              f.for(row, { from: group, to: end, step: height }, () => {
                f.call(micro, leftAt, panelAt, sumAt, count, first);
                setSum(f, leftAt, height * line, [leftAt, 1]);
                setSum(f, sumAt, height * rowBytes, [sumAt, 1]);
              });
              setSum(f, panelAt, blockDepth * panelBytes, [panelAt, 1]);
            });
            if (finish === undefined) return;
            f.local.get(last);
            f.i32.const(depth);
            f.i32.eq();
            f.if(() => f.call(finish, table, rowFrom, rowTo, groupAt));
          });
        });
      }),
    );
  });
}

/** Where the sums may stand from the start: the result, if it is nothing but them, in whole panels. */
function resultOf(kernel: Kernel): Buffer | undefined {
  const { accumulator, columns, right } = kernel.contraction as Contraction;
  const [value, more] = rootsOf(kernel);
  const store = kernel.stages[0]?.stores[0];
  const isWhole =
    !more &&
    (value as Load).buffer === accumulator &&
    columns % right.lanes === 0 &&
    stridesOf(kernel.extents).every((stride, axis) => kernel.extents[axis] === 1 || store?.at.strides[axis] === stride);
  return isWhole ? store?.buffer : undefined;
}

/** Ranges of rows for tiles of at most `most` rows: all have nearly the same height. */
export function evenTiles(rows: number, most: number): { height: number; from: number; to: number }[] {
  const count = Math.ceil(rows / most);
  const height = Math.floor(rows / count);
  const border = (rows % count) * (height + 1);
  return [
    { height: height + 1, from: 0, to: border },
    { height, from: border, to: rows },
  ].filter(({ from, to }) => from < to);
}

/** `(table, from, to, sums) → ()`: the stages of the kernel over finished rows, counted through all products. */
export function emitFinish(module: Module, kernel: Kernel, product: Contraction, rowBytes: number): FunctionHandle {
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
  /** A product and a sum are rounded once. */
  readonly fused: boolean;
  readonly height: number;
  /** Bytes from row to row, and from step to step, of the left operand. */
  readonly line: number;
  readonly step: number;
  /** Bytes from row to row of the sums. */
  readonly rowBytes: number;
}

/**
 * `(left, panel, sums, count, accumulate) → ()`: one tile of sums stays in registers while `count` steps of k go by.
 * A function of its own, small and called often, so that the engine optimises it early. Of the 16 registers of x64
 * processors, 4 × 2 sums, 2 columns, a factor and a product of both take 12; where the product is not seen, 6 × 2 sums
 * take 15.
 */
export function microKernel(
  module: Module,
  { dtype, fused, height, line, step, rowBytes }: MicroKernel,
): FunctionHandle {
  return module.once(`micro ${dtype} ${height} ${line} ${step} ${rowBytes}`, () =>
    module.function(['i32', 'i32', 'i32', 'i32', 'i32'], [], (f, left, panel, sums, count, accumulate) => {
      const shape = isFloat(dtype) ? floatShape(dtype) : 'i32x4';
      const panelBytes = 32;
      const grid = Array.from({ length: height }, () => [f.local('v128'), f.local('v128')] as const);
      const columns = [f.local('v128'), f.local('v128')] as const;
      const factor = f.local('v128');
      const end = f.local('i32');
      const eachSum = (visit: (sum: Local, offset: number) => void): void =>
        grid.forEach((pair, r) => {
          for (const half of [0, 1] as const) visit(pair[half], r * rowBytes + half * 16);
        });
      const multiply = (): void => {
        columns.forEach((column, half) => {
          f.local.get(panel);
          f.v128.load(half * 16);
          f.local.set(column);
        });
        grid.forEach((pair, r) => {
          f.local.get(left);
          f.v128[dtype === 'float64' ? 'load64_splat' : 'load32_splat'](r * line);
          f.local.set(factor);
          pair.forEach((sum, half) => {
            f.local.get(factor);
            f.local.get(columns[half] as Local);
            if (!fused) f[shape].mul();
            f.local.get(sum);
            if (fused) f[shape as 'f32x4'].relaxed_madd();
            else f[shape].add();
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
          // Two steps in a round, with an exit between them: that keeps the engine from moving loads of both to the
          // front, which would need more registers than there are.
          for (const isSecond of [false, true]) {
            multiply();
            setSum(f, left, step, [left, 1]);
            setSum(f, panel, panelBytes, [panel, 1]);
            f.local.get(panel);
            f.local.get(end);
            f.i32[isSecond ? 'ne' : 'eq']();
            f.br_if(isSecond ? next : done);
          }
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
