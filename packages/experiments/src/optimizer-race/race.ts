import type { Config } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import type { SurfaceName } from '../surface/surfaces.ts';

export const defaults = {
  surface: 'rosenbrock',
  methods: 'all',
  x: -1.2,
  y: 1,
  rateFactor: 1,
  noise: 0,
  budget: 5000,
  seed: 1,
};

/** A configuration of the race, typed. */
export interface Race {
  readonly surface: SurfaceName;
  readonly methods: string;
  readonly start: readonly [number, number];
  readonly rateFactor: number;
  readonly noise: number;
  readonly budget: number;
  readonly seed: number;
}

export function raceOf(config: Config): Race {
  const { surface, x, y, ...others } = settingsOf(defaults, config);
  return { ...others, surface: (surface === 'noisy' ? 'quadratic' : surface) as SurfaceName, start: [x, y] };
}

/** How near to the least value a method must come to have arrived. Noise keeps all of them further away. */
export function targetOf({ noise }: Race): number {
  return Math.max(1e-4, noise ** 2 / 20);
}

/** Whether a place is off the ridge of the saddle, from which everything slides down. */
export function hasLeftSaddle(y: number): boolean {
  return Math.abs(y) >= 1;
}
