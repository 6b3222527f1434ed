import type { Plan } from './compile.ts';
import { type Buffer, type Kernel, loadsOf, readsOf, valuesOf, workOf, writesOf } from './kernel.ts';
import { overwritesSafely } from './order.ts';

/** The loops or the product of a kernel, and its number. A kernel of several parts has several. */
interface Place {
  readonly at: number;
  readonly kernel: Kernel;
}

/**
 * Why each kernel ends where it does, in words: for every buffer that it writes, who waits for all of it and why. A kernel
 * that the next one does not wait for says why they are not one.
 */
export function boundariesOf(
  { kernels, outputs, updates }: Plan['schedule'],
  variables: readonly string[],
  nameOf: (buffer: Buffer) => string,
): readonly (readonly string[])[] {
  const places = kernels.flatMap((kernel, at) => (kernel.parts ?? [kernel]).map((part) => ({ at, kernel: part })));
  const writers = new Map<Buffer, Place>();
  for (const place of places) for (const buffer of writesOf(place.kernel)) writers.set(buffer, place);
  const needs = kernels.map((kernel, at) => {
    const before = [...readsOf(kernel)].map((buffer) => writers.get(buffer)?.at ?? at);
    return new Set(before.filter((other) => other !== at));
  });
  const waits = (later: number, earlier: number, seen = new Set<number>()): boolean =>
    [...(needs[later] as Set<number>)].some((before) => {
      if (before === earlier) return true;
      if (seen.has(before)) return false;
      seen.add(before);
      return waits(before, earlier, seen);
    });
  const lines: string[][] = kernels.map(() => []);
  for (const reader of places) {
    for (const buffer of readsOf(reader.kernel)) {
      const writer = writers.get(buffer);
      if (writer === undefined || writer.at === reader.at) continue;
      const between = [...(needs[reader.at] as Set<number>)].find(
        (other) => other > writer.at && waits(other, writer.at),
      );
      const why = whyLater(reader.kernel, writer.kernel, buffer, between);
      lines[writer.at]?.push(`kernel ${reader.at} waits for all of ${nameOf(buffer)}: ${why}`);
    }
  }
  for (const buffer of outputs) {
    const writer = writers.get(buffer);
    if (writer !== undefined) lines[writer.at]?.push(`${nameOf(buffer)} is a result`);
  }
  updates.forEach(({ from }, i) => {
    const writer = writers.get(from);
    if (writer !== undefined) lines[writer.at]?.push(`${nameOf(from)} is the new content of "${variables[i]}"`);
  });
  for (const at of kernels.keys()) {
    const [own, next] = [kernels[at] as Kernel, kernels[at + 1]];
    if (next !== undefined && !waits(at + 1, at))
      lines[at]?.push(`kernel ${at + 1} needs nothing of it: ${apart(own, next)}`);
  }
  return lines.map((own) => [...new Set(own)]);
}

/** Why a kernel cannot compute on what another has computed of a buffer, while that goes on. */
function whyLater(reader: Kernel, writer: Kernel, buffer: Buffer, between: number | undefined): string {
  if (reader.contraction !== undefined && loadsBuffer(workOf(reader).values, buffer))
    return 'a product uses every element many times, from packed panels';
  if (reader.own !== undefined) return `it has loops of its own: ${reader.own.description}`;
  const loads = loadsOf(reader.stages.flatMap(valuesOf)).filter((load) => load.buffer === buffer);
  if (loads.some(({ kind }) => kind === 'gather')) return 'its elements are looked up at computed positions';
  if (between !== undefined) return `it also needs all of kernel ${between}, which needs this one`;
  const loopsOf = ({ extents, rows, columns }: Kernel): string => {
    const [outside, inside] = [rows, columns].map((axes) => axes.map((axis) => extents[axis]).join(' × ') || '1');
    return `rows ${outside}, columns ${inside}`;
  };
  const [there, here] = [loopsOf(reader), loopsOf(writer)];
  if (there === here) return 'it is read in another order than it is written';
  return `the loops there are ${there}, and here ${here}`;
}

/** Why two kernels that need nothing of each other are two. */
function apart(a: Kernel, b: Kernel): string {
  const special = [a, b].find(({ contraction, own }) => contraction !== undefined || own !== undefined);
  if (special?.contraction !== undefined) return 'a product has loops of its own';
  if (special?.own !== undefined) return `one has loops of its own: ${special.own.description}`;
  return 'they loop over different axes, and only small kernels gain by running side by side';
}

const loadsBuffer = (values: Parameters<typeof loadsOf>[0], buffer: Buffer): boolean =>
  loadsOf(values).some((load) => load.buffer === buffer);

/** Why the new content of a variable is not written in place, but copied at the end. */
export function whyCopied({ kernels, updates }: Plan['schedule'], index: number, variables: readonly string[]): string {
  const { from, old } = updates[index] as (typeof updates)[number];
  const twin = updates.findIndex((other) => other.inPlace && other.from === from);
  if (twin >= 0) return `"${variables[twin]}" gets the same content`;
  const writer = kernels.findIndex((kernel) => writesOf(kernel).has(from));
  if (writer < 0 || old === undefined) return 'no kernel computes it';
  const readers = [...kernels.keys()].filter((at) => readsOf(kernels[at] as Kernel).has(old));
  const later = readers.find((at) => at > writer);
  if (later !== undefined) return `kernel ${later} needs kernel ${writer}, and still reads the old content`;
  return overwritesSafely(kernels[writer] as Kernel, old, from)
    ? 'another kernel has to read the old content first'
    : `kernel ${writer} reads other elements of the old content than the one it overwrites`;
}
