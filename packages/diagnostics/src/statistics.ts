/** The middle of numbers, of which those that are not finite are left out; undefined where none is left. */
export function median(values: readonly number[]): number | undefined {
  return quantile(values, 0.5);
}

/** The number below which a share of the finite ones lies, straight between neighbours; undefined where there are none. */
function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number];
  return below + (above - below) * (place - Math.floor(place));
}

/** Their mean; undefined where there are none. */
export function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of a list, the part between two shares of its length, with at least one element if there is any. */
export function part<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const first = Math.min(Math.floor(list.length * from), list.length - 1);
  return list.slice(Math.max(0, first), Math.max(first + 1, Math.ceil(list.length * to)));
}

/** The root of the mean square of what lies around the straight line that fits best. */
export function deviationFromTrend(values: readonly number[]): number {
  const count = values.length;
  if (count < 3) return 0;
  const middle = (count - 1) / 2;
  const mean = meanOf(values) as number;
  let [products, squares] = [0, 0];
  for (const [i, value] of values.entries()) {
    products += (i - middle) * (value - mean);
    squares += (i - middle) ** 2;
  }
  const slope = products / squares;
  const rest = values.reduce((sum, value, i) => sum + (value - mean - slope * (i - middle)) ** 2, 0);
  return Math.sqrt(rest / (count - 2));
}

/** The nearest of 1, 2, 3 and 5 times a power of ten: how people write settings. */
export function roundSetting(value: number): number {
  if (!(value > 0 && value < Infinity)) return value;
  const power = Math.floor(Math.log10(value));
  const nearest = [1, 2, 3, 5, 10].reduce((best, digit) => {
    const distance = (candidate: number): number => Math.abs(Math.log10(value) - power - Math.log10(candidate));
    return distance(digit) < distance(best) ? digit : best;
  }, 1);
  return Number(`${nearest}e${power}`);
}
