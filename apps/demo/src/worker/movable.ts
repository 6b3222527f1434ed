/** A value as it goes to another thread: a copy of its own memory, and the buffers that can be handed over. */
export interface Movable<T> {
  readonly value: T;
  readonly buffers: ArrayBuffer[];
}

/**
 * Copies a tree of plain objects so that its typed arrays can be handed over. What runs keeps its arrays: it may yield one
 * again, or yield a part of a memory that nobody may take away.
 */
export function movable<T>(value: T): Movable<T> {
  const copies = new Map<object, object>();
  const buffers: ArrayBuffer[] = [];

  const copyOf = (item: unknown): unknown => {
    if (typeof item !== 'object' || item === null) return item;
    const known = copies.get(item);
    if (known !== undefined) return known;
    let copy: object;
    if (item instanceof Float32Array || item instanceof Float64Array) {
      copy = item.slice();
      buffers.push((copy as Float32Array).buffer as ArrayBuffer);
    } else if (Array.isArray(item)) {
      copy = item.map(copyOf);
    } else {
      copy = Object.fromEntries(Object.entries(item).map(([key, part]) => [key, copyOf(part)]));
    }
    copies.set(item, copy);
    return copy;
  };

  return { value: copyOf(value) as T, buffers };
}
