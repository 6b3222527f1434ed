import type { Language } from '../language.ts';
import type { Measure } from '../measure.ts';

/** How a number is written: `share` in per cent, `count` without decimals, `setting` in full, as in code. */
export type Notation = 'share' | 'count' | 'setting' | 'number';

const notations: Readonly<Partial<Record<Measure, Notation>>> = {
  'update-to-weight': 'share',
  'saturated-share': 'share',
  'dead-share': 'share',
  'weight-shrinkage': 'share',
  'loss-to-baseline': 'share',
  'loss-progress': 'share',
  'late-progress': 'share',
  'loss-fluctuation': 'share',
  'penalty-share': 'share',
  'gradient-agreement': 'share',
  'rarest-share': 'share',
  'non-finite-share': 'share',
  'best-epoch': 'count',
  'batch-size': 'count',
  epochs: 'count',
  units: 'count',
  samples: 'count',
  features: 'count',
  classes: 'count',
  step: 'count',
  'learning-rate': 'setting',
};

/** A number of evidence as it is written in a language: `93 %`, `1,024`, `3·10⁻¹¹`. */
export function formatMeasure(measure: Measure, value: number, language: Language): string {
  return formatNumber(value, notations[measure] ?? 'number', language);
}

/** A number in a notation; very small and very large ones as a power of ten. */
export function formatNumber(value: number, notation: Notation, language: Language): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const plain = (number: number, options: Intl.NumberFormatOptions): string =>
    new Intl.NumberFormat(language, options).format(number).replace('-', '−');
  if (notation === 'count') return plain(Math.round(value), {});
  if (notation === 'setting') return plain(value, { maximumSignificantDigits: 3, maximumFractionDigits: 12 });
  const size = Math.abs(value);
  if (notation === 'share' && (value === 0 || (size >= 1e-5 && size < 100))) {
    const share = plain(100 * value, { maximumSignificantDigits: 2 });
    return language === 'en' ? `${share} %` : `${share}%`;
  }
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return powerOfTen(value, plain);
  return plain(value, { maximumSignificantDigits: size >= 100 ? 3 : 2 });
}

function powerOfTen(value: number, plain: (number: number, options: Intl.NumberFormatOptions) => string): string {
  const [digits = '', exponent = ''] = value.toExponential(1).split('e');
  const raised = [...exponent.replace('+', '')].map((sign) => superscripts[sign] ?? sign).join('');
  const factor = Number(digits);
  return factor === 1 ? `10${raised}` : `${plain(factor, { maximumSignificantDigits: 2 })}·10${raised}`;
}

const superscripts: Readonly<Record<string, string>> = {
  '-': '⁻',
  0: '⁰',
  1: '¹',
  2: '²',
  3: '³',
  4: '⁴',
  5: '⁵',
  6: '⁶',
  7: '⁷',
  8: '⁸',
  9: '⁹',
};
