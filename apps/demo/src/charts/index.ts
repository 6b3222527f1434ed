export { createFigure, type Figure } from './figure.ts';
export { formatNumber, formatShare } from './number-format.ts';
