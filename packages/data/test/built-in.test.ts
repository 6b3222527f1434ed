import { ArgumentError, DTypeError } from '@gradkit/core';
import type { Dataset } from '@gradkit/data';
import { breastCancer } from '@gradkit/data/breast-cancer';
import { digits } from '@gradkit/data/digits';
import { iris } from '@gradkit/data/iris';
import { wine } from '@gradkit/data/wine';
import { describe, expect, it } from 'vitest';

interface Facts {
  readonly make: (options?: { readonly dtype?: 'float32' | 'float64' }) => Dataset<'x' | 'y'>;
  readonly classes: readonly number[];
  /** Decimals of each column. */
  readonly decimals: readonly number[];
  /** Exact sums of each column, in units of its last decimal. */
  readonly sums: readonly number[];
  /** The same with row i, from 1, counted i times: it changes when rows do. */
  readonly weighted: readonly number[];
  /** Σ i · class of row i. */
  readonly weightedLabels: number;
  readonly doi: string;
}

// Computed in decimal arithmetic from the files of the UCI Machine Learning Repository by a program that shares nothing
// with this package; the class counts are also those of the repository's pages.
const facts: { readonly [name: string]: Facts } = {
  digits: {
    make: (options) => digits({ scale: false, ...options }),
    classes: [178, 182, 177, 183, 181, 182, 181, 179, 174, 180],
    decimals: new Array<number>(64).fill(0),
    sums: [
      0, 546, 9353, 21269, 21291, 10390, 2448, 233, 10, 3583, 18657, 21527, 18472, 14692, 3318, 194, 5, 4675, 17796,
      12566, 12755, 14028, 3214, 90, 2, 4438, 16337, 15852, 17839, 13570, 4165, 4, 0, 4204, 13778, 16302, 18512, 15713,
      5228, 0, 16, 2846, 12366, 12989, 13787, 14801, 6211, 49, 13, 1266, 13490, 17142, 16921, 15739, 6694, 371, 1, 502,
      9987, 21724, 21221, 12155, 3716, 655,
    ],
    weighted: [
      0, 510045, 8720863, 19619666, 19195086, 9194577, 2059015, 172902, 11534, 3438409, 16968379, 19266812, 16106097,
      12817072, 2751013, 152532, 5456, 4238968, 16055035, 11345773, 11306200, 12451828, 2824533, 85982, 1353, 3941089,
      14591914, 14355511, 15865092, 12150805, 3954266, 3862, 0, 3868398, 12180035, 14610098, 16484355, 14134779,
      4956797, 0, 16905, 2611402, 10954136, 11779670, 12244516, 13201221, 5672063, 61158, 11052, 1149350, 12082357,
      15213933, 15006720, 14221319, 6085403, 341010, 503, 462265, 9266992, 19809111, 18986138, 10590205, 3138761,
      601944,
    ],
    weightedLabels: 7272861,
    doi: '10.24432/C50P49',
  },
  iris: {
    make: iris,
    classes: [50, 50, 50],
    decimals: [1, 1, 1, 1],
    sums: [8765, 4586, 5637, 1799],
    weighted: [700174, 334892, 526456, 180234],
    weightedLabels: 16325,
    doi: '10.24432/C56C76',
  },
  wine: {
    make: wine,
    classes: [59, 71, 48],
    decimals: [2, 2, 2, 1, 0, 2, 2, 2, 2, 6, 3, 2, 0],
    sums: [231411, 41587, 42124, 34701, 17754, 40853, 36121, 6441, 28318, 900339999, 170426, 46488, 132947],
    weighted: [
      20442625, 4218880, 3766073, 3277512, 1558726, 3285270, 2541729, 631273, 2322165, 85981519828, 13872636, 3709047,
      10048165,
    ],
    weightedLabels: 21577,
    doi: '10.24432/C5PC7J',
  },
  breastCancer: {
    make: breastCancer,
    classes: [212, 357],
    decimals: [3, 2, 2, 1, 5, 5, 7, 6, 4, 5, 4, 4, 4, 3, 6, 6, 7, 6, 6, 7, 3, 2, 2, 1, 5, 5, 6, 6, 4, 5],
    sums: [
      8038429, 1097581, 5233038, 3726319, 5482900, 5937002, 505268107, 27834994, 1030811, 3573184, 2305429, 6923896,
      16307877, 22951798, 4006317, 14497061, 181475246, 6712002, 11688568, 21593003, 9257169, 1461034, 6103163, 5010518,
      7531773, 14467681, 154875247, 65210941, 1650530, 4776517,
    ],
    weighted: [
      2260382955, 315486379, 1468793552, 1034737146, 1540378902, 1611913085, 131707240828, 7299902559, 288841496,
      1013623608, 624278843, 1997286626, 4428801357, 6153958991, 1142827237, 3952876437, 49266981997, 1851776925,
      3244830918, 5966793317, 2577685353, 417214352, 1697440195, 1364494575, 2108941936, 3855563742, 40789927136,
      17392526823, 455959421, 1335067773,
    ],
    weightedLabels: 114561,
    doi: '10.24432/C5DW2B',
  },
};
describe.each(Object.entries(facts))('%s', (name, { make, classes, decimals, sums, weighted, weightedLabels, doi }) => {
  const rows = classes.reduce((sum, count) => sum + count, 0);

  it('has the rows and columns of the original', () => {
    const data = make();
    expect(data.x.shape).toEqual([rows, sums.length]);
    expect(data.x.dtype).toBe('float32');
    expect(data.y.dtype).toBe('int32');
    expect(data.classes).toBe(classes.length);
    expect(data.classNames?.length).toBe(classes.length);
    if (data.featureNames) expect(data.featureNames.length).toBe(sums.length);
    const labels = [...data.y.dataSync()];
    expect(classes.map((_, id) => labels.filter((label) => label === id).length)).toEqual(classes);
    expect(labels.reduce((sum, label, row) => sum + (row + 1) * label, 0)).toBe(weightedLabels);
  });

  it('has its numbers, exactly', () => {
    const values = make({ dtype: 'float64' }).x.dataSync();
    const total = new Array<number>(sums.length).fill(0);
    const byRow = new Array<number>(sums.length).fill(0);
    values.forEach((value, i) => {
      const [row, column] = [Math.floor(i / sums.length), i % sums.length];
      const unit = 10 ** (decimals[column] as number);
      const whole = Math.round(value * unit);
      // The decimal with that many places is the value itself, not a neighbour.
      if (whole / unit !== value) expect.fail(`row ${row}, column ${column}: ${value}`);
      total[column] = (total[column] as number) + whole;
      byRow[column] = (byRow[column] as number) + (row + 1) * whole;
    });
    expect(total).toEqual(sums);
    expect(byRow).toEqual(weighted);
  });

  it('rounds to the nearest float32', () => {
    const exact = make({ dtype: 'float64' }).x.dataSync();
    expect(make().x.dataSync()).toEqual(Float32Array.from(exact));
  });

  it('names its authors and its licence', () => {
    const { source } = make();
    expect(source?.licence).toBe('CC BY 4.0');
    expect(source?.doi).toBe(doi);
    expect(source?.authors.length).toBeGreaterThan(0);
    expect(source?.url).toMatch(/^https:\/\/archive\.ics\.uci\.edu\/dataset\/\d+\//);
  });

  it('refuses options that are wrong', () => {
    expect(() => make({ type: 'float32' } as object)).toThrow(ArgumentError);
    expect(() => make({ type: 'float32' } as object)).toThrow(new RegExp(`^${name}: unknown option "type"`));
    expect(() => make({ dtype: 'int32' as never })).toThrow(DTypeError);
  });
});

describe('iris', () => {
  it("has the two flowers as in Fisher's article", () => {
    // Fisher (1936), table I: the 35th and 38th Iris setosa.
    const { x } = iris({ dtype: 'float64' }).gather([34, 37]);
    expect(x.toArray()).toEqual([
      [4.9, 3.1, 1.5, 0.2],
      [4.9, 3.6, 1.4, 0.1],
    ]);
  });
});

describe('digits', () => {
  it('scales to 0 … 1 unless asked not to', () => {
    const scaled = digits().x.dataSync();
    const raw = digits({ scale: false }).x.dataSync();
    expect(scaled).toEqual(raw.map((value) => value / 16));
    expect(Math.max(...raw)).toBe(16);
    expect(Math.max(...scaled)).toBe(1);
  });

  it('comes as images on demand', () => {
    const data = digits({ image: true });
    expect(data.fields.x.shape).toEqual([8, 8, 1]);
    expect(data.x.dataSync()).toEqual(digits().x.dataSync());
    // The first image, a zero, as the repository's documentation of the test file begins.
    expect([...digits({ scale: false }).gather([0]).x.dataSync()].slice(0, 16)).toEqual([
      0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0,
    ]);
  });
});
