const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `10⁻⁷`. */
export function powerOfTen(exponent: number): string {
  const digits = String(Math.abs(exponent));
  return `10${exponent < 0 ? '⁻' : ''}${[...digits].map((digit) => superscripts[Number(digit)]).join('')}`;
}

/**
 * A number as people read it: `0.11`, `12,345`, `3.2·10⁻⁷`. English and Korean write numbers alike, so there is one form.
 *
 * @param digits how many digits count, default 3; whole numbers up to a million are written in full
 */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const sign = value < 0 ? '−' : '';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return sign + grouped(String(size));
  const [mantissa, exponent] = size.toExponential(digits - 1).split('e') as [string, string];
  const power = Number(exponent);
  if (power >= 6 || power < -3) {
    const short = trimmed(mantissa);
    return sign + (short === '1' ? powerOfTen(power) : `${short}·${powerOfTen(power)}`);
  }
  return sign + grouped(trimmed(size.toFixed(Math.max(0, digits - 1 - power))));
}

/** A number between others of a known distance: all ticks of an axis have the same decimals. */
export function formatTick(value: number, step: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return formatNumber(value);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return (value < 0 ? '−' : '') + grouped(size.toFixed(Math.min(decimals, 12)));
}

/** `96 %` as both languages write it. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return formatNumber(share);
  const percent = 100 * share;
  return `${percent > 0 && percent < 1 ? formatNumber(percent, 2) : formatNumber(Number(percent.toFixed(1)))} %`;
}

const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

function grouped(text: string): string {
  const [whole, decimals] = text.split('.') as [string, string | undefined];
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? groups : `${groups}.${decimals}`;
}
