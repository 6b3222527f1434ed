import { relu } from '@gradkit/activations';
import { digits } from '@gradkit/data/digits';
import { dense, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { accuracy } from '@gradkit/metrics';
import { sgd } from '@gradkit/optimizers';
import { evaluate, fit } from '@gradkit/train';
import { percent, table } from '../statistics.ts';
import type { Trial } from '../trial.ts';

const loss = sparseCategoricalCrossentropy({ fromLogits: true });

export const batchSizes: Trial = {
  name: 'batches',
  title: 'Batch, mini-batch and single samples',
  needsImages: false,
  async run(report) {
    const { train, test } = digits().split(0.8, { seed: 1 });
    const rows: string[][] = [['batch size', 'learning rate', 'updates', 'time', 'training loss', 'test accuracy']];
    for (const [batchSize, learningRate] of [
      ['full', 0.1],
      [32, 0.1],
      [1, 0.01],
    ] as const) {
      const model = sequential([dense({ units: 32, activation: relu }), dense({ units: 10 })], { seed: 1 });
      const optimizer = sgd({ learningRate });
      const started = performance.now();
      await fit(model, train, { optimizer, loss, epochs: 10, batchSize, seed: 1 });
      const seconds = (performance.now() - started) / 1000;
      const { loss: trained } = await evaluate(model, train, { loss, batchSize: 'full' });
      const tested = await evaluate(model, test, { loss, metrics: [accuracy()], batchSize: 'full' });
      const updates = optimizer.iterations.value.item();
      rows.push([
        String(batchSize),
        String(learningRate),
        String(updates),
        `${seconds.toFixed(2)} s`,
        trained.toFixed(4),
        percent(tested['accuracy'] as number),
      ]);
      report(`batch size ${batchSize}: ${updates} updates`);
    }
    return [
      'Ten epochs of plain gradient descent on the digits (64-32-10): the same samples, seen in more or fewer steps. Times include',
      'compiling, and depend on the machine.',
      '',
      table(rows),
    ].join('\n');
  },
};
