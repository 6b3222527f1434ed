import type { Language } from '../language.ts';
import { formatNumber } from '../text/format.ts';

/** Numbers as they are written in a language. */
export interface Write {
  /** `0.31`, `3·10⁻¹¹` */
  number(value: number): string;
  /** `93 %` */
  share(value: number): string;
  /** `1,024` */
  count(value: number): string;
  /** `0.001`, as in code */
  setting(value: number): string;
  /** Short, for axes. */
  tick(value: number): string;
  /** `10.4 kB` */
  bytes(value: number): string;
  /** `3.2 ms` */
  seconds(value: number): string;
}

/** How a language writes numbers. */
export function writerOf(language: Language): Write {
  const number = (value: number): string => formatNumber(value, 'number', language);
  const scaled = (value: number, units: readonly (readonly [number, string])[]): string => {
    const [size, unit] = units.find(([least]) => value >= least) ?? (units.at(-1) as readonly [number, string]);
    return `${number(value / size)} ${unit}`;
  };
  return {
    number,
    share: (value) => formatNumber(value, 'share', language),
    count: (value) => formatNumber(value, 'count', language),
    setting: (value) => formatNumber(Number(value.toPrecision(2)), 'setting', language),
    tick(value) {
      const size = Math.abs(value);
      if (size !== 0 && (size < 1e-2 || size >= 1e5)) return number(value);
      return new Intl.NumberFormat(language, { maximumSignificantDigits: 4 }).format(value).replace('-', '−');
    },
    bytes: (value) =>
      scaled(value, [
        [1e9, 'GB'],
        [1e6, 'MB'],
        [1e3, 'kB'],
        [1, 'B'],
      ]),
    seconds(value) {
      const [minutes, seconds] = language === 'ko' ? ['분', '초'] : ['min', 's'];
      return scaled(value, [
        [60, minutes as string],
        [1, seconds as string],
        [1e-3, 'ms'],
        [1e-6, 'µs'],
      ]);
    },
  };
}
