import type { Lightness } from './palette.ts';

/** Colours and letters of a page, as its style sheet says. */
export interface Theme {
  readonly lightness: Lightness;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly surface: string;
  readonly series: readonly string[];
  readonly font: string;
}

/** Reads what `charts.css`, or whoever overrides it, says for a canvas; colours in any form that CSS knows become `#rrggbb`. */
export function themeOf(context: CanvasRenderingContext2D): Theme {
  const style = getComputedStyle(context.canvas);
  const color = (name: string): string => {
    context.fillStyle = '#808080';
    context.fillStyle = style.getPropertyValue(name).trim();
    return String(context.fillStyle).slice(0, 7);
  };
  return {
    lightness: style.getPropertyValue('--chart-lightness').trim() === 'dark' ? 'dark' : 'light',
    ink: color('--chart-ink'),
    muted: color('--chart-muted'),
    grid: color('--chart-grid'),
    surface: color('--chart-surface'),
    series: [1, 2, 3, 4, 5, 6, 7, 8].map((i) => color(`--chart-series-${i}`)),
    font: style.fontFamily,
  };
}
