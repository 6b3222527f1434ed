export type { Choice, Config, Control, Cure, Experiment, Frame, Run } from './experiment.ts';
export { experiments } from './experiments.ts';
export type { Label } from './label.ts';
export type {
  Axis,
  Bars,
  Boundary,
  Curves,
  Heatmap,
  HistogramCell,
  Histograms,
  Images,
  Network,
  Numbers,
  Series,
  Surface,
  SurfacePath,
  Table,
  View,
} from './view.ts';
