import { relu } from '@gradkit/activations';
import { augment, type Dataset, randomRotation, randomTranslation } from '@gradkit/data';
import {
  activation,
  batchNormalization,
  dense,
  dropout,
  flatten,
  type Layer,
  type Model,
  sequential,
} from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';
import { l2, type Regularizer } from '@gradkit/regularizers';
import { type Callback, earlyStopping, evaluate, fit } from '@gradkit/train';
import { images } from '../images.ts';
import { median, table } from '../statistics.ts';
import type { Trial } from '../trial.ts';

const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const seeds = [1, 2, 3, 4, 5];

/** What is done against overfitting; the network is 784-256-128-10 every time. */
interface Remedy {
  readonly name: string;
  readonly penalty?: Regularizer;
  /** What stands between a linear layer and its activation. */
  readonly before?: () => Layer;
  /** What stands after an activation. */
  readonly after?: () => Layer;
  readonly samples?: (train: Dataset) => Dataset;
  readonly callbacks?: () => Callback[];
}

const remedies: readonly Remedy[] = [
  { name: 'none' },
  { name: 'L2, λ = 0.001', penalty: l2(0.001) },
  { name: 'dropout 0.5', after: () => dropout({ rate: 0.5 }) },
  { name: 'batch normalisation', before: () => batchNormalization({ momentum: 0.9 }) },
  {
    name: 'augmentation: shift by 10 %, rotation by 18°',
    samples: (train) => train.map(augment([randomTranslation(0.1, 0.1), randomRotation(0.05)], { seed: 3 })),
  },
  { name: 'early stopping, patience 3', callbacks: () => [earlyStopping({ patience: 3, restoreBestWeights: true })] },
];

function network({ penalty, before, after }: Remedy): Model {
  const hidden = (units: number): Layer[] => [
    dense({ units, kernelRegularizer: penalty }),
    ...(before === undefined ? [] : [before()]),
    activation(relu),
    ...(after === undefined ? [] : [after()]),
  ];
  return sequential([flatten(), ...hidden(256), ...hidden(128), dense({ units: 10, kernelRegularizer: penalty })]);
}

/** Losses without penalties, after training with the remedy. */
async function losses(remedy: Remedy, seed: number): Promise<{ readonly train: number; readonly test: number }> {
  const all = images();
  const train = all.train.shuffle({ seed }).take(500);
  const validationData = all.train.shuffle({ seed }).skip(500).take(500);
  const model = network(remedy);
  await fit(model, remedy.samples?.(train) ?? train, {
    optimizer: adam(),
    loss,
    epochs: 40,
    batchSize: 32,
    seed,
    validationData,
    callbacks: remedy.callbacks?.() ?? [],
  });
  // The same model without its penalties: what is compared is the loss of the predictions.
  const bare = { apply: model.apply, parameters: [] };
  const measure = async (data: Dataset): Promise<number> => (await evaluate(bare, data, { loss, batchSize: 200 })).loss;
  return { train: await measure(train), test: await measure(all.test) };
}

export const overfitting: Trial = {
  name: 'overfitting',
  title: 'Overfitting and its remedies',
  needsImages: true,
  async run(report) {
    const rows: string[][] = [['remedy', 'training loss', 'test loss', 'gap', 'gap by seed']];
    for (const remedy of remedies) {
      const results: Awaited<ReturnType<typeof losses>>[] = [];
      for (const seed of seeds) results.push(await losses(remedy, seed));
      const gaps = results.map(({ train, test }) => test - train);
      rows.push([
        remedy.name,
        median(results.map(({ train }) => train)).toFixed(4),
        median(results.map(({ test }) => test)).toFixed(4),
        median(gaps).toFixed(4),
        gaps.map((gap) => gap.toFixed(3)).join(', '),
      ]);
      report(`${remedy.name}: gap ${median(gaps).toFixed(4)}`);
    }
    return [
      '500 images of MNIST, other ones for each of five seeds, and a network 784-256-128-10 that can learn them by heart: Adam,',
      'batches of 32, 40 epochs. Losses are cross-entropies without penalties, measured without dropout, of the 500 images and of',
      '2,000 others; medians over the seeds.',
      '',
      table(rows),
    ].join('\n');
  },
};
