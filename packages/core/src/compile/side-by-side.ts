import { sizeOf } from '../shape.ts';
import type { Group } from './group.ts';
import type { Kernel } from './kernel.ts';

/** Points of the loops of a kernel that takes microseconds: starting it, and waiting for it, is part of its cost. */
const smallPoints = 32768;

/** Loops in one function, so that the engine can still optimise it in one go. */
const maximumParts = 12;

/**
 * The kernels in order, small ones put together: updates of biases, sums of losses. A small kernel waits until another
 * needs what it computes, or may not run before it; those that wait together become one.
 */
export function sideBySide(order: readonly Group[], drafts: ReadonlyMap<Group, Kernel>): Kernel[] {
  const kernels: Kernel[] = [];
  const waiting = new Map<Group, Kernel>();
  const start = (): void => {
    if (waiting.size > 0) kernels.push(together([...waiting.values()] as [Kernel]));
    waiting.clear();
  };
  for (const group of order) {
    const kernel = drafts.get(group) as Kernel;
    if (waiting.size === maximumParts || [...group.after].some((before) => waiting.has(before))) start();
    const isLoops = kernel.contraction === undefined && kernel.own === undefined;
    if (isLoops && sizeOf(kernel.extents) <= smallPoints) waiting.set(group, kernel);
    else kernels.push(kernel);
  }
  start();
  return kernels;
}

/** What else a kernel of parts says is that of the first, and not looked at. */
function together(parts: readonly [Kernel, ...Kernel[]]): Kernel {
  const name = parts.map((part) => part.name).join(', ');
  const origins = [...new Set(parts.flatMap((part) => part.origins ?? []))];
  return parts.length > 1 ? { ...parts[0], name, parts, origins } : parts[0];
}
