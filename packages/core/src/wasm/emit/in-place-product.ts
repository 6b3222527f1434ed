import type { Affine, Contraction, Kernel, Load } from '../../compile/kernel.ts';
import { dtypes, isFloat } from '../../dtype.ts';
import { type Shape, sizeOf, stridesOf } from '../../shape.ts';
import type { FunctionHandle, Local, Module } from '../assembler.ts';
import { fusesMultiplyAdd } from '../multiply-add.ts';
import { alone, type Division } from './division.ts';
import { divided, setSmaller, setSum } from './index-arithmetic.ts';
import { emitPacking } from './packing.ts';
import { emitFinish, evenTiles, microKernel } from './product.ts';

/** Steps along an axis of the depth that count at a pixel: those with `0 ≤ pixel + position · step < size`. */
export interface Edge {
  readonly axis: number;
  readonly step: number;
  readonly pixel: Affine;
  readonly size: number;
}

export interface InPlaceProduct {
  /** The left operand over all axes. Rows are counted through those of a pixel, and then through the images, axis 0. */
  readonly load: Load;
  /** At most one for an axis. */
  readonly edges: readonly Edge[];
  readonly extents: Shape;
  readonly depthAxes: readonly number[];
  /** Rows that are summed and finished together, at most. */
  readonly heldImages: number;
  readonly division: Division | undefined;
}

type Bound = number | Local<'i32'>;
type Term = readonly [local: Local<'i32'>, scale: number];

/** A multiple of a bound as a constant and what is added to it. */
function termOf(bound: Bound, scale = 1): [constant: number, ...terms: Term[]] {
  return typeof bound === 'number' ? [bound * scale] : [0, [bound, scale]];
}

/**
 * A product whose left operand is read where it lies. For each pixel, panels of the right operand meet tiles of rows, which are
 * images; the steps of depth are runs of memory, one for each position on the outer axes of the depth.
 */
export function emitInPlaceProduct(
  module: Module,
  kernel: Kernel,
  { load, edges, extents, depthAxes, heldImages, division }: InPlaceProduct,
): FunctionHandle {
  const product = kernel.contraction as Contraction;
  const { depth, columns, right, dtype } = product;
  const { bytes } = dtypes[dtype];
  const { offset, strides } = load.at;
  const extentOf = (axis: number): number => extents[axis] as number;
  const strideOf = (axis: number): number => (strides[axis] as number) * bytes;
  const panelBytes = right.lanes * bytes;
  const rowBytes = Math.ceil(columns / right.lanes) * panelBytes;
  const fused = isFloat(dtype) && (module.fused ?? fusesMultiplyAdd());
  const pixelAxes = kernel.rows.slice(0, -1);
  const [images, line] = [extentOf(0), strideOf(0)];
  const [innermost, before] = depthAxes.toReversed() as [number, number | undefined];
  const step = strideOf(innermost);
  const isEdge = (axis: number): boolean => edges.some((edge) => edge.axis === axis);
  const isJoined = before !== undefined && !isEdge(innermost) && strideOf(before) === step * extentOf(innermost);
  /** The axis that a run of memory goes along, and how many steps it makes at each of its positions. */
  const [run, unit] = isJoined ? [before, extentOf(innermost)] : [innermost, 1];
  const outer = depthAxes.slice(0, depthAxes.indexOf(run));
  const panelSteps = stridesOf(depthAxes.map(extentOf)).map((count) => count * panelBytes);
  const panelStep = (axis: number): number => panelSteps[depthAxes.indexOf(axis)] as number;
  const packRight = emitPacking(module, right, right.lanes, depth);
  const finish = emitFinish(module, kernel, product, rowBytes);

  return module.function(['i32'], [], (f, table) => {
    const share = division?.ofProduct(module, f, table, product) ?? alone;
    const i32 = (): Local<'i32'> => f.local('i32');
    const [leftBase, panelBase, sums, from, to] = [i32(), i32(), i32(), i32(), i32()];
    const [pixel, pixelAt, count, runLeft, runPanel] = [i32(), i32(), i32(), i32(), i32()];
    const [group, end, row, panel] = [i32(), i32(), i32(), i32()];
    const [panelAt, leftAt, sumAt, accumulate] = [i32(), i32(), i32(), i32()];
    const call = (callee: FunctionHandle, ...values: readonly Local[]): void => {
      for (const value of values) f.local.get(value);
      f.call(callee);
    };
    for (const [buffer, local] of [
      [load.buffer, leftBase],
      [right.buffer, panelBase],
      [product.accumulator, sums],
    ] as const) {
      f.local.get(table);
      f.i32.load(buffer.index * 4);
      f.local.set(local);
    }
    const own = share.panels({ from: 0, to: columns, step: right.lanes });
    setSum(f, from, ...termOf(own.from));
    setSum(f, to, ...termOf(own.to));
    setSum(f, count, depth);
    setSum(f, panelAt, 0, [panelBase, 1], [from, depth * bytes]);
    const start = i32();
    call(packRight, table, from, to, start, count, panelAt);

    f.for(pixel, share.rows({ to: sizeOf(pixelAxes.map(extentOf)) }, 0), () => {
      const positions = new Map<number, Local<'i32'>>();
      let rest = pixel;
      for (const axis of pixelAxes.toReversed()) {
        const [quotient, position] = divided(f, rest, extentOf(axis));
        positions.set(axis, position);
        rest = quotient;
      }
      const terms = (scale: (axis: number) => number): Term[] =>
        [...positions].map(([axis, position]) => [position, scale(axis)]);
      setSum(f, pixelAt, offset * bytes, [leftBase, 1], ...terms(strideOf));

      const bounds = new Map(edges.map((edge) => [edge.axis, boundsOf(edge)]));
      const boundsAlong = (axis: number): { from: Bound; to: Bound } =>
        bounds.get(axis) ?? { from: 0, to: extentOf(axis) };
      const inRun = boundsAlong(run);
      const [[begin, ...before], [stop, ...behind]] = [termOf(inRun.from, -unit), termOf(inRun.to, unit)];
      setSum(f, count, begin + stop, ...before, ...behind);
      setSum(f, runLeft, ...termOf(inRun.from, strideOf(run)));
      setSum(f, runPanel, ...termOf(inRun.from, panelStep(run)));

      for (const { height, ...rows } of evenTiles(images, fused ? 6 : 4)) {
        const micro = microKernel(module, { dtype, fused, height, line, step, rowBytes });
        const held = heldImages - (heldImages % height);
        const runs = (axes: readonly number[], left: Local<'i32'>, steps: Local<'i32'>): void => {
          const [axis, ...inner] = axes;
          const [leftThere, stepsThere] = [i32(), i32()];
          if (axis === undefined) {
            setSum(f, leftThere, 0, [left, 1], [runLeft, 1]);
            setSum(f, stepsThere, 0, [steps, 1], [runPanel, 1]);
            call(micro, leftThere, stepsThere, sumAt, count, accumulate);
            setSum(f, accumulate, 1);
            return;
          }
          const position = i32();
          f.for(position, boundsAlong(axis), () => {
            setSum(f, leftThere, 0, [left, 1], [position, strideOf(axis)]);
            setSum(f, stepsThere, 0, [steps, 1], [position, panelStep(axis)]);
            runs(inner, leftThere, stepsThere);
          });
        };
        f.for(group, { ...rows, step: held }, () => {
          setSum(f, end, held, [group, 1]);
          setSmaller(f, end, rows.to);
          setSum(f, panelAt, 0, [panelBase, 1]);
          f.for(panel, { to: rowBytes, step: panelBytes }, () => {
            setSum(f, leftAt, 0, [pixelAt, 1], [group, line]);
            setSum(f, sumAt, 0, [sums, 1], [panel, 1]);
            f.for(row, { from: group, to: end, step: height }, () => {
              setSum(f, accumulate, 0);
              runs(outer, leftAt, panelAt);
              setSum(f, leftAt, height * line, [leftAt, 1]);
              setSum(f, sumAt, height * rowBytes, [sumAt, 1]);
            });
            setSum(f, panelAt, depth * panelBytes, [panelAt, 1]);
          });
          setSum(f, from, 0, [pixel, images], [group, 1]);
          setSum(f, to, 0, [pixel, images], [end, 1]);
          call(finish, table, from, to, sums);
        });
      }

      function boundsOf({ axis, step, pixel: { offset, strides }, size }: Edge): { from: Bound; to: Bound } {
        const [first, last] = [i32(), i32()];
        const place = terms((a) => strides[a] as number);
        const divide = (local: Local<'i32'>): void => {
          if (step === 1) return;
          f.local.get(local);
          f.i32.const(step);
          f.i32.div_u();
          f.local.set(local);
        };
        // From ⌈max(0, −place) / step⌉ to ⌈(size − place) / step⌉.
        setSum(f, first, offset, ...place);
        setSmaller(f, first, 0);
        setSum(f, first, step - 1, [first, -1]);
        divide(first);
        setSum(f, last, size + step - 1 - offset, ...place.map(([position, stride]): Term => [position, -stride]));
        divide(last);
        setSmaller(f, last, extentOf(axis));
        return { from: first, to: last };
      }
    });
  });
}
