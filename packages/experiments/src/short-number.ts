const raised: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

/**
 * A number as sentences show it, in either language: three digits, with a power of ten where there would be many zeros: `0.36`,
 * `1,024`, `2.4·10⁻¹²`.
 */
export function shortNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value < 0) return `−${shortNumber(-value)}`;
  if (value === 0) return '0';
  const [digits = '', exponent = ''] = value.toExponential(2).split('e');
  const power = Number(exponent);
  if (power >= -3 && power < 5) {
    if (power >= 3) return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
    return String(Number(value.toPrecision(3)));
  }
  const superscript = [...String(power)].map((character) => raised[character]).join('');
  return `${Number(digits)}·10${superscript}`;
}

/** A share as a percentage: `93 %`. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(share < 0.1 ? 2 : 3))} %`;
}
