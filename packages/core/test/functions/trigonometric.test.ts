import { tan } from '../../src/index.ts';
import { describeFloatFunction } from './float-function.ts';

describeFloatFunction('tan', {
  of: tan,
  meaning: Math.tan,
  points: [-1000, -1.57, -0.5, -1e-20, 1e-10, 0.7, 1.5, 3, 5000],
  ulps: 4,
  exact: [
    [0, 0],
    [-0, -0],
    [Infinity, Number.NaN],
  ],
});
