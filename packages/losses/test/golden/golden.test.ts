import { gradients } from '@gradkit/autograd';
import { type DType, sum, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, test } from 'vitest';
import type { Loss, Reduction, Weighting } from '../../src/index.ts';
import * as losses from '../../src/index.ts';
import { expectClose } from '../close.ts';
import ctcFile from './ctc.json' with { type: 'json' };
import kerasFile from './keras.json' with { type: 'json' };

interface GoldenArray {
  readonly shape: readonly number[];
  readonly dtype?: string;
  readonly values: readonly number[];
}

/** What Keras gives for a loss, by reduction, and the gradient of the mean. */
interface Case {
  readonly loss: string;
  readonly options: object;
  readonly yTrue: GoldenArray;
  readonly yPred: GoldenArray;
  readonly sampleWeight?: GoldenArray;
  readonly mask?: GoldenArray;
  readonly mean?: readonly number[];
  readonly sum?: readonly number[];
  readonly none?: readonly number[];
  readonly weightedMean?: readonly number[];
  readonly gradient?: readonly number[];
}

const reductions: readonly Reduction[] = ['mean', 'sum', 'none', 'weightedMean'];
const factories = losses as unknown as Readonly<Record<string, (options: object) => Loss>>;
const arrayOf = ({ shape, dtype = 'float64', values }: GoldenArray): Tensor =>
  tensor(Float64Array.from(values), { shape: [...shape], dtype: dtype as DType });

/** Sums of a few terms of float64 functions; Keras computes some with more roundings than we do. */
const tolerance = 1e-12;

const rows = (kerasFile.cases as readonly Case[]).map((row, i) => {
  const weighting = [row.sampleWeight && 'weights', row.mask && 'a mask'].filter(Boolean).join(' and ');
  return { name: `${i}: ${row.loss} ${JSON.stringify(row.options)} ${weighting && `with ${weighting}`}`, row };
});

describe('values of Keras', () => {
  test.each(rows)('$name', ({ row }) => {
    const factory = factories[row.loss] as (options: object) => Loss;
    const yTrue = arrayOf(row.yTrue);
    const yPred = arrayOf(row.yPred);
    const weighting: Weighting = {
      sampleWeight: row.sampleWeight && arrayOf(row.sampleWeight),
      mask: row.mask && arrayOf(row.mask),
    };
    for (const reduction of reductions) {
      const expected = row[reduction];
      if (expected === undefined) continue;
      const value = factory({ ...row.options, reduction })(yTrue, yPred, weighting);
      expectClose(value.dataSync(), expected, tolerance);
    }
    if (row.gradient === undefined) return;
    const mean = sum(factory(row.options)(yTrue, yPred, weighting));
    expectClose((gradients(mean, [yPred])[0] as Tensor).dataSync(), row.gradient, tolerance);
  });

  test('are there for every loss of Keras', () => {
    const mine = ['contrastive', 'checkLabels', 'createLoss'];
    const aliases = ['mae', 'mape', 'mse', 'msle'];
    const tested = new Set(rows.map(({ row }) => row.loss));
    expect(Object.keys(losses).filter((name) => ![...mine, ...aliases].includes(name) && !tested.has(name))).toEqual(
      [],
    );
  });
});

describe('values of PyTorch', () => {
  test.each(ctcFile.cases.map((row, i) => ({ name: `${i}: ctc ${JSON.stringify(row.options)}`, row })))(
    '$name',
    ({ row }) => {
      const yPred = arrayOf(row.yPred);
      const mask = row.mask ? arrayOf({ shape: row.yPred.shape.slice(0, 2), values: row.mask }) : undefined;
      const labels = arrayOf({ ...row.yTrue, dtype: 'int32' });
      const values = losses.ctc({ ...row.options, reduction: 'none' })(labels, yPred, { mask });
      expectClose(values.dataSync(), row.values, tolerance);
      const [gradient] = gradients(sum(values), [yPred]) as [Tensor];
      expectClose(gradient.dataSync(), row.gradient, tolerance);
    },
  );
});
