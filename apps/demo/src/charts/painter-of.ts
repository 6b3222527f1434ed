import type { View } from 'experiments';
import { barsPainter } from './paint/bars-painter.ts';
import { boundaryPainter } from './paint/boundary-painter.ts';
import { curvesPainter } from './paint/curves-painter.ts';
import { heatmapPainter } from './paint/heatmap-painter.ts';
import { histogramsPainter } from './paint/histograms-painter.ts';
import { imagesPainter } from './paint/images-painter.ts';
import { networkPainter } from './paint/network-painter.ts';
import { surfacePainter } from './paint/surface-painter.ts';
import type { Painter } from './painter.ts';

/** Kinds of views that are drawn; tables are written. */
export type DrawnKind = Exclude<View['kind'], 'table'>;

type Painters = { readonly [Kind in DrawnKind]: () => Painter<Extract<View, { kind: Kind }>> };

const painters: Painters = {
  curves: curvesPainter,
  histograms: histogramsPainter,
  heatmap: heatmapPainter,
  surface: surfacePainter,
  boundary: boundaryPainter,
  bars: barsPainter,
  images: imagesPainter,
  network: networkPainter,
};

/** A painter for views of a kind. It is only ever given views of that kind. */
export const painterOf = (kind: DrawnKind): Painter<View> => painters[kind]() as Painter<View>;
