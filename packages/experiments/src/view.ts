import type { Label } from './label.ts';

/** Numbers as frames carry them: typed arrays travel between threads without being copied. */
export type Numbers = Float32Array | Float64Array;

/** How numbers lie along an axis. */
export interface Axis {
  readonly label: Label;
  readonly scale?: 'linear' | 'log';
  /** Default: what the data needs. */
  readonly range?: readonly [number, number];
  /** Names at whole numbers from 0, in place of numbers: layers, say. */
  readonly names?: readonly Label[];
}

interface Named {
  /** Unique in its experiment and the same in every frame, so that a picture goes on where it was. */
  readonly id: string;
  readonly title: Label;
}

/** Lines over one pair of axes. NaN interrupts a line. */
export interface Curves extends Named {
  readonly kind: 'curves';
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Vertical lines with a word: where training stopped. */
  readonly marks?: readonly { readonly x: number; readonly label: Label }[];
}

export interface Series {
  readonly name: Label;
  readonly x: Numbers;
  readonly y: Numbers;
  /** Dashed: validation beside training, a reference beside a measurement. */
  readonly dashed?: boolean;
  /** Series of one group have one colour: training and validation loss of one run. Default: each its own. */
  readonly group?: number;
  /** Points without a line between them. */
  readonly dots?: boolean;
}

/** Small multiples of histograms: a grid of rows and columns, all over one range. */
export interface Histograms extends Named {
  readonly kind: 'histograms';
  readonly rows: readonly Label[];
  readonly columns: readonly Label[];
  readonly x: Axis;
  /** Row by row; each between `from` and `to` in equal intervals. */
  readonly cells: readonly HistogramCell[];
}

export interface HistogramCell {
  readonly from: number;
  readonly to: number;
  readonly counts: Numbers;
}

/** A grid of numbers as colours: `values[row * columns + column]`. NaN is left out. */
export interface Heatmap extends Named {
  readonly kind: 'heatmap';
  readonly x: Axis;
  readonly y: Axis;
  readonly columns: number;
  readonly rows: number;
  readonly values: Numbers;
  /** What colours mean; a log scale needs positive numbers. */
  readonly color: Axis & { readonly diverging?: boolean };
}

/** A function of two variables with its contours, and paths over it. `values[row * columns + column]`, row 0 at the lowest y. */
export interface Surface extends Named {
  readonly kind: 'surface';
  readonly x: Axis & { readonly range: readonly [number, number] };
  readonly y: Axis & { readonly range: readonly [number, number] };
  readonly columns: number;
  readonly rows: number;
  readonly values: Numbers;
  readonly scale: 'linear' | 'log';
  readonly paths: readonly SurfacePath[];
  readonly points?: readonly { readonly x: number; readonly y: number; readonly label: Label }[];
  /** Where paths begin, if it can be moved: the keys of the controls that hold it. */
  readonly start?: { readonly x: string; readonly y: string };
  /** Around the origin: the diamond of L1 or the disc of L2. */
  readonly ball?: { readonly norm: 1 | 2; readonly radius: number };
}

export interface SurfacePath {
  readonly name: Label;
  /** x, y of each point, one after the other. */
  readonly points: Numbers;
}

/** What a classifier says everywhere in a square, with the samples. `values`: the class with the largest score. */
export interface Boundary extends Named {
  readonly kind: 'boundary';
  readonly x: Axis & { readonly range: readonly [number, number] };
  readonly y: Axis & { readonly range: readonly [number, number] };
  readonly columns: number;
  readonly rows: number;
  /** Of two classes: probability of class 1. Of more: class + confidence, in [class, class + 1). Row 0 at the lowest y. */
  readonly values: Numbers;
  readonly classes: number;
  readonly points: { readonly x: Numbers; readonly y: Numbers; readonly label: Numbers; readonly isTest?: Numbers };
}

/** Bars with names. */
export interface Bars extends Named {
  readonly kind: 'bars';
  readonly names: readonly Label[];
  readonly y: Axis;
  /** One for each name; several series stand beside each other. */
  readonly series: readonly { readonly name: Label; readonly values: Numbers }[];
  /** Horizontal lines with a word. */
  readonly limits?: readonly { readonly y: number; readonly label: Label }[];
}

/** Small grey images, values from 0 (background) to 1. */
export interface Images extends Named {
  readonly kind: 'images';
  readonly width: number;
  readonly height: number;
  readonly images: readonly { readonly pixels: Numbers; readonly caption: Label }[];
}

/** Units in layers with connections: sub-networks of dropout, ways of connecting layers. */
export interface Network extends Named {
  readonly kind: 'network';
  readonly layers: readonly { readonly name: Label; readonly units: readonly { readonly active: boolean }[] }[];
  /** From layer and unit to layer and unit; default all neighbours. */
  readonly edges?: readonly {
    readonly from: readonly [number, number];
    readonly to: readonly [number, number];
    readonly active: boolean;
  }[];
}

/** Rows of words and numbers. */
export interface Table extends Named {
  readonly kind: 'table';
  readonly columns: readonly Label[];
  readonly rows: readonly (readonly (Label | number)[])[];
}

/** A picture as data: what a page draws, a reader is told and a table shows. */
export type View = Curves | Histograms | Heatmap | Surface | Boundary | Bars | Images | Network | Table;
