import { digits } from '@gradkit/data/digits';
import { describe, expect, it } from 'vitest';
import {
  activation,
  allClose,
  batchNormalization,
  dense,
  foldBatchNorm,
  fromIterable,
  recalibrateBatchNorm,
  relu,
  sequential,
} from '../src/index.ts';

describe('the statistics of batch normalisation', () => {
  it('are taken from batches of a data set, in memory or not, and folded into the layers before', async () => {
    const { train, test } = digits().split(0.8, { seed: 1 });
    const network = () => {
      const layers = [0, 1].flatMap(() => [dense({ units: 16 }), batchNormalization(), activation(relu)]);
      return sequential([...layers, dense({ units: 10 })], { seed: 2 });
    };
    const model = network();
    await recalibrateBatchNorm(model, train.batch(100));
    const streamed = network();
    const samples = train.batch(train.size).at(0);
    const rows = samples.x.toArray() as number[][];
    await recalibrateBatchNorm(streamed, fromIterable(() => rows.map((x) => ({ x, y: 0 }))).batch(64));
    const { x } = test.batch(test.size).at(0);
    const output = model.apply(x);
    // Other batches, and so other roundings of float32.
    expect(allClose(streamed.apply(x), output, { rtol: 1e-3, atol: 1e-3 }).toArray()).toBe(true);
    const folded = foldBatchNorm(model);
    expect(folded.layers).toHaveLength(5);
    expect(allClose(folded.apply(x), output, { rtol: 1e-3, atol: 1e-3 }).toArray()).toBe(true);
  });
});
