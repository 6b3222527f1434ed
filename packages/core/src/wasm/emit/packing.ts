import { type Loop, merge } from '../../compile/affine.ts';
import { formsOf } from '../../compile/expression.ts';
import { loadsOf, type Packed, type Store } from '../../compile/kernel.ts';
import { dtypes } from '../../dtype.ts';
import type { CountingRange, FunctionHandle, Local, Module } from '../assembler.ts';
import { strideCost } from './loops.ts';
import { accessesOf, divided, Nest, setSmaller, setSum, widthOf } from './nest.ts';

/** Steps of depth that are packed for all panels before the next: as many cache lines of an array are in use. */
const chunk = 16;

/**
 * `(table, from, to, first, last, into) → ()`: evaluates an operand at lines `from` to `to` and steps of depth `first` to
 * `last` into panels. Lines are counted through all their axes, those of the batch included, and so are steps; where they
 * stand on each axis is found by division, once for some lines, and once for each run of the innermost axis of depth.
 *
 * Lanes run along the depth or across lines, wherever memory is contiguous. Lines that do not all lie on one run of
 * their innermost axis are packed one by one. Lines beyond the last repeat it: nothing uses their sums.
 */
export function emitPacking(module: Module, packed: Packed, blockDepth: number): FunctionHandle {
  const { value, extents, lanes, buffer } = packed;
  const { bytes } = dtypes[buffer.dtype];
  const forms = formsOf([value]);
  const lines = merge(packed.lines, extents, forms);
  const steps = merge(packed.steps, extents, forms);
  const [line, step] = [lines.at(-1), steps.at(-1)] as [Loop, Loop];
  const alongDepth = strideCost([value], [], step.axis) < strideCost([value], [], line.axis);
  const strides = extents.map((_, axis) => (axis === step.axis ? lanes : axis === line.axis ? 1 : 0));
  const stores: Store[] = [{ buffer, at: { offset: 0, strides }, value }];

  return module.function(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], [], (f, table, from, to, first, last, into) => {
    const nest = new Nest(module, f, table, widthOf([buffer], [value]), extents.length, new Set([buffer]));
    const { width } = nest;
    nest.loadPointers([...loadsOf([value]), { buffer }].map((access) => access.buffer));
    nest.fixOthers([...lines, ...steps]);
    nest.expect([value]);
    const i32 = (): Local<'i32'> => f.local('i32');
    const [limit, start, end, panel, member, own, next] = [i32(), i32(), i32(), i32(), i32(), i32(), i32()];
    const [at, stop, middle, pointer] = [i32(), i32(), i32(), nest.pointer(buffer)];

    /** Packs the steps from `start` to `end` of line `own`, or of several from there, with lanes along an axis. */
    const pack = (axis: number | undefined): void =>
      nest.atFlat(lines, own, () => {
        const inside = (range: CountingRange, active: number): void => {
          nest.lanes = { axis, active };
          nest.loop(step.axis, range, [value], () => nest.storeAll(stores));
          nest.lanes = { axis: undefined, active: 1 };
        };
        setSum(f, at, 0, [start, 1]);
        f.loop((repeat) => {
          const [run, begin] = steps.length === 1 ? [at, at] : divided(f, at, step.extent);
          nest.atFlat(steps.slice(0, -1), run, () => {
            setSum(f, stop, 0, [begin, 1], [end, 1], [at, -1]);
            setSmaller(f, stop, step.extent);
            // Where the element would go whose positions on both innermost axes are 0.
            setSum(f, pointer, 0, [panel, blockDepth], [from, -blockDepth], [member, 1]);
            setSum(f, pointer, 0, [pointer, 1], [at, lanes], [first, -lanes], [begin, -lanes]);
            setSum(f, pointer, 0, [into, 1], [pointer, bytes], [nest.positions[line.axis] as Local<'i32'>, -bytes]);
            nest.prepareAddresses(accessesOf([value], stores));
            if (axis === step.axis) {
              setSum(f, middle, 0, [stop, 1], [begin, -1]);
              f.local.get(middle);
              f.i32.const(width - 1);
              f.i32.and();
              f.local.set(middle);
              setSum(f, middle, 0, [stop, 1], [middle, -1]);
              inside({ from: begin, to: middle, step: width }, width);
              inside({ from: middle, to: stop }, 1);
            } else {
              inside({ from: begin, to: stop }, axis === undefined ? 1 : width);
            }
            setSum(f, at, 0, [at, 1], [stop, 1], [begin, -1]);
          });
          f.local.get(at);
          f.local.get(end);
          f.i32.lt_s();
          f.br_if(repeat);
        });
      });
    const eachLine = (range: CountingRange, body: () => void): void =>
      f.for(member, range, () => {
        setSum(f, own, 0, [panel, 1], [member, 1]);
        setSmaller(f, own, limit);
        body();
      });
    const acrossLines = (): void => {
      f.local.get(lines.length === 1 ? own : divided(f, own, line.extent)[1]);
      f.i32.const(line.extent - width);
      f.i32.gt_s();
      f.if(
        () => {
          setSum(f, next, width, [member, 1]);
          eachLine({ from: member, to: next }, () => pack(undefined));
          // The loop outside goes on from here.
          setSum(f, member, -width, [next, 1]);
        },
        () => pack(line.axis),
      );
    };
    const steady = alongDepth ? blockDepth : chunk;
    setSum(f, limit, -1, [to, 1]);
    f.for(start, { from: first, to: last, step: steady }, () => {
      setSum(f, end, steady, [start, 1]);
      setSmaller(f, end, last);
      f.for(panel, { from, to, step: lanes }, () =>
        alongDepth ? eachLine({ to: lanes }, () => pack(step.axis)) : eachLine({ to: lanes, step: width }, acrossLines),
      );
    });
  });
}
