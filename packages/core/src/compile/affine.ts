import { extentLimit, type Shape, stridesOf } from '../shape.ts';
import type { Affine } from './kernel.ts';

/** The number itself, over `count` axes. */
export function constantForm(offset: number, count: number): Affine {
  return { offset, strides: new Array<number>(count).fill(0) };
}

/** The position along one axis. */
export function axisForm(axis: number, count: number): Affine {
  const form = { offset: 0, strides: new Array<number>(count).fill(0) };
  form.strides[axis] = 1;
  return form;
}

/** The positions along all axes: the index of a point of this space. An axis of extent 1 has but one, which is 0. */
export function pointsOf(extents: Shape): Affine[] {
  const count = extents.length;
  return extents.map((extent, axis) => (extent === 1 ? constantForm(0, count) : axisForm(axis, count)));
}

/** `scale · form + shift` */
export function scaled(form: Affine, scale: number, shift = 0): Affine {
  return { offset: form.offset * scale + shift, strides: form.strides.map((s) => s * scale) };
}

export function sumOf(a: Affine, b: Affine): Affine {
  return { offset: a.offset + b.offset, strides: a.strides.map((s, i) => s + (b.strides[i] as number)) };
}

/** The row-major position of an index. */
export function flatten(index: readonly Affine[], shape: Shape, count: number): Affine {
  const steps = stridesOf(shape);
  return index.reduce((flat, form, d) => sumOf(flat, scaled(form, steps[d] as number)), constantForm(0, count));
}

export function sameForm(a: Affine, b: Affine): boolean {
  if (a === b) return true;
  // Numbers have no strides.
  const areAlike = a.offset === b.offset && a.strides.length === b.strides.length;
  return areAlike && a.strides.every((stride, axis) => stride === b.strides[axis]);
}

/** Whether two positions are the same at every point. */
export function sameIndex(a: readonly Affine[], b: readonly Affine[]): boolean {
  return a.length === b.length && a.every((form, i) => sameForm(form, b[i] as Affine));
}

/** One loop over neighbouring axes, named by the innermost. */
export interface Loop {
  readonly axis: number;
  readonly extent: number;
}

/**
 * Loops over axes, without those of extent 1, and with neighbours merged where every form steps over them as over one
 * axis and the counter can go that far.
 */
export function merge(axes: readonly number[], extents: Shape, forms: readonly Affine[]): Loop[] {
  const loops: Loop[] = [];
  for (const axis of axes) {
    const extent = extents[axis] as number;
    if (extent === 1) continue;
    const last = loops.at(-1);
    const merges =
      last !== undefined &&
      last.extent * extent < extentLimit &&
      forms.every(({ strides }) => (strides[last.axis] ?? 0) === (strides[axis] ?? 0) * extent);
    if (merges) loops.pop();
    loops.push({ axis, extent: merges ? last.extent * extent : extent });
  }
  return loops;
}

/** Smallest and largest value over the iteration space. */
function bounds({ offset, strides }: Affine, extents: Shape): [number, number] {
  let low = offset;
  let high = offset;
  strides.forEach((stride, a) => {
    const reach = stride * Math.max(0, (extents[a] as number) - 1);
    if (reach < 0) low += reach;
    else high += reach;
  });
  return [low, high];
}

/**
 * The index into `to` of the element that `index` names in `from`, two shapes of one size; undefined where division
 * would be needed. Runs of axes with equal products are matched; a run that merges is always affine, one that splits
 * only if every axis of the kernel moves within one of the parts.
 */
export function reshapeIndex(
  index: readonly Affine[],
  from: Shape,
  to: Shape,
  extents: Shape,
): readonly Affine[] | undefined {
  const count = extents.length;
  const result: Affine[] = [];
  let i = 0;
  let j = 0;
  while (i < from.length || j < to.length) {
    const [startI, startJ] = [i, j];
    let left = i < from.length ? (from[i++] as number) : 1;
    let right = j < to.length ? (to[j++] as number) : 1;
    while (left !== right) {
      if (left < right && i < from.length) left *= from[i++] as number;
      else if (j < to.length) right *= to[j++] as number;
      else if (i < from.length) left *= from[i++] as number;
      else return undefined;
    }
    const flat = flatten(index.slice(startI, i), from.slice(startI, i), count);
    const parts = split(flat, to.slice(startJ, j), extents);
    if (parts === undefined) return undefined;
    result.push(...parts);
  }
  return result;
}

function split(flat: Affine, shape: Shape, extents: Shape): Affine[] | undefined {
  const steps = stridesOf(shape);
  const parts: Affine[] = [];
  let rest = flat;
  for (let d = 0; d < shape.length; d++) {
    const step = steps[d] as number;
    if (d === shape.length - 1) {
      parts.push(rest);
      break;
    }
    if (shape[d] === 1) {
      parts.push(constantForm(0, extents.length));
      continue;
    }
    const fits = rest.strides.map((s) => s % step === 0);
    const part = {
      offset: Math.floor(rest.offset / step),
      strides: rest.strides.map((s, a) => (fits[a] ? s / step : 0)),
    };
    parts.push(part);
    rest = {
      offset: rest.offset - part.offset * step,
      strides: rest.strides.map((s, a) => (fits[a] ? 0 : s)),
    };
  }
  if (shape.length < 2) return parts;
  const inside = parts.every((part, d) => {
    const [low, high] = bounds(part, extents);
    return low >= 0 && high < Math.max(1, shape[d] as number);
  });
  return inside || extents.includes(0) ? parts : undefined;
}
