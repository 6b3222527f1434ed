import { type Loop, merge } from '../../compile/affine.ts';
import { formsOf, rewrite } from '../../compile/expression.ts';
import { loadsOf, type Packed, type Store } from '../../compile/kernel.ts';
import { dtypes } from '../../dtype.ts';
import type { CountingRange, FunctionHandle, Local, Module } from '../assembler.ts';
import { strideCost } from './loops.ts';
import { accessesOf, divided, Nest, pushSmaller, widthOf } from './nest.ts';

/** Steps of depth that are packed for all panels before the next: as many cache lines of an array are in use. */
const chunk = 16;

/**
 * `(table, batch, block, from, to, into) → ()`: evaluates panels of one block of an operand, the first into `into`.
 * Lines and steps of depth are counted through all their axes; where they stand on each axis is found by division, once
 * for a panel or a line, and once for each run of the innermost axis of depth.
 *
 * Lanes run along the lines or along the depth, wherever memory is contiguous. Along the lines, a panel that crosses
 * the end of the innermost axis is packed line by line. Lines beyond the last repeat it: nothing uses their sums.
 */
export function emitPacking(module: Module, packed: Packed, depth: number, blockDepth: number): FunctionHandle {
  const { value, extents, lanes, buffer } = packed;
  const forms = formsOf([value]);
  const [batches, lines, steps] = [packed.batch, packed.lines, packed.depth].map((axes) =>
    merge(axes, extents, forms),
  ) as [Loop[], Loop[], Loop[]];
  const [line, step] = [lines.at(-1), steps.at(-1)] as [Loop, Loop];
  const lineCount = lines.reduce((count, { extent }) => count * extent, 1);
  const alongDepth = strideCost([value], [], step.axis) < strideCost([value], [], line.axis);
  const strides = extents.map((_, axis) => (axis === step.axis ? lanes : axis === line.axis ? 1 : 0));

  return module.function(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], [], (f, table, batch, block, from, to, into) => {
    const nest = new Nest(module, f, table, widthOf([buffer], [value]), extents.length, new Set([buffer]));
    const { width } = nest;
    nest.loadPointers([...loadsOf([value]), { buffer }].map((access) => access.buffer));
    nest.fixOthers([...batches, ...lines, ...steps]);
    const i32 = (): Local<'i32'> => f.local('i32');
    const [first, last, start, end, panel, flat, member] = [i32(), i32(), i32(), i32(), i32(), i32(), i32()];

    /** Stores for the steps from `start` to `end`, with lanes along an axis. */
    const pack = (stores: readonly Store[], axis: number | undefined): void => {
      const values = stores.map((store) => store.value);
      const [at, stop, middle] = [i32(), i32(), i32()];
      const inside = (range: CountingRange, active: number): void => {
        nest.lanes = { axis, active };
        nest.loop(step.axis, range, values, () => nest.storeAll(stores));
        nest.lanes = { axis: undefined, active: 1 };
      };
      nest.expect(values);
      f.local.get(start);
      f.local.set(at);
      f.loop((next) => {
        const [run, begin] = steps.length === 1 ? [at, at] : divided(f, at, step.extent);
        nest.atFlat(steps.slice(0, -1), run, () => {
          // The run ends with its axis or with the block.
          f.local.get(begin);
          f.local.get(end);
          f.i32.add();
          f.local.get(at);
          f.i32.sub();
          f.local.set(stop);
          pushSmaller(f, stop, step.extent);
          f.local.set(stop);
          // Where position 0 of both innermost axes would be.
          f.local.get(panel);
          f.local.get(from);
          f.i32.sub();
          f.i32.const(blockDepth);
          f.i32.mul();
          f.local.get(at);
          f.i32.add();
          f.local.get(first);
          f.i32.sub();
          f.local.get(begin);
          f.i32.sub();
          f.i32.const(lanes);
          f.i32.mul();
          f.local.get(member);
          f.i32.add();
          f.local.get(nest.positions[line.axis] as Local<'i32'>);
          f.i32.sub();
          f.i32.const(dtypes[buffer.dtype].bytes);
          f.i32.mul();
          f.local.get(into);
          f.i32.add();
          f.local.set(nest.pointer(buffer));
          nest.prepareAddresses(accessesOf(values, stores));
          if (axis === step.axis) {
            f.local.get(stop);
            f.local.get(stop);
            f.local.get(begin);
            f.i32.sub();
            f.i32.const(width - 1);
            f.i32.and();
            f.i32.sub();
            f.local.set(middle);
            inside({ from: begin, to: middle, step: width }, width);
            inside({ from: middle, to: stop }, 1);
          } else {
            inside({ from: begin, to: stop }, axis === undefined ? 1 : width);
          }
          f.local.get(at);
          f.local.get(stop);
          f.i32.add();
          f.local.get(begin);
          f.i32.sub();
          f.local.set(at);
        });
        f.local.get(at);
        f.local.get(end);
        f.i32.lt_s();
        f.br_if(next);
      });
    };
    const storeAt = (offset: number): Store => ({
      buffer,
      at: { offset, strides },
      value: rewrite(
        value,
        () => undefined,
        (form) => ({ ...form, offset: form.offset + offset * (form.strides[line.axis] ?? 0) }),
      ),
    });
    const wide = Array.from({ length: lanes / width }, (_, i) => storeAt(i * width));
    const acrossLines = (): void => nest.atFlat(lines, flat, () => pack(wide, line.axis));
    const lineByLine = (): void =>
      f.for(member, { to: lanes }, () => {
        const own = i32();
        f.local.get(flat);
        f.local.get(member);
        f.i32.add();
        f.local.set(own);
        pushSmaller(f, own, lineCount - 1);
        f.local.set(own);
        nest.atFlat(lines, own, () => pack([storeAt(0)], alongDepth ? step.axis : undefined));
      });

    nest.atFlat(batches, batch, () => {
      f.local.get(block);
      f.i32.const(blockDepth);
      f.i32.mul();
      f.local.tee(first);
      f.i32.const(blockDepth);
      f.i32.add();
      f.local.set(last);
      pushSmaller(f, last, depth);
      f.local.set(last);
      f.for(start, { from: first, to: last, step: alongDepth ? blockDepth : chunk }, () => {
        f.local.get(start);
        f.i32.const(alongDepth ? blockDepth : chunk);
        f.i32.add();
        f.local.set(end);
        pushSmaller(f, end, last);
        f.local.set(end);
        f.for(panel, { from, to }, () => {
          f.local.get(panel);
          f.i32.const(lanes);
          f.i32.mul();
          f.local.set(flat);
          if (alongDepth) {
            lineByLine();
          } else if (line.extent % lanes === 0) {
            acrossLines();
          } else {
            f.i32.const(0);
            f.local.set(member);
            f.local.get(lines.length === 1 ? flat : divided(f, flat, line.extent)[1]);
            f.i32.const(line.extent - lanes);
            f.i32.gt_s();
            f.if(lineByLine, acrossLines);
          }
        });
      });
    });
  });
}
