import type { KernelProfile, Profile, ProgramProfile } from './profile.ts';

const microseconds = (ms: number): string =>
  ms < 0.9995 ? `${(1000 * ms).toFixed(ms < 0.01 ? 2 : 1)} µs` : `${ms.toFixed(3)} ms`;

const percent = (part: number): string => `${(100 * part).toFixed(part < 0.0995 ? 1 : 0)} %`;

/** A profile as a table for each program: kernels in order, with what they cost and what they are for. */
export function reportOf({ milliseconds, kernelMilliseconds, programs, limits }: Omit<Profile, 'toString'>): string {
  const rest = milliseconds - kernelMilliseconds;
  const head = [
    `${microseconds(milliseconds)} in all: ${microseconds(kernelMilliseconds)} in kernels, ` +
      `${microseconds(rest)} in JavaScript (recording, compiling, copying, your code)`,
    `limits of one thread here: ${limits.multiplyAdds.toFixed(1)} · 10⁹ products and sums a second, ` +
      `${limits.memory.map(({ bytes, rate }) => `${rate.toFixed(0)} GB/s up to ${sizeText(bytes)}`).join(', ')}`,
  ];
  return [...head, ...programs.flatMap((program, i) => ['', ...programLines(program, i)])].join('\n');
}

const sizeText = (bytes: number): string =>
  bytes < 1048576 ? `${Math.round(bytes / 1024)} KiB` : `${Math.round(bytes / 1048576)} MiB`;

function programLines({ calls, milliseconds, kernels }: ProgramProfile, index: number): string[] {
  const rows = kernels.map((kernel) => kernelCells(kernel));
  const cells = [['kernel', 'time', 'share', 'of limit', '', 'what', 'for'], ...rows];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (column < 4 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [`program ${index}: ${calls} ${calls === 1 ? 'call' : 'calls'} of ${microseconds(milliseconds)}`, ...lines];
}

function kernelCells({ index, milliseconds, share, ofLimit, limit, name, origins }: KernelProfile): string[] {
  return [
    String(index),
    microseconds(milliseconds),
    percent(share),
    ofLimit === undefined ? '' : percent(ofLimit),
    limit ?? '',
    name,
    origins.join('; '),
  ];
}
