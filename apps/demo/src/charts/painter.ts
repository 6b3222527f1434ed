import type { Language } from '@gradkit/diagnostics/report';
import type { View } from 'experiments';
import type { SeriesStyle } from './series-style.ts';
import type { Theme } from './theme.ts';

/** What one draws on. Lengths are CSS pixels. */
export interface Sheet {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly language: Language;
}

/** A line of the legend. */
export interface LegendEntry {
  readonly text: string;
  readonly style: SeriesStyle;
  /** What its sample shows; default the line with a point. */
  readonly sample?: 'line' | 'point' | 'hollow' | 'fill';
}

/**
 * Places of a picture that have something to tell, as a grid: a pointer finds the nearest, arrow keys go from one to the next.
 */
export interface Places {
  readonly columns: number;
  readonly rows: number;
  nearest(x: number, y: number): readonly [column: number, row: number] | undefined;
  /** Where it is in pixels, and what is said there: a heading and lines. */
  at(column: number, row: number): Place;
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
}

/** What a picture leaves for its surroundings. */
export interface Painted {
  readonly legend: readonly LegendEntry[];
  readonly places?: Places;
  readonly start?: MovableStart;
}

/** A point of a picture that can be moved. */
export interface MovableStart {
  /** In pixels. */
  readonly x: number;
  readonly y: number;
  /** The numbers at a place, or undefined outside of the axes. */
  pointAt(x: number, y: number): { readonly x: number; readonly y: number } | undefined;
}

/** Draws views of one kind; keeps what is expensive between frames. */
export interface Painter<V extends View> {
  /** Height that suits a width, in CSS pixels. */
  height(view: V, width: number): number;
  paint(view: V, sheet: Sheet): Painted;
}
