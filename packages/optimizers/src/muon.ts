import {
  ArgumentError,
  add,
  checkFlags,
  describe,
  div,
  matmul,
  mul,
  type Parameter,
  reshape,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  transpose,
} from '@gradkit/core';
import { adamRule } from './adam-rule.ts';
import type { LearningRate } from './learning-rate.ts';
import { nameFilter, type ParameterFilter } from './name-filter.ts';
import { createOptimizer, type Optimizer, type OptimizerOptions } from './optimizer.ts';
import { checkCount, checkRange } from './ranges.ts';
import { ruleOptions } from './rule-options.ts';
import type { UpdateRule } from './update-rule.ts';

/** Options of {@link muon}. */
export type MuonOptions = OptimizerOptions & {
  /** Share of the past in the momentum of matrices, in [0, 1); default 0.95. */
  readonly momentum?: number | undefined;
  /** Whether matrices look ahead along the momentum; default `true`. */
  readonly nesterov?: boolean | undefined;
  /** Iterations of the orthogonalisation, at least 1; default 5. */
  readonly nsSteps?: number | undefined;
  /** Coefficients a, b, c of one iteration; default `[3.4445, -4.775, 2.0315]`. */
  readonly nsCoefficients?: readonly [number, number, number] | undefined;
  /** Root mean square of an update, in learning rates, above 0; default 0.2, which is that of Adam. */
  readonly rmsRate?: number | undefined;
  /** Parameters that AdamW updates though they are matrices: parts of their names, or a function; default none. */
  readonly exclude?: ParameterFilter | undefined;
  /** Whether AdamW updates parameters with `embedding` in their names; default `true`. */
  readonly excludeEmbeddings?: boolean | undefined;
  /** What AdamW multiplies the learning rate by, above 0; default 1. */
  readonly adamLearningRateRatio?: number | undefined;
  /** `beta1` of AdamW, in [0, 1); default 0.9. */
  readonly adamBeta1?: number | undefined;
  /** `beta2` of AdamW, in [0, 1); default 0.999. */
  readonly adamBeta2?: number | undefined;
  /** `weightDecay` of AdamW, at least 0; default 0.004. */
  readonly adamWeightDecay?: number | undefined;
  /** `epsilon` of AdamW, above 0; default 10⁻⁷. */
  readonly epsilon?: number | undefined;
};

type MuonSlots = {
  readonly momentum: Tensor;
  /** For parameters that AdamW updates. */
  readonly velocity: Tensor | undefined;
};

const keys = [
  'momentum',
  'nesterov',
  'nsSteps',
  'nsCoefficients',
  'rmsRate',
  'exclude',
  'excludeEmbeddings',
  'adamLearningRateRatio',
  'adamBeta1',
  'adamBeta2',
  'adamWeightDecay',
  'epsilon',
] as const;

/**
 * Momentum, orthogonalised: the update of a matrix moves all its directions by the same length.
 *
 * ```text
 * m ← momentum · m + g
 * d = g + momentum · m                                  nesterov; otherwise m
 * X = d / ‖d‖,  then nsSteps times  A = X Xᵀ,  X ← a · X + (b · A + c · A²) X
 * p ← p − learningRate · rmsRate · √max(rows, columns) · X
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 0.001, and `weightDecay` is 0.004. This is how parameters
 * with two axes or more are updated; those with more than two, such as kernels of convolutions, count as matrices whose
 * columns are their last axis. AdamW updates scalars, vectors, embeddings, and what `exclude` names: the last layer of
 * a network is usually among them.
 *
 * The iterations bring singular values near 1, not to 1: between about 0.65 and 1.2, and those near 0 less far.
 *
 * @throws ArgumentError when an option is out of range
 * @see Jordan et al., Muon: an optimizer for hidden layers in neural networks, 2024; the length of updates: Liu et al., Muon
 * is scalable for LLM training, arXiv:2502.16982
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { muon } from '@gradkit/optimizers';
 * const w = variable([[0, 0], [0, 0]]);
 * const optimizer = muon({ learningRate: 1, rmsRate: Math.SQRT1_2 });
 * optimizer.apply([tensor([[2, 0], [0, -1]])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // near the negative of [[1, 0], [0, -1]]: [[-0.6…, 0], [0, 1.1…]]
 * ```
 */
export function muon(options: MuonOptions | LearningRate = {}): Optimizer {
  const { own, driver } = ruleOptions<MuonOptions>('muon', options, keys, 0.001);
  const { momentum = 0.95, nesterov = true, nsSteps = 5, nsCoefficients = [3.4445, -4.775, 2.0315] } = own;
  const { rmsRate = 0.2, exclude = [], excludeEmbeddings = true, adamLearningRateRatio = 1 } = own;
  const { adamBeta1 = 0.9, adamBeta2 = 0.999, adamWeightDecay = 0.004, epsilon = 1e-7 } = own;
  const { weightDecay = 0.004 } = driver;
  checkRange('muon', 'in [0, 1)', { momentum, adamBeta1, adamBeta2 });
  checkRange('muon', 'above 0', { rmsRate, adamLearningRateRatio, epsilon });
  checkRange('muon', 'at least 0', { adamWeightDecay });
  checkCount('muon', 1, { nsSteps });
  checkFlags('muon', { nesterov, excludeEmbeddings });
  if (!Array.isArray(nsCoefficients) || nsCoefficients.length !== 3 || !nsCoefficients.every(Number.isFinite)) {
    throw new ArgumentError(`muon: nsCoefficients must be three numbers, got ${describe(nsCoefficients)}.`);
  }
  const isExcluded = nameFilter('muon: exclude', exclude);
  const isMatrix = (parameter: Parameter): boolean => {
    const isEmbedding = excludeEmbeddings && parameter.name.toLowerCase().includes('embedding');
    return parameter.variable.shape.length >= 2 && !isEmbedding && !isExcluded(parameter);
  };

  const adam = adamRule('muon', { beta1: adamBeta1, beta2: adamBeta2, epsilon, amsgrad: false });
  const rule: UpdateRule<MuonSlots> = {
    name: 'muon',
    slots: { momentum: 0, velocity: (parameter) => (isMatrix(parameter) ? undefined : 0) },
    weightDecay: (parameter) => (isMatrix(parameter) ? weightDecay : adamWeightDecay),
    update: (hyperparameters) => {
      const { learningRate } = hyperparameters;
      const byAdam = adam.update({ ...hyperparameters, learningRate: mul(learningRate, adamLearningRateRatio) });
      return (gradient, parameter, { momentum: past, velocity }, of) => {
        if (velocity !== undefined) {
          return byAdam(gradient, parameter, { momentum: past, velocity, velocityMax: undefined }, of);
        }
        const next = add(mul(past, momentum), gradient);
        const direction = nesterov ? add(gradient, mul(next, momentum)) : next;
        const matrix = reshape(direction, [-1, direction.shape.at(-1) as number]);
        const length = rmsRate * Math.sqrt(Math.max(...matrix.shape));
        const update = mul(orthogonalized(matrix, nsSteps, nsCoefficients), mul(learningRate, length));
        return {
          parameter: sub(parameter, reshape(update, parameter.shape)),
          slots: { momentum: next, velocity: undefined },
        };
      };
    },
  };
  return createOptimizer(rule, { ...driver, weightDecay });
}

/** A matrix with nearly the same singular vectors and singular values near 1, by Newton–Schulz iterations. */
function orthogonalized(matrix: Tensor, steps: number, [a, b, c]: readonly [number, number, number]): Tensor {
  const [rows, columns] = matrix.shape as [number, number];
  // The smaller square is the cheaper one.
  if (rows > columns) return transpose(orthogonalized(transpose(matrix), steps, [a, b, c]));
  let x = div(matrix, add(sqrt(sum(square(matrix))), 1e-7));
  for (let i = 0; i < steps; i++) {
    const gram = matmul(x, transpose(x));
    x = add(mul(x, a), matmul(add(mul(gram, b), mul(matmul(gram, gram), c)), x));
  }
  return x;
}
