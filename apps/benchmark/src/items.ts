import type { LayerOfWork, Work } from './work.ts';

/** Something that is measured. */
export interface Item {
  /** Letter of its family, and what tells it from others of that: `c32`. */
  readonly name: string;
  readonly family: 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'convolution' | 'function' | 'recurrent' | 'scaling';
  readonly title: string;
  readonly work: Work;
  /** Whether a quick run of everything has it. */
  readonly quick?: true;
  /** A cold start is the time from the start of a process to the end of its first piece of work. */
  readonly cold?: true;
}

const dense = (units: number, activation?: 'relu' | 'tanh'): LayerOfWork =>
  activation ? { kind: 'dense', units, activation } : { kind: 'dense', units };

const convolution = (filters: number): LayerOfWork => ({ kind: 'convolution', filters, size: 3, activation: 'relu' });

/** A training step of 784-256-128-10. */
function digitClassifier(batch: number): Work {
  return {
    kind: 'training',
    input: [784],
    layers: [dense(256, 'relu'), dense(128, 'relu'), dense(10)],
    loss: 'crossEntropy',
    optimizer: 'adam',
    batch,
  };
}

/** Works that people do, a to g, and parts of them. */
export const items: readonly Item[] = [
  ...[64, 255, 256, 511, 512].map(
    (extent): Item => ({
      name: `a${extent}`,
      family: 'a',
      title: `product of ${extent} × ${extent} matrices`,
      work: { kind: 'product', extent },
      ...(extent % 448 === 64 && { quick: true }),
    }),
  ),
  {
    name: 'b',
    quick: true,
    family: 'b',
    title: 'sum(gelu(x · a + b)) of 4 million elements',
    work: { kind: 'elementwise', elements: 4_000_000 },
  },
  ...[32, 128, 512].map(
    (batch): Item => ({
      name: `c${batch}`,
      family: 'c',
      title: `training step, dense 784-256-128-10, batch ${batch}, Adam`,
      work: digitClassifier(batch),
      ...(batch < 512 && { quick: true }),
    }),
  ),
  {
    name: 'd',
    quick: true,
    family: 'd',
    title: 'training step, dense 2-8-8-1, tanh, batch 16, Adam',
    work: {
      kind: 'training',
      input: [2],
      layers: [dense(8, 'tanh'), dense(8, 'tanh'), dense(1)],
      loss: 'squaredError',
      optimizer: 'adam',
      batch: 16,
    },
  },
  {
    name: 'e',
    quick: true,
    family: 'e',
    title: 'training step, two 3 × 3 convolutions and two dense layers on 28 × 28, batch 32, Adam',
    work: {
      kind: 'training',
      input: [28, 28, 1],
      layers: [
        convolution(32),
        { kind: 'maxPooling' },
        convolution(64),
        { kind: 'maxPooling' },
        { kind: 'flatten' },
        dense(128, 'relu'),
        dense(10),
      ],
      loss: 'crossEntropy',
      optimizer: 'adam',
      batch: 32,
    },
  },
  {
    name: 'f',
    quick: true,
    family: 'f',
    title: 'training step, ten layers of 256 with batch normalisation, batch 128, momentum',
    work: {
      kind: 'training',
      input: [256],
      layers: [
        ...Array.from({ length: 10 }, (): LayerOfWork[] => [
          dense(256),
          { kind: 'batchNormalization' },
          { kind: 'relu' },
        ]).flat(),
        dense(10),
      ],
      loss: 'crossEntropy',
      optimizer: 'momentum',
      batch: 128,
    },
  },
  {
    name: 'g',
    quick: true,
    family: 'g',
    title: 'from the start of a process to the end of the first step of c at batch 32',
    work: digitClassifier(32),
    cold: true,
  },
  ...[{ image: [28, 28], channels: [32, 64] } as const, { image: [27, 29], channels: [31, 63] } as const].flatMap(
    ({ image, channels }) =>
      (['forward', 'input', 'kernel'] as const).map(
        (part): Item => ({
          name: `convolution${image[0]}-${part}`,
          family: 'convolution',
          title: `${part === 'forward' ? '' : `gradient of the ${part} of `}3 × 3 convolution, 32 images of ${image.join(' × ')}, ${channels.join(' to ')} channels`,
          work: { kind: 'convolution', part, batch: 32, image, channels },
        }),
      ),
  ),
  ...(['exp', 'tanh', 'sigmoid', 'log', 'erf', 'sum'] as const).map(
    (name): Item => ({
      name,
      family: 'function',
      title: name === 'sum' ? 'sum of a million elements' : `${name} of a million elements, and their sum`,
      work: { kind: 'function', name, elements: 2 ** 20 },
    }),
  ),
  ...[false, true].map(
    (gradient): Item => ({
      name: gradient ? 'recurrent-gradient' : 'recurrent-forward',
      family: 'recurrent',
      title: `long short-term memory of 128 units over 200 steps, batch 32${gradient ? ', and its gradient' : ''}`,
      work: { kind: 'recurrent', steps: 200, batch: 32, units: 128, gradient },
    }),
  ),
];
