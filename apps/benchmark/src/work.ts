/** A layer of a network that is trained. Images are `[height, width, channels]`. */
export type LayerOfWork =
  | { readonly kind: 'dense'; readonly units: number; readonly activation?: 'relu' | 'tanh' }
  | { readonly kind: 'convolution'; readonly filters: number; readonly size: number; readonly activation?: 'relu' }
  /** Windows of 2 × 2. */
  | { readonly kind: 'maxPooling' }
  | { readonly kind: 'flatten' }
  /** Over all axes but the last, with the numbers of the batch; epsilon 0.001. */
  | { readonly kind: 'batchNormalization' }
  | { readonly kind: 'relu' };

/** One step: predictions of a batch, loss, gradients, update. */
export interface TrainingWork {
  readonly kind: 'training';
  /** Of one sample. */
  readonly input: readonly number[];
  readonly layers: readonly LayerOfWork[];
  /** Softmax cross-entropy of integer classes, or the mean of squares. */
  readonly loss: 'crossEntropy' | 'squaredError';
  readonly optimizer: 'adam' | 'momentum';
  readonly batch: number;
}

/** A convolution of 3 × 3 that keeps the size of images, or one of its gradients. */
export interface ConvolutionWork {
  readonly kind: 'convolution';
  readonly part: 'forward' | 'input' | 'kernel';
  readonly batch: number;
  readonly image: readonly [height: number, width: number];
  readonly channels: readonly [from: number, to: number];
}

/** A function of every element, and the sum. */
export interface FunctionWork {
  readonly kind: 'function';
  readonly name: 'exp' | 'tanh' | 'sigmoid' | 'log' | 'erf' | 'sum';
  readonly elements: number;
}

/** Long short-term memory over a sequence: the sum of its squared outputs, with or without gradients. */
export interface RecurrentWork {
  readonly kind: 'recurrent';
  readonly steps: number;
  readonly batch: number;
  readonly units: number;
  readonly gradient: boolean;
}

/** What a contestant does, as plain data: contestants in other processes and languages read it. */
export type Work =
  /** A product of two square matrices. */
  | { readonly kind: 'product'; readonly extent: number }
  /** `sum(gelu(x · a + b))`. */
  | { readonly kind: 'elementwise'; readonly elements: number }
  | TrainingWork
  | ConvolutionWork
  | FunctionWork
  | RecurrentWork;

/**
 * Numbers of the update rules, the same for all contestants. Libraries put the epsilon of Adam at different places; this one
 * is so small that it makes no difference.
 */
export const rules = {
  adam: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-10 },
  momentum: { learningRate: 0.01, momentum: 0.9 },
} as const;

/** `a` and `b` of elementwise work. */
export const affine = { scale: 1.1, shift: 0.2 } as const;

/** Shape of a sample after each layer, the first being the input. */
export function shapesAlong({ input, layers }: TrainingWork): (readonly number[])[] {
  const shapes: (readonly number[])[] = [input];
  for (const layer of layers) {
    const shape = shapes.at(-1) as readonly number[];
    const [height = 0, width = 0, channels = 0] = shape;
    if (layer.kind === 'dense') shapes.push([layer.units]);
    else if (layer.kind === 'convolution') {
      shapes.push([height - layer.size + 1, width - layer.size + 1, layer.filters]);
    } else if (layer.kind === 'maxPooling') shapes.push([height >> 1, width >> 1, channels]);
    else if (layer.kind === 'flatten') shapes.push([shape.reduce((a, b) => a * b, 1)]);
    else shapes.push(shape);
  }
  return shapes;
}

/** Floating-point operations of products and convolutions in one piece of work; 0 where they are not what takes time. */
export function operationsOf(work: Work): number {
  switch (work.kind) {
    case 'product':
      return 2 * work.extent ** 3;
    case 'convolution':
      return 2 * 9 * work.batch * [...work.image, ...work.channels].reduce((a, b) => a * b);
    case 'training':
      return trainingOperations(work);
    default:
      return 0;
  }
}

/** Forward, and twice that backward. */
function trainingOperations(work: TrainingWork): number {
  const shapes = shapesAlong(work);
  return work.layers.reduce((total, layer, i) => {
    const from = shapes[i] as readonly number[];
    const to = shapes[i + 1] as readonly number[];
    const each =
      layer.kind === 'dense'
        ? (from[0] ?? 0) * layer.units
        : layer.kind === 'convolution'
          ? layer.size ** 2 * (from[2] ?? 0) * to.reduce((a, b) => a * b, 1)
          : 0;
    // Nobody asks for the gradient of the first layer's input.
    return total + 2 * work.batch * each * (i === 0 ? 2 : 3);
  }, 0);
}

/**
 * Bytes that a training step needs at once in float32: parameters, their gradients, what the rule keeps for each parameter,
 * the batch, and what every layer gives.
 */
export function bytesNeeded(work: TrainingWork): number {
  const shapes = shapesAlong(work);
  const size = (shape: readonly number[] = []): number => shape.reduce((a, b) => a * b, 1);
  const parameters = work.layers.reduce((total, layer, i) => {
    const channels = shapes[i]?.at(-1) ?? 0;
    if (layer.kind === 'dense') return total + (channels + 1) * layer.units;
    if (layer.kind === 'convolution') return total + (layer.size ** 2 * channels + 1) * layer.filters;
    return total + (layer.kind === 'batchNormalization' ? 2 * channels : 0);
  }, 0);
  const activations = work.batch * shapes.reduce((total, shape) => total + size(shape), 0);
  return 4 * (parameters * (work.optimizer === 'adam' ? 4 : 3) + activations);
}
