/** A logarithmic axis: where values lie between 0 and 1, and which of them get a mark. */
export interface LogScale {
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
}

/** The next number below or above of the form 1, 2 or 5 times a power of ten. */
function round(value: number, towards: 'down' | 'up'): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const steps = [1, 2, 5, 10].map((step) => step * power);
  const found =
    towards === 'down'
      ? steps.findLast((step) => step <= value * 1.000_001)
      : steps.find((step) => step >= value * 0.999_999);
  return found ?? value;
}

/** An axis that holds all values, from a round number to a round number. */
export function logScale(values: readonly number[]): LogScale {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const low = round(Math.min(...positive) / 1.1, 'down');
  const high = round(Math.max(...positive) * 1.1, 'up');
  const [from, to] = [Math.log10(low), Math.log10(high)];
  const candidates: number[] = [];
  for (let power = Math.floor(from); power <= Math.ceil(to); power++) {
    for (const step of to - from > 2.2 ? [1] : [1, 2, 5]) candidates.push(Number((step * 10 ** power).toPrecision(1)));
  }
  const ticks = candidates.filter((tick) => tick >= low * 0.999_999 && tick <= high * 1.000_001);
  return { place: (value) => (Math.log10(value) - from) / (to - from), ticks };
}

/** A round number without the zeros that count in a measured one. */
export function tickText(text: string): string {
  return text.replace(/\.0+(?=\D|$)/, '').replace(/(\.\d*[1-9])0+(?=\D|$)/, '$1');
}
