import { add, key, matmul, mul, square, sum, type Tensor, tanh, type Variable, variable, zeros } from '@gradkit/core';
import { standardizer } from '@gradkit/data';
import { breastCancer } from '@gradkit/data/breast-cancer';
import { digits } from '@gradkit/data/digits';
import { glorotUniform } from '@gradkit/initializers';
import { binaryCrossentropy, sparseCategoricalCrossentropy } from '@gradkit/losses';
import type { OutputLoss } from '@gradkit/second-order';

/** A loss of all samples, in float64, and its start. */
export interface FullBatch {
  readonly title: string;
  readonly parameters: readonly Variable[];
  readonly loss: OutputLoss;
  /** Whether the outputs are linear in the parameters. */
  readonly isLinear: boolean;
  /** What is compared: how small the gradient gets, of losses with one minimum; or how small the loss gets. */
  readonly what: 'loss' | 'slope';
  readonly levels: readonly number[];
  readonly gtol: number;
  /** Most updates of Adam. */
  readonly updates: number;
}

const dtype = 'float64';

const weight = (shape: readonly number[], seed?: number): Variable =>
  variable(seed === undefined ? zeros(shape, { dtype }) : glorotUniform()(shape, dtype, key(seed)), { name: 'weight' });

const decay = (w: Variable, lambda: number) => (): Tensor => mul(sum(square(w.value)), lambda / 2);

function logistic(): FullBatch {
  const all = breastCancer({ dtype });
  const { x, y } = standardizer(all).apply(all);
  const [w, b] = [weight([30, 1]), weight([1])];
  const loss = binaryCrossentropy({ fromLogits: true });
  const truth = y.reshape([-1, 1]);
  return {
    title: 'Logistic regression: breast cancer, 31 numbers, λ = 10⁻⁴',
    parameters: [w, b],
    loss: {
      outputs: () => add(matmul(x, w.value), b.value),
      loss: (z) => loss(truth, z),
      penalty: decay(w, 1e-4),
    },
    isLinear: true,
    what: 'slope',
    levels: [1e-2, 1e-4, 1e-6, 1e-8],
    gtol: 1e-8,
    updates: 5000,
  };
}

function softmax(): FullBatch {
  const { x, y } = digits({ dtype });
  const [w, b] = [weight([64, 10]), weight([10])];
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  return {
    title: 'Softmax regression: digits, 650 numbers, λ = 10⁻⁴',
    parameters: [w, b],
    loss: { outputs: () => add(matmul(x, w.value), b.value), loss: (z) => loss(y, z), penalty: decay(w, 1e-4) },
    isLinear: true,
    what: 'slope',
    levels: [1e-2, 1e-4, 1e-6, 1e-8],
    gtol: 1e-8,
    updates: 5000,
  };
}

function network(): FullBatch {
  const { x, y } = digits({ dtype });
  const [w1, b1, w2, b2] = [weight([64, 32], 1), weight([32]), weight([32, 10], 2), weight([10])];
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  return {
    title: 'A network: digits, 64-32-10, tanh, 2,410 numbers',
    parameters: [w1, b1, w2, b2],
    loss: {
      outputs: () => add(matmul(tanh(add(matmul(x, w1.value), b1.value)), w2.value), b2.value),
      loss: (z) => loss(y, z),
    },
    isLinear: false,
    what: 'loss',
    levels: [1e-1, 1e-2, 1e-3, 1e-4, 1e-5],
    gtol: 1e-7,
    updates: 3000,
  };
}

/** The three losses, from the simplest to the one with many minima. */
export const problems: readonly (() => FullBatch)[] = [logistic, softmax, network];
