import { type Loop, merge, scaled } from '../../compile/affine.ts';
import { formsOf, rewrite } from '../../compile/expression.ts';
import { type Affine, type Expression, loadsOf, type Packed } from '../../compile/kernel.ts';
import { dtypes } from '../../dtype.ts';
import type { CountingRange, FunctionHandle, Local, Module } from '../assembler.ts';
import { storeVector } from './access.ts';
import { divided, setSmaller, setSum } from './index-arithmetic.ts';
import { costAlong } from './loops.ts';
import { Nest, widthOf } from './nest.ts';

/** Steps of depth that are packed for all panels before the next: as many cache lines of an array are in use. */
const chunk = 16;

/**
 * `(table, from, to, first, last, into) → ()`: evaluates an operand at lines `from` to `to` and steps of depth `first` to
 * `last` into panels. Lines are counted through all their axes, those of the batch included, and so are steps; where they
 * stand on each axis is found by division, once for some lines, and once for each run of the innermost axis of depth.
 *
 * Where the lines of a panel lie side by side in memory, or at least as many as a register has lanes, they are the lanes.
 * Otherwise each has axes of its own; lanes run along the depth, and squares are transposed. Lines beyond the last repeat
 * it: nothing uses their sums. Panels of one line that lies along the depth are copies of it.
 */
export function emitPacking(module: Module, packed: Packed, lanes: number, blockDepth: number): FunctionHandle {
  const { value, extents, buffer } = packed;
  const { dtype } = buffer;
  const { bytes } = dtypes[dtype];
  const width = widthOf([buffer], [value]);
  const { lines, steps, line, step, alongDepth } = loopsOf(packed);
  const stepBytes = lanes * bytes;
  /** The axes of the lines that go together, and the value over each. */
  const separate = Array.from({ length: Math.min(lanes, width) }, (_, i) =>
    lines.map((loop, a) => (i === 0 ? loop : { ...loop, axis: extents.length + (i - 1) * lines.length + a })),
  );
  const values = separate.map((own) => overAxes(value, lines, own));
  const at = (offset: number): Affine => ({
    offset,
    strides: extents.map((_, axis) => (axis === step.axis ? lanes : 0)),
  });

  return module.function(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], [], (f, table, from, to, first, last, into) => {
    const axes = extents.length + (separate.length - 1) * lines.length;
    const nest = new Nest(module, f, table, width, axes, new Set([buffer]));
    nest.loadPointers([...loadsOf([value]).map((load) => load.buffer), buffer]);
    nest.fixOthers([...separate.flat(), ...steps]);
    const i32 = (): Local<'i32'> => f.local('i32');
    const [start, end, panel, member, limit] = [i32(), i32(), i32(), i32(), i32()];
    const [run, stop, wholeStop, pointer] = [i32(), i32(), i32(), nest.pointer(buffer)];
    const own = separate.map(i32);

    /** Packs the steps from `start` to `end`: the values of lines apart, or those with lines along the axis as lanes. */
    const pack = (list: readonly Expression[], across?: number): void => {
      const inLoop = (range: CountingRange, axis: number | undefined, store: () => void): Local<'i32'> => {
        nest.lanes = { axis, active: axis === undefined ? 1 : width };
        const counter = nest.loop(step.axis, range, list, store);
        nest.lanes = { axis: undefined, active: 1 };
        return counter;
      };
      const putAll = (registers: readonly Local[], apart: number): void => {
        registers.forEach((register, i) => {
          const offset = nest.pushPosition(buffer, at(i * apart));
          storeVector(nest, dtype, register, offset, 1, nest.lanes.active);
        });
      };
      const keepAll = (): Local[] => list.map((e) => nest.keep(e));
      nest.expect(list);
      setSum(f, run, 0, [start, 1]);
      f.loop((repeat) => {
        const [outside, begin] = steps.length === 1 ? [run, run] : divided(f, run, step.extent);
        nest.atFlat(steps.slice(0, -1), outside, () => {
          setSum(f, stop, 0, [begin, 1], [end, 1], [run, -1]);
          setSmaller(f, stop, step.extent);
          setSum(f, wholeStop, 1 - width, [stop, 1]);
          // Where the element would go whose position on the innermost axis is 0.
          setSum(
            f,
            pointer,
            0,
            [into, 1],
            [panel, blockDepth * bytes],
            [from, -blockDepth * bytes],
            [member, bytes],
            [run, stepBytes],
            [first, -stepBytes],
            [begin, -stepBytes],
          );
          nest.prepareAddresses([...loadsOf(list), { buffer, at: at(0) }]);
          const rest = alongDepth
            ? inLoop({ from: begin, to: wholeStop, step: width }, step.axis, () =>
                putAll(lanes === 1 ? keepAll() : transposed(nest, keepAll(), bytes), lanes),
              )
            : begin;
          inLoop({ from: rest, to: stop }, across, () => putAll(keepAll(), across === undefined ? 1 : width));
          setSum(f, run, 0, [run, 1], [stop, 1], [begin, -1]);
        });
        f.local.get(run);
        f.local.get(end);
        f.i32.lt_s();
        f.br_if(repeat);
      });
    };
    /** Packs lines apart, each with its axes. */
    const packApart = (i = 0): void =>
      i < own.length
        ? nest.atFlat(separate[i] as Loop[], own[i] as Local<'i32'>, () => packApart(i + 1))
        : pack(values);
    /** Packs so many registers of lines at once if they lie side by side from the present one on. */
    const packBeside = (registers: number, otherwise: () => void): void => {
      const [flat] = own as [Local<'i32'>];
      f.local.get(lines.length === 1 ? flat : divided(f, flat, line.extent)[1]);
      f.i32.const(line.extent - registers * width);
      f.i32.gt_s();
      f.if(otherwise, () =>
        nest.atFlat(lines, flat, () =>
          pack(
            Array.from({ length: registers }, (_, i) =>
              rewrite(value, none, (form) => scaled(form, 1, i * width * (form.strides[line.axis] ?? 0))),
            ),
            line.axis,
          ),
        ),
      );
    };
    const packEach = (): void =>
      f.for(member, { to: lanes, step: width }, () => {
        own.forEach((flat, i) => {
          setSum(f, flat, i, [panel, 1], [member, 1]);
          setSmaller(f, flat, limit);
        });
        if (alongDepth) packApart();
        else packBeside(1, () => packApart());
      });
    const steady = alongDepth ? blockDepth : chunk;
    setSum(f, limit, -1, [to, 1]);
    f.for(start, { from: first, to: last, step: steady }, () => {
      setSum(f, end, steady, [start, 1]);
      setSmaller(f, end, last);
      f.for(panel, { from, to, step: lanes }, () => {
        if (alongDepth || lanes === width) {
          packEach();
        } else {
          setSum(f, member, 0);
          setSum(f, own[0] as Local<'i32'>, 0, [panel, 1]);
          packBeside(lanes / width, packEach);
        }
      });
    });
  });
}

/** How the lines and steps of an operand run, the innermost of each, and whether it lies along the depth in memory. */
function loopsOf({ value, extents, ...packed }: Packed) {
  const forms = formsOf([value]);
  const lines = merge(packed.lines, extents, forms);
  const steps = merge(packed.steps, extents, forms);
  const [line, step] = [lines.at(-1), steps.at(-1)] as [Loop, Loop];
  const loads = loadsOf([value]);
  const alongDepth = costAlong(loads, step.axis) < costAlong(loads, line.axis);
  return { lines, steps, line, step, alongDepth };
}

/** Whether an operand lies along the depth in memory. */
export function runsAlongDepth(packed: Packed): boolean {
  return loopsOf(packed).alongDepth;
}

/** An expression with the positions on some axes taken from others. */
function overAxes(e: Expression, from: readonly Loop[], to: readonly Loop[]): Expression {
  const move = (form: Affine): Affine => {
    const strides = [...form.strides];
    from.forEach(({ axis }, i) => {
      strides[axis] = 0;
      strides[(to[i] as Loop).axis] = form.strides[axis] ?? 0;
    });
    return { ...form, strides };
  };
  return rewrite(e, none, move);
}

const none = (): undefined => undefined;

/** The columns of a square as registers, from its rows: as often as halves can be taken, two rows are interleaved. */
function transposed({ f, width }: Nest, rows: readonly Local[], bytes: number): readonly Local[] {
  let list = rows;
  for (let stage = 1; stage < width; stage *= 2) {
    list = list.slice(0, width / 2).flatMap((a, i) =>
      [0, (width / 2) * bytes].map((half) => {
        const interleaved = f.local('v128');
        f.local.get(a);
        f.local.get(list[i + width / 2] as Local);
        f.i8x16.shuffle(
          Array.from({ length: 16 }, (_, b) => {
            const element = Math.floor(b / bytes);
            return half + (element >> 1) * bytes + (b % bytes) + (element % 2) * 16;
          }),
        );
        f.local.set(interleaved);
        return interleaved;
      }),
    );
  }
  return list;
}
