import { relu } from '@gradkit/activations';
import { softmax, type Tensor } from '@gradkit/core';
import type { DataSource, Dataset } from '@gradkit/data';
import { digits } from '@gradkit/data/digits';
import { heNormal } from '@gradkit/initializers';
import { activation, batchNormalization, dense, dropout, type Model, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { accuracy, computeMetric, confusionMatrix } from '@gradkit/metrics';
import { adam } from '@gradkit/optimizers';
import { l2 } from '@gradkit/regularizers';
import { type Callback, type Evaluation, earlyStopping, evaluate, fit, type History, predict } from '@gradkit/train';

/** What was chosen, as pairs of a name and a value: for readers who want to repeat it. */
type Settings = readonly (readonly [name: string, value: string])[];

/** A test image that the network takes for another digit. */
export interface Mistake {
  /** Position among the test images. */
  readonly index: number;
  /** 8 × 8 brightnesses from 0 to 1, row by row. */
  readonly pixels: readonly number[];
  readonly truth: string;
  readonly predicted: string;
  /** The probability that the network gave its answer. */
  readonly probability: number;
}

/** Everything that the run found out. */
export interface DigitsResult {
  readonly model: Model;
  readonly history: History;
  readonly evaluation: Evaluation;
  readonly classNames: readonly string[];
  /** Test images by true class (rows) and predicted class (columns). */
  readonly confusion: readonly (readonly number[])[];
  /** The most certain first. */
  readonly mistakes: readonly Mistake[];
  readonly settings: Settings;
  readonly source: DataSource;
}

/** Trains one hidden layer on four fifths of the handwritten digits and tests it on the last. All chance is the seed's. */
export async function trainDigits(
  seed: number,
  epochs: number,
  callbacks: readonly Callback[] = [],
): Promise<DigitsResult> {
  const data = digits();
  const { train, test } = data.split(0.8, { seed });

  const model = sequential([
    dense({ units: 64, kernelInitializer: heNormal(), kernelRegularizer: l2(0.001) }),
    batchNormalization(),
    activation(relu),
    dropout({ rate: 0.5 }),
    dense({ units: 10 }),
  ]);
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  const history = await fit(model, train, {
    optimizer: adam({ learningRate: 0.001 }),
    loss,
    metrics: [accuracy()],
    epochs,
    batchSize: 32,
    validationSplit: 0.1,
    seed,
    callbacks: [earlyStopping({ patience: 5, restoreBestWeights: true }), ...callbacks],
  });

  const classNames = data.classNames ?? [];
  const logits = await predict(model, test);
  const counts = computeMetric(confusionMatrix({ classes: classNames.length }), test.y, logits);
  return {
    model,
    history,
    evaluation: await evaluate(model, test, { loss, metrics: [accuracy()] }),
    classNames,
    confusion: counts.toArray() as number[][],
    mistakes: findMistakes(test, logits, classNames),
    settings: [
      [
        'data',
        `${train.size} images to train with, of which the last tenth for validation, and ${test.size} to test with`,
      ],
      ['network', '64 inputs, 64 hidden units with batch normalisation, ReLU and dropout 0.5, 10 outputs'],
      ['loss', 'cross-entropy, plus 0.001 times the sum of squares of the hidden kernel'],
      ['optimizer', 'Adam, learning rate 0.001, batches of 32'],
      ['stopping', `after ${epochs} epochs, or 5 without a better validation loss; the best weights are kept`],
      ['seed', `${seed}: for the choice of test images, the weights, the order and the dropout`],
    ],
    source: data.source as DataSource,
  };
}

function findMistakes(test: Dataset, logits: Tensor, classNames: readonly string[]): Mistake[] {
  const probabilities = softmax(logits).toArray() as number[][];
  const images = test.x.toArray() as number[][];
  const mistakes: Mistake[] = [];
  for (const [index, label] of test.y.dataSync().entries()) {
    const row = probabilities[index] ?? [];
    const probability = Math.max(...row);
    const answer = row.indexOf(probability);
    if (answer === label) continue;
    mistakes.push({
      index,
      pixels: images[index] ?? [],
      truth: classNames[label] ?? '',
      predicted: classNames[answer] ?? '',
      probability,
    });
  }
  return mistakes.sort((a, b) => b.probability - a.probability);
}
