import type { Axis } from 'experiments';
import type { Sheet } from './painter.ts';
import type { Scale } from './scale.ts';
import { textOf } from './text-of.ts';
import { wordsOf } from './words.ts';

/** A rectangle in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Size of the letters of ticks and names. */
export const letterSize = 12;

export const fontOf = (sheet: Sheet, weight = 400): string => `${weight} ${letterSize}px ${sheet.theme.font}`;

/** Options of {@link drawAxes}. */
export interface AxesOptions {
  readonly box: Box;
  readonly x: Axis;
  readonly y: Axis;
  readonly xScale: Scale;
  readonly yScale: Scale;
  /** Lines across the picture at the ticks; default both. */
  readonly grid?: 'both' | 'y' | 'none';
  /** Where the name of y stands; default right above the picture. */
  readonly nameAt?: number;
}

/** Draws ticks, grid and labels of a pair of axes: the name of y lies above it, to be read without turning one's head. */
export function drawAxes(
  sheet: Sheet,
  { box, x, y, xScale, yScale, grid = 'both', nameAt = box.top - 9 }: AxesOptions,
): void {
  const { context, theme, language } = sheet;
  context.save();
  context.lineWidth = 1;
  context.font = fontOf(sheet);
  context.strokeStyle = theme.grid;
  context.beginPath();
  for (const { at, text } of yScale.ticks) {
    if (grid === 'none' || text === '') continue;
    context.moveTo(box.left, crisp(at));
    context.lineTo(box.right, crisp(at));
  }
  for (const { at, text } of xScale.ticks) {
    if (grid !== 'both' || text === '') continue;
    context.moveTo(crisp(at), box.top);
    context.lineTo(crisp(at), box.bottom);
  }
  context.stroke();
  context.strokeStyle = theme.muted;
  context.beginPath();
  context.moveTo(crisp(box.left), box.top);
  context.lineTo(crisp(box.left), crisp(box.bottom));
  context.lineTo(box.right, crisp(box.bottom));
  for (const { at, text } of yScale.ticks) {
    context.moveTo(box.left, crisp(at));
    context.lineTo(box.left - (text === '' ? 2 : 4), crisp(at));
  }
  for (const { at, text } of xScale.ticks) {
    context.moveTo(crisp(at), box.bottom);
    context.lineTo(crisp(at), box.bottom + (text === '' ? 2 : 4));
  }
  context.stroke();
  context.fillStyle = theme.muted;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const { at, text } of yScale.ticks) context.fillText(text, box.left - 7, at, box.left - 8);
  drawXTicks(sheet, box, xScale);
  context.fillStyle = theme.ink;
  context.textAlign = 'right';
  context.fillText(textOf(x.label, language), box.right, box.bottom + 30, box.right - box.left);
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.fillText(textOf(y.label, language), 2, nameAt, box.right - 2);
  context.restore();
}

/** Says in the middle of a picture that it has no numbers yet. */
export function drawEmpty(sheet: Sheet, box: Box): void {
  const { context, theme, language } = sheet;
  context.save();
  context.font = fontOf(sheet);
  context.fillStyle = theme.muted;
  context.textAlign = 'center';
  context.fillText(wordsOf(language).empty, (box.left + box.right) / 2, (box.top + box.bottom) / 2);
  context.restore();
}

function drawXTicks(sheet: Sheet, box: Box, scale: Scale): void {
  const { context } = sheet;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  let end = Number.NEGATIVE_INFINITY;
  for (const { at, text } of scale.ticks) {
    if (text === '') continue;
    const half = context.measureText(text).width / 2;
    const center = Math.max(half + 1, Math.min(at, sheet.width - half - 1));
    if (center - half < end + 6) continue;
    context.fillText(text, center, box.bottom + 13);
    end = center + half;
  }
}

/** The middle of a pixel, where thin lines are sharp. */
export const crisp = (place: number): number => Math.round(place - 0.5) + 0.5;
