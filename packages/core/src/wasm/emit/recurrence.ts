import { flatten, type Loop, merge, pointsOf, scaled } from '../../compile/affine.ts';
import { formsOf } from '../../compile/expression.ts';
import { type Affine, type Buffer, type Expression, loadsOf } from '../../compile/kernel.ts';
import type { Planner } from '../../compile/own-kernel.ts';
import type { DType } from '../../dtype.ts';
import type { Node } from '../../graph.ts';
import { type Shape, sizeOf } from '../../shape.ts';
import type { FunctionHandle, Local, Module } from '../assembler.ts';
import { storeVector } from './access.ts';
import { type Division, type Part, whole } from './division.ts';
import { Nest, widthOf } from './nest.ts';
import { emitCast, emitOperation } from './registers.ts';

/** y = factor · (y before) + term, from one position along an axis to the next. */
interface Recurrence {
  readonly extents: Shape;
  readonly axis: number;
  readonly factor: Expression;
  readonly term: Expression;
  readonly buffer: Buffer;
  readonly at: Affine;
  /** The element type that is computed in. */
  readonly dtype: DType;
}

/**
 * float32 is accumulated in float64 and rounded only where it is stored: each step waits for the one before, so that
 * the wider arithmetic costs little, and a long sum keeps its digits.
 */
export const planRecurrence: Planner<'recurrence'> = (root, { stored, lowered }) => {
  const [a, b] = root.inputs as [Node, Node];
  const { axis, reverse } = root.attributes;
  const extents = root.shape;
  const points = pointsOf(extents);
  const index = reverse ? points.with(axis, scaled(points[axis] as Affine, -1, (extents[axis] as number) - 1)) : points;
  const dtype = root.dtype === 'float32' ? 'float64' : root.dtype;
  const widened = (e: Expression): Expression => {
    if (e.dtype === dtype) return e;
    return e.kind === 'constant' ? { ...e, dtype } : { kind: 'apply', dtype, op: 'cast', inputs: [e] };
  };
  const recurrence: Recurrence = {
    extents,
    axis,
    factor: widened(lowered(a, index, extents)),
    term: widened(lowered(b, index, extents)),
    buffer: stored(root),
    at: flatten(index, extents, extents.length),
    dtype,
  };
  return {
    description: 'a linear recurrence along an axis',
    values: [recurrence.factor, recurrence.term],
    writes: [recurrence.buffer],
    emit: (module, division) => [emitRecurrence(module, recurrence, division)],
    ...(sizeOf(extents) > (extents[axis] as number) && { divisible: sizeOf(extents) * stepTime }),
  };
};

/** Nanoseconds of a step, about. */
const stepTime = 0.5;

/** Registers that advance together: while one waits for its last step, the others take theirs. */
const registersTogether = 4;

/** Loops over the other axes, the innermost of them across lanes and registers, and inside along the axis. */
function emitRecurrence(module: Module, recurrence: Recurrence, division?: Division): FunctionHandle {
  const { extents, axis, factor, term, buffer, at } = recurrence;
  return module.function(['i32'], [], (f, table) => {
    const roots = [factor, term];
    const nest = new Nest(module, f, table, widthOf([buffer], roots), extents.length, new Set([buffer]));
    nest.loadPointers([...loadsOf(roots).map((load) => load.buffer), buffer]);
    const rest = [...extents.keys()].filter((other) => other !== axis);
    const others = merge(rest, extents, [...formsOf(roots), at]);
    nest.fixOthers([...others, { axis, extent: extents[axis] as number }]);
    nest.expect(roots);
    const part: Part = division?.ofLoops(f, table).part ?? whole;
    const loops = [...others];
    const across = others.pop();
    const open = (depth: number): void => {
      const outer = others[depth];
      if (outer !== undefined) {
        nest.loop(outer.axis, part({ to: outer.extent }, loops, depth), roots, () => open(depth + 1));
      } else if (across === undefined) {
        nest.hoist(roots);
        advance(nest, recurrence, undefined, [undefined]);
      } else {
        acrossRegisters(nest, recurrence, across, (range) => part(range, loops, depth));
      }
    };
    open(0);
  });
}

/** Several registers at a time, then single ones, then what does not fill one. */
function acrossRegisters(nest: Nest, recurrence: Recurrence, { axis, extent }: Loop, part: Part): void {
  const { f, width } = nest;
  const position = f.local('i32');
  const together = Math.min(registersTogether, Math.floor(extent / width));
  nest.hoist([recurrence.factor, recurrence.term]);
  let from = 0;
  for (const { registers, active } of [
    { registers: together, active: width },
    { registers: 1, active: width },
    { registers: 1, active: 1 },
  ]) {
    const step = registers * active;
    if (step === 0) continue;
    const to = extent - ((extent - from) % step);
    if (to === from) continue;
    nest.lanes = { axis, active };
    f.for(position, part({ from, to, step }), () =>
      nest.scoped(() => {
        const positions = Array.from({ length: registers }, (_, i) => {
          const own = f.local('i32');
          f.local.get(position);
          f.i32.const(i * active);
          f.i32.add();
          f.local.set(own);
          return own;
        });
        advance(nest, recurrence, axis, positions);
      }),
    );
    from = to;
  }
}

/** All steps of the recurrence, for registers at these positions across another axis. */
function advance(
  nest: Nest,
  { extents, axis, factor, term, buffer, at, dtype }: Recurrence,
  across: number | undefined,
  positions: readonly (Local<'i32'> | undefined)[],
): void {
  const { f } = nest;
  const registers = positions.map((position) => ({ position, y: f.local('v128'), rounded: f.local('v128') }));
  const isSum = factor.kind === 'constant' && factor.value === 1;
  const step = (isFirst: boolean): void => {
    for (const { position, y, rounded } of registers) {
      const body = (): void => {
        if (!isFirst) {
          f.local.get(y);
          if (!isSum) {
            nest.push(factor);
            emitOperation(nest, 'mul', dtype, dtype);
          }
        }
        nest.push(term);
        if (!isFirst) emitOperation(nest, 'add', dtype, dtype);
        f.local.tee(y);
        emitCast(nest, dtype, buffer.dtype);
        f.local.set(rounded);
        const stride = nest.strideAcross(at);
        const offset = nest.pushPosition(buffer, at);
        storeVector(nest, buffer.dtype, rounded, offset, stride, stride === 0 ? 1 : nest.lanes.active);
      };
      if (across === undefined) nest.scoped(body);
      else nest.at(across, position, body);
    }
  };
  const length = extents[axis] as number;
  if (length > 0) nest.loop(axis, { to: 1 }, [term], () => step(true));
  if (length > 1) nest.loop(axis, { from: 1, to: length }, [factor, term], () => step(false));
}
