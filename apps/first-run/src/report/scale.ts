/** Numbers 1, 2 or 5 times a power of ten apart that cover [low, high] with about `count` steps. */
export function ticks(low: number, high: number, count: number): number[] {
  const span = high > low ? high - low : Math.abs(high) || 1;
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough * 0.999) ?? 10);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  // Multiples are rounded to the step's own digits, so that 3 · 0.1 is 0.3.
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(digits)));
}

/** The straight line that takes [from0, from1] to [to0, to1]. */
export function linear(from0: number, from1: number, to0: number, to1: number): (value: number) => number {
  return (value) => to0 + ((value - from0) / (from1 - from0)) * (to1 - to0);
}
