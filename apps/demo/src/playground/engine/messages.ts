import type { Finding } from '@gradkit/diagnostics/report';
import type { Recipe } from 'experiments/recipe';

/** What stays the same during a run: where the picture lies and which samples are in it. */
export interface Scene {
  readonly run: number;
  /** The two features themselves, or the first two principal components of more. */
  readonly axes: 'features' | 'components';
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  /** Numbers along each side of the grids in frames. */
  readonly cells: number;
  readonly classes: number;
  readonly features: number;
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly points: {
    readonly x: Float32Array;
    readonly y: Float32Array;
    readonly label: Float32Array;
    readonly isTest: Float32Array;
  };
}

/** A moment of a run. */
export interface PlaygroundFrame {
  readonly run: number;
  readonly step: number;
  readonly epoch: number;
  /** Steps of training in a second, of late. */
  readonly rate: number;
  readonly trainLoss: number;
  readonly testLoss: number;
  readonly trainAccuracy: number;
  readonly testAccuracy: number;
  /** What the network says everywhere, as `Boundary.values`. */
  readonly values: Float32Array;
  /** For each hidden layer its first units, one grid after the other. */
  readonly units: readonly Float32Array[];
  /** Kernels from layer to layer, row by row, of those with few enough weights to be drawn. */
  readonly kernels: readonly Float32Array[];
  readonly curve: { readonly step: Float32Array; readonly train: Float32Array; readonly test: Float32Array };
  readonly findings: readonly Finding[];
  /** Whether it trains; a run that is done has stopped by itself. */
  readonly state: 'running' | 'paused' | 'done';
}

/** From the page to the worker. Orders of another run than the last one are not heard. */
export type PlaygroundOrder =
  | {
      readonly type: 'start';
      readonly run: number;
      readonly recipe: Recipe;
      readonly paused: boolean;
      readonly stepsPerFrame: number;
    }
  | { readonly type: 'pause'; readonly run: number }
  | { readonly type: 'resume'; readonly run: number }
  | { readonly type: 'stop'; readonly run: number }
  /** Makes so many steps and waits again. */
  | { readonly type: 'step'; readonly run: number; readonly steps: number }
  /** Steps between two frames; 0 for as many as there is time for. */
  | { readonly type: 'speed'; readonly run: number; readonly stepsPerFrame: number };

/** From the worker to the page. */
export type PlaygroundNotice =
  | { readonly type: 'scene'; readonly scene: Scene }
  | { readonly type: 'frame'; readonly frame: PlaygroundFrame }
  | { readonly type: 'error'; readonly run: number; readonly message: string };

/** Units of a layer whose output is drawn. */
export const shownUnits = 8;
