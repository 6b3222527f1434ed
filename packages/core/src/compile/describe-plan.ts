import type { Op } from '../ops/operation.ts';
import { operations } from '../ops/table.ts';
import { boundariesOf, whyCopied } from './boundaries.ts';
import type { Plan } from './compile.ts';
import type { Buffer, Expression, Kernel } from './kernel.ts';
import { partsOf, readsOf } from './kernel.ts';
import { sizeInBytes } from './memory-plan.ts';

/**
 * The kernels in order, why each value is stored, what each kernel reads and writes, and where everything lives.
 * @param names of the variables that are updated, in order
 */
export function describePlan({ schedule, memory, inputs, literals }: Plan, names: readonly string[]): string {
  const { kernels, buffers, updates } = schedule;
  const boundaries = boundariesOf(schedule, names, nameOf);
  const placeOf = (buffer: Buffer): string => {
    const offset = memory.offsets.get(buffer);
    const taken = memory.inPlace.get(buffer);
    if (offset !== undefined) return `scratch + ${offset}${taken ? `, in place of ${nameOf(taken)}` : ''}`;
    if (inputs.includes(buffer)) return 'input';
    return literals.includes(buffer) ? 'number' : 'variable, in place';
  };
  return [
    `${kernels.length} kernels, ${memory.size} bytes of scratch memory`,
    ...kernels.flatMap((kernel, i) => [
      '',
      `kernel ${i}: ${kernel.name}`,
      ...describeKernel(kernel),
      ...(boundaries[i] as readonly string[]).map((boundary) => `  boundary: ${boundary}`),
    ]),
    '',
    'memory',
    ...buffers.map((b) => `  ${nameOf(b)}: ${b.dtype} × ${b.size}, ${sizeInBytes(b)} bytes, ${placeOf(b)}`),
    ...updates.map(
      ({ from, inPlace }, i) =>
        `  variable "${names[i]}" ← ${nameOf(from)}, ${inPlace ? 'in place' : `copied at the end: ${whyCopied(schedule, i, names)}`}`,
    ),
  ].join('\n');
}

function describeKernel(kernel: Kernel): string[] {
  const { extents, rows, columns, stages, contraction, own, parts, reasons, origins = [] } = kernel;
  if (parts !== undefined) {
    return parts.flatMap((part) => [`  part ${part.name}`, ...describeKernel(part).map((line) => `  ${line}`)]);
  }
  const extentsOf = (axes: readonly number[]): string => axes.map((a) => extents[a]).join(' × ') || '1';
  // A kernel that an operation plans has loops of its own.
  const lines =
    own === undefined
      ? [`rows ${extentsOf(rows)}, columns ${extentsOf(columns)}`]
      : [`writes ${own.writes.map(nameOf).join(', ')}`];
  if (contraction !== undefined) {
    const { values, depth, blockDepth } = contraction;
    const factors = values.map((value) => printed(value)).join(' · ');
    lines.push(`product over k = ${depth} in blocks of ${blockDepth}: ${factors}`);
  }
  for (const { level, reductions, stores } of stages) {
    for (const { op, value } of reductions) lines.push(`${level}: ${op} ${printed(value)}`);
    for (const { buffer, value } of stores) lines.push(`${level}: ${nameOf(buffer)} = ${printed(value)}`);
  }
  for (const each of own?.inner ?? []) lines.push(`repeats ${each.name}`, ...describeKernel(each));
  lines.push(`reads ${[...readsOf(kernel)].map(nameOf).join(', ')}`);
  if (origins.length > 0) lines.push(`for ${origins.join('; ')}`);
  for (const reason of new Set(reasons)) {
    const [op, why] = reason.split(': ') as [Op, string];
    const { family } = operations[op];
    lines.push(`value ${op}: ${(why === 'own' && words[family]) || (words[why] ?? why)}`);
  }
  return lines.map((line) => `  ${line}`);
}

/** Why values have a place in a kernel, and are not computed anew wherever they are used. */
const words: Readonly<Record<string, string>> = {
  reduce: 'a reduction',
  contract: 'sums of products',
  own: 'a kernel of its own',
  result: 'a result',
  unfused: 'fusion is off',
  padded: 'padded once, and read more than once',
  windows: 'windows of it are read in place',
  long: 'a long chain of operations',
  after: 'used more than once, and kept in place of sums that only it uses',
  shared: 'used more than once, and dearer than a load',
  repeated: 'repeated along an axis, and dearer than a load',
};

/** An expression as text, cut where it gets long. */
function printed(e: Expression, depth = 4): string {
  if (depth === 0) return '…';
  switch (e.kind) {
    case 'constant':
      return String(e.value);
    case 'load':
      return nameOf(e.buffer);
    case 'reduced':
      return e.reduction.op;
    default: {
      const parts = partsOf(e).map((part) => printed(part, depth - 1));
      return `${e.kind === 'apply' ? e.op : e.kind}(${parts.join(', ')})`;
    }
  }
}

function nameOf(buffer: Buffer): string {
  return `${buffer.label}#${buffer.index}`;
}
