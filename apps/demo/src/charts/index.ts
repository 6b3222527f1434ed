export type { Figure, FigureOptions } from './figure.ts';
export { createFigure } from './figure.ts';
export { formatNumber, formatShare } from './number-format.ts';
export { summaryOf } from './summary-of.ts';
export type { ViewTable } from './table-of.ts';
export { tableOf } from './table-of.ts';
export { textOf } from './text-of.ts';
