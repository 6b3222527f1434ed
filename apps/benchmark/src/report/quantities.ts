/** Three digits that count: `1.23`, `45.6`, `789`. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  return value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

/** A time in the unit that reads best. */
export function duration(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  if (ms < 0.9995) return `${digits(1000 * ms)} µs`;
  return ms < 999.5 ? `${digits(ms)} ms` : `${digits(ms / 1000)} s`;
}

/** Bytes in millions. */
export function megabytes(bytes: number): string {
  return `${digits(bytes / 1e6)} MB`;
}

/** How many times as long. */
export function times(ratio: number): string {
  return `${digits(ratio)} ×`;
}
