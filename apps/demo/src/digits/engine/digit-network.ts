import { relu } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import { argmax, concatenate, jit, mul, oneHot, reshape, softmax, sub, sum, type Tensor, tensor } from '@gradkit/core';
import { augment, randomRotation, randomTranslation, randomZoom } from '@gradkit/data';
import { digits } from '@gradkit/data/digits';
import { heNormal } from '@gradkit/initializers';
import { dense, flatten, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';
import { trainStep } from '@gradkit/train';
import { judgeOf } from '../../playground/engine/inspection.ts';

/** What a network is made from. */
export interface DigitSettings {
  readonly units: number;
  readonly seed: number;
}

/** How far training is. */
export interface DigitProgress {
  readonly epoch: number;
  /** Of the fifth of the images that nobody trained on. */
  readonly accuracy: number;
  readonly loss: number;
}

/** What the network says of an image. */
export interface DigitAnswer {
  /** Of the digits 0 to 9. */
  readonly probabilities: Float32Array;
  /**
   * What each pixel contributes to the score of the likeliest digit over the mean of all: pixel times derivative. Positive where
   * ink speaks for it.
   */
  readonly relevance: Float32Array;
  /** The most similar training images, nearest first. */
  readonly nearest: readonly { readonly pixels: Float32Array; readonly label: number; readonly distance: number }[];
}

/** A network that learns digits epoch by epoch, and can be asked at any time. */
export interface DigitNetwork {
  readonly progress: DigitProgress;
  trainEpoch(): DigitProgress;
  ask(image: Float32Array): DigitAnswer;
}

const size = 64;
const batchSize = 32;
const neighbours = 5;

/** A network with one hidden layer, and the digits divided into four fifths to learn and one to judge by. */
export function createDigitNetwork({ units, seed }: DigitSettings): DigitNetwork {
  const { train, test } = digits({ image: true }).split(0.8, { seed: 1 });
  const model = sequential(
    [flatten(), dense({ units, activation: relu, kernelInitializer: heNormal() }), dense({ units: 10 })],
    { seed },
  );
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  const step = trainStep(model, { optimizer: adam({ learningRate: 0.003 }), loss });
  const judge = judgeOf(model, loss);
  // Digits that are moved, turned and grown a little are still the same: so are those that visitors draw.
  const changes = augment([randomTranslation(0.06, 0.06), randomRotation(0.03), randomZoom(0.08)], { seed });
  const samples = train.map(changes).shuffle({ seed });
  const { x: known, y: labels } = fieldsOf(train);
  const knownImages = Float32Array.from(known.dataSync());
  const knownLabels = Int32Array.from(labels.dataSync());
  const judged = fieldsOf(test);

  const explain = jit((x: Tensor) => {
    const scores = model.apply(x, { training: false });
    const shares = softmax(scores);
    const lead = oneHot(argmax(scores, { axis: -1 }), 10);
    const [slope] = gradients(sum(mul(sub(lead, 0.1), scores)), [x]);
    return concatenate([reshape(shares, [10]), reshape(mul(slope, x), [size])], { axis: 0 });
  });

  let epoch = 0;
  const measured = (): DigitProgress => ({ epoch, ...judge(judged.x, judged.y) });
  let progress = measured();

  return {
    get progress() {
      return progress;
    },
    trainEpoch() {
      // Whole batches only: the rest would be another program.
      for (const batch of samples.epoch(epoch).batch(batchSize, { dropRemainder: true })) step(batch);
      epoch++;
      progress = measured();
      return progress;
    },
    ask(image) {
      const all = explain(tensor(image, { shape: [1, 8, 8, 1] })).dataSync() as Float32Array;
      return {
        probabilities: all.slice(0, 10),
        relevance: all.slice(10),
        nearest: nearestTo(image, knownImages, knownLabels),
      };
    },
  };
}

const fieldsOf = (data: unknown): { readonly x: Tensor; readonly y: Tensor } =>
  data as { readonly x: Tensor; readonly y: Tensor };

function nearestTo(image: Float32Array, images: Float32Array, labels: Int32Array): DigitAnswer['nearest'] {
  const distances = Float64Array.from(labels, (_, i) => {
    let squares = 0;
    for (let k = 0; k < size; k++) squares += (images[i * size + k] - image[k]) ** 2;
    return Math.sqrt(squares);
  });
  return Array.from(labels.keys())
    .sort((a, b) => distances[a] - distances[b] || a - b)
    .slice(0, neighbours)
    .map((i) => ({
      pixels: images.slice(i * size, (i + 1) * size),
      label: labels[i],
      distance: distances[i],
    }));
}
