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

/** Bytes, in thousands or millions. */
export function bytes(count: number): string {
  return Math.abs(count) < 999_500 ? `${digits(count / 1000)} kB` : `${digits(count / 1e6)} MB`;
}

/** How many times as long. */
export function times(ratio: number): string {
  return `${digits(ratio)} ×`;
}

/** A part of one. */
export function percent(part: number): string {
  return `${(100 * part).toFixed(0)} %`;
}
