import { acosh, asinh, atanh, cosh, sinh } from '../../src/index.ts';
import { describeFloatFunction } from './float-function.ts';

const nan = Number.NaN;

describeFloatFunction('sinh', {
  of: sinh,
  meaning: Math.sinh,
  points: [-88, -19.9, -1, -1e-10, 1e-30, 0.3, 2, 20.1, 50, 89.2],
  ulps: 4,
  exact: [
    [0, 0],
    [-0, -0],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [800, Infinity],
  ],
});

describeFloatFunction('cosh', {
  of: cosh,
  meaning: Math.cosh,
  points: [-89.2, -20, -1, -1e-10, 0.3, 2, 50, 88],
  ulps: 4,
  exact: [
    [0, 1],
    [Infinity, Infinity],
    [-Infinity, Infinity],
    [-800, Infinity],
  ],
});

describeFloatFunction('asinh', {
  of: asinh,
  meaning: Math.asinh,
  points: [-3e38, -8193, -3, -0.4, -1e-9, 1e-30, 0.01, 1, 8191, 1e10],
  ulps: 4,
  exact: [
    [0, 0],
    [-0, -0],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
  ],
});

describeFloatFunction('acosh', {
  of: acosh,
  meaning: Math.acosh,
  points: [1 + 2 ** -20, 1.001, 1.5, 3, 8191, 8193, 1e10, 3e38],
  ulps: 4,
  exact: [
    [1, 0],
    [0.5, nan],
    [-3, nan],
    [Infinity, Infinity],
    [-Infinity, nan],
  ],
});

describeFloatFunction('atanh', {
  of: atanh,
  meaning: Math.atanh,
  points: [-0.999, -0.5, -1e-10, 1e-30, 0.3, 1 - 2 ** -20],
  ulps: 3,
  exact: [
    [0, 0],
    [-0, -0],
    [1, Infinity],
    [-1, -Infinity],
    [1.5, nan],
    [-Infinity, nan],
  ],
});
