import type { Plan } from './compile.ts';
import type { Affine, Buffer, Expression, Kernel } from './kernel.ts';
import { operandValue, partsOf, readsOf } from './kernel.ts';
import { sizeInBytes } from './memory-plan.ts';

/**
 * The kernels in order, why each value is stored, what each kernel reads and writes, and where everything lives.
 * @param names of the variables that are updated, in order
 */
export function explain({ schedule, memory, inputs, literals }: Plan, names: readonly string[]): string {
  const lines: string[] = [`${schedule.kernels.length} kernels, ${formatBytes(memory.size)} of scratch memory`];
  schedule.kernels.forEach((kernel, i) => {
    lines.push('', `kernel ${i}: ${kernel.name}`, ...indent(describeKernel(kernel)));
  });
  lines.push('', 'memory');
  for (const buffer of schedule.buffers) {
    const offset = memory.offsets.get(buffer);
    const place =
      offset !== undefined
        ? `scratch + ${offset}${memory.inPlace.has(buffer) ? `, in place of ${nameOf(memory.inPlace.get(buffer) as Buffer)}` : ''}`
        : inputs.includes(buffer)
          ? 'input'
          : literals.includes(buffer)
            ? 'number'
            : 'variable, in place';
    lines.push(`  ${nameOf(buffer)}: ${buffer.dtype} × ${buffer.size}, ${formatBytes(sizeInBytes(buffer))}, ${place}`);
  }
  schedule.updates.forEach(({ from, inPlace }, i) => {
    lines.push(`  variable "${names[i]}" ← ${nameOf(from)}${inPlace ? ', in place' : ', copied at the end'}`);
  });
  return lines.join('\n');
}

function describeKernel(kernel: Kernel): string[] {
  const { extents, rows, columns, contraction, scatter } = kernel;
  const lines: string[] = [];
  const extentsOf = (axes: readonly number[]): string => axes.map((a) => extents[a]).join(' × ') || '1';
  if (scatter !== undefined) {
    lines.push(`adds ${scatter.extents.join(' × ') || '1'} updates into ${nameOf(scatter.target.buffer)}`);
  } else {
    lines.push(`rows ${extentsOf(rows)}${columns.length > 0 ? `, columns ${extentsOf(columns)}` : ''}`);
  }
  if (contraction !== undefined) {
    lines.push(
      `product over k = ${contraction.depth} in blocks of ${contraction.blockDepth}: ` +
        `${contraction.left.kind === 'packed' ? 'panels of ' : ''}${printed(operandValue(contraction.left))} · ` +
        `panels of ${printed(contraction.right.value)}`,
    );
  }
  for (const stage of kernel.stages) {
    for (const { op, value } of stage.reductions) lines.push(`${stage.level}: ${op} ${printed(value)}`);
    for (const { buffer, value } of stage.stores) lines.push(`${stage.level}: ${nameOf(buffer)} = ${printed(value)}`);
  }
  const read = [...readsOf(kernel)].map(nameOf);
  if (read.length > 0) lines.push(`reads ${read.join(', ')}`);
  for (const reason of kernel.reasons) lines.push(`boundary: ${reason}`);
  return lines;
}

/** An expression as text, cut where it gets long. */
function printed(e: Expression, depth = 4): string {
  if (depth === 0) return '…';
  switch (e.kind) {
    case 'constant':
      return String(e.value);
    case 'load':
      return `${nameOf(e.buffer)}${isPoint(e.at) ? '' : '[·]'}`;
    case 'index':
      return 'index';
    case 'accumulator':
      return 'product';
    case 'reduced':
      return e.reduction.op;
    default: {
      const name = e.kind === 'apply' ? e.op : e.kind;
      return `${name}(${partsOf(e)
        .map((part) => printed(part, depth - 1))
        .join(', ')})`;
    }
  }
}

function isPoint({ strides }: Affine): boolean {
  return strides.every((stride) => stride === 0);
}

function nameOf(buffer: Buffer): string {
  return `${buffer.label}#${buffer.index}`;
}

function formatBytes(bytes: number): string {
  return bytes < 10_000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
