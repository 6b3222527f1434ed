import {
  add,
  conditional,
  div,
  equal,
  greaterEqual,
  logicalAnd,
  maximum,
  mul,
  norm,
  type Parameter,
  remainder,
  type Shape,
  sqrt,
  square,
  sub,
  type Tensor,
  transpose,
  where,
} from '@gradkit/core';
import {
  biasCorrection,
  checkCount,
  checkRange,
  createOptimizer,
  type LearningRate,
  type Optimizer,
  type OptimizerOptions,
  ruleOptions,
  type UpdateRule,
} from '@gradkit/optimizers';
import { checkChoice } from '../problem/options.ts';
import { type Blocks, type MatrixForm, matrixForm, onRows, rowProducts, unitFactor, zeroFactor } from './blocks.ts';
import { inverseRoot } from './inverse-root.ts';

/** Options of {@link shampoo}. */
export type ShampooOptions = OptimizerOptions & {
  /** Share of the past in the mean of the gradient, in [0, 1); default 0.9. */
  readonly beta1?: number | undefined;
  /** Share of the past in the factors and mean squares, in (0, 1]; 1 adds them up as Adagrad does; default 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the factors, in shares of their largest eigenvalues, above 0; default 10⁻⁶. */
  readonly epsilon?: number | undefined;
  /** Factors are raised to the power −1/root, above 0; default twice the number of factors that the parameter has. */
  readonly root?: number | undefined;
  /** Steps from one computation of roots to the next, at least 1; default 10. */
  readonly preconditionFrequency?: number | undefined;
  /** The first step with roots; before it, `grafting` alone updates. At least 1; default `preconditionFrequency`. */
  readonly startStep?: number | undefined;
  /** Whose length updates have; `'none'`: that of the preconditioned gradient. Default `'adam'`. */
  readonly grafting?: 'adam' | 'rmsprop' | 'adagrad' | 'sgd' | 'none' | undefined;
  /** Added to the root of mean squares by `grafting`, above 0; default 10⁻⁷. */
  readonly graftEpsilon?: number | undefined;
  /** The largest extent of a block on the diagonal of a factor, at least 2; default 128. */
  readonly blockSize?: number | undefined;
  /** Sides that are longer have no factor; default 2048. */
  readonly maxPreconditionerDim?: number | undefined;
};

type ShampooSlots = {
  readonly momentum: Tensor;
  readonly velocity: Tensor | undefined;
  readonly rowFactor: Tensor | undefined;
  readonly columnFactor: Tensor | undefined;
  readonly rowRoot: Tensor | undefined;
  readonly columnRoot: Tensor | undefined;
};

const keys = [
  'beta1',
  'beta2',
  'epsilon',
  'root',
  'preconditionFrequency',
  'startStep',
  'grafting',
  'graftEpsilon',
  'blockSize',
  'maxPreconditionerDim',
] as const;

/**
 * Multiplies the gradient of a matrix from both sides by roots of the inverses of its second moments.
 *
 * ```text
 * m ← beta1 · m + (1 − beta1) · g,  m̂ = m / (1 − beta1ᵗ)
 * L ← beta2 · L + (1 − beta2) · g gᵀ,  R ← beta2 · R + (1 − beta2) · gᵀ g        beta2 = 1: sums
 * P = (L̂ + ε λ₁(L̂) I)^(−1/root),  Q = (R̂ + ε λ₁(R̂) I)^(−1/root)               at every preconditionFrequency-th step
 * d = P m̂ Q
 * p ← p − learningRate · (‖a‖ / ‖d‖) · d                                        a: the update of the grafted method
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 0.001. Kernels with more than two axes count as matrices
 * whose columns are their last axis; a vector has one factor, and its root is 2. Scalars, and sides longer than
 * `maxPreconditionerDim`, have none: what has no factor is updated by the grafted method.
 *
 * Sides longer than `blockSize` are cut into blocks of equal extent, and of their factors only the blocks on the diagonal are
 * kept: a side of 784 has 7 blocks of 112. Grafted methods take m̂ for the gradient and divide it by `√v̂ + graftEpsilon`:
 * `'adam'`, or without correction of v `'rmsprop'`, with a sum of squares `'adagrad'`; `'sgd'` by nothing.
 *
 * Roots are computed in the compiled step, and only when they are due.
 *
 * @throws ArgumentError when an option is out of range
 * @see Gupta, Koren and Singer, Shampoo: preconditioned stochastic tensor optimization, ICML 2018; Anil et al., Scalable second
 * order optimization for deep learning, arXiv:2002.09018, for grafting, blocks and stale roots
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { shampoo } from '@gradkit/second-order';
 * const w = variable([[0, 0], [0, 0]]);
 * const optimizer = shampoo({ learningRate: 1, beta1: 0, beta2: 1, startStep: 1, grafting: 'none' });
 * optimizer.apply([tensor([[2, 0], [0, -8]])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // close to [[-1, 0], [0, 1]]: all directions move alike
 * ```
 */
export function shampoo(options: ShampooOptions | LearningRate = {}): Optimizer {
  const { own, driver } = ruleOptions<ShampooOptions>('shampoo', options, keys, 0.001);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-6, root, preconditionFrequency = 10, graftEpsilon = 1e-7 } = own;
  const { startStep = preconditionFrequency, grafting = 'adam', blockSize = 128, maxPreconditionerDim = 2048 } = own;
  checkRange('shampoo', 'in [0, 1)', { beta1 });
  checkRange('shampoo', 'in (0, 1]', { beta2 });
  checkRange('shampoo', 'above 0', { epsilon, graftEpsilon, ...(root === undefined ? {} : { root }) });
  checkCount('shampoo', 1, { preconditionFrequency, startStep });
  checkCount('shampoo', 2, { blockSize });
  checkCount('shampoo', 0, { maxPreconditionerDim });
  checkChoice('shampoo', 'grafting', grafting, ['adam', 'rmsprop', 'adagrad', 'sgd', 'none']);

  const formOf = ({ shape }: { readonly shape: Shape }): MatrixForm =>
    matrixForm(shape, { blockSize, maxPreconditionerDim });
  const factor =
    (side: 'rows' | 'columns', start: typeof unitFactor) =>
    ({ variable }: Parameter): Tensor | undefined => {
      const blocks = formOf(variable)[side];
      return blocks && start(blocks, variable.dtype);
    };
  const hasSquares = grafting !== 'sgd' && grafting !== 'none';
  const blend = (past: Tensor, now: Tensor, beta: number): Tensor =>
    beta === 1 ? add(past, now) : add(past, mul(sub(now, past), 1 - beta));

  const rule: UpdateRule<ShampooSlots> = {
    name: 'shampoo',
    slots: {
      momentum: 0,
      velocity: hasSquares ? 0 : undefined,
      rowFactor: factor('rows', zeroFactor),
      columnFactor: factor('columns', zeroFactor),
      rowRoot: factor('rows', unitFactor),
      columnRoot: factor('columns', unitFactor),
    },
    update: ({ learningRate, step }) => {
      const full = biasCorrection(beta1, step);
      const share = beta2 === 1 ? 1 : biasCorrection(beta2, step);
      const hasRoots = greaterEqual(step, startStep);
      const isDue = logicalAnd(hasRoots, equal(remainder(sub(step, startStep), preconditionFrequency), 0));

      /** One side of a gradient: its factor, the root of that, and the root applied to a matrix. */
      const side = (
        blocks: Blocks | undefined,
        g: Tensor,
        past: Tensor | undefined,
        old: Tensor | undefined,
        p: number,
      ) => {
        if (blocks === undefined || past === undefined || old === undefined) return undefined;
        const moments = blend(past, rowProducts(g, blocks), beta2);
        const power = conditional(isDue, (a) => inverseRoot(div(a, share), p, epsilon), old, moments);
        return { moments, power, on: (x: Tensor) => onRows(power, x, blocks) };
      };

      return (gradient, parameter, slots) => {
        const form = formOf(parameter);
        const momentum = blend(slots.momentum, gradient, beta1);
        const mean = div(momentum, full);
        const velocity = slots.velocity && blend(slots.velocity, square(gradient), grafting === 'adagrad' ? 1 : beta2);
        const spread = grafting === 'adam' ? share : 1;
        const grafted = velocity === undefined ? mean : div(mean, add(sqrt(div(velocity, spread)), graftEpsilon));

        const g = form.matrix(gradient);
        const p = root ?? 2 * form.factors;
        const rows = side(form.rows, g, slots.rowFactor, slots.rowRoot, p);
        const columns = side(form.columns, transpose(g), slots.columnFactor, slots.columnRoot, p);
        let direction = form.matrix(mean);
        if (rows !== undefined) direction = rows.on(direction);
        if (columns !== undefined) direction = transpose(columns.on(transpose(direction)));
        let update = form.parameter(direction);
        if (form.factors === 0) {
          update = grafted;
        } else if (grafting !== 'none') {
          const length = div(norm(grafted), maximum(norm(update), 1e-30));
          update = where(hasRoots, mul(update, length), grafted);
        }
        return {
          parameter: sub(parameter, mul(update, learningRate)),
          slots: {
            momentum,
            velocity,
            rowFactor: rows?.moments,
            columnFactor: columns?.moments,
            rowRoot: rows?.power,
            columnRoot: columns?.power,
          },
        };
      };
    },
  };
  return createOptimizer(rule, driver);
}
