import {
  add,
  argsort,
  checkFlags,
  conditional,
  div,
  equal,
  expandDims,
  flip,
  greater,
  logicalAnd,
  matmul,
  maximum,
  mul,
  type Parameter,
  remainder,
  reshape,
  type Shape,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  takeAlongAxis,
  transpose,
  where,
  zeros,
} from '@gradkit/core';
import { eigh, qr } from '@gradkit/core/linalg';
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
import {
  type Blocks,
  type MatrixForm,
  matrixForm,
  onRows,
  rowBlocks,
  rowProducts,
  unitFactor,
  zeroFactor,
} from './blocks.ts';

/** Options of {@link soap}. */
export type SoapOptions = OptimizerOptions & {
  /** Share of the past in the mean of the gradient, in [0, 1); default 0.95. */
  readonly beta1?: number | undefined;
  /** Share of the past in the mean of its square in the basis, in [0, 1); default 0.95. */
  readonly beta2?: number | undefined;
  /** Share of the past in the factors, in [0, 1); default that of `beta2`. */
  readonly shampooBeta?: number | undefined;
  /** Added to the root of the mean square, above 0; default 10⁻⁸. */
  readonly epsilon?: number | undefined;
  /** Steps from one basis to the next, at least 1; default 10. */
  readonly preconditionFrequency?: number | undefined;
  /** Whether vectors have a factor, too; default `false`. */
  readonly preconditionVectors?: boolean | undefined;
  /** The largest extent of a block on the diagonal of a factor, at least 2; default 128. */
  readonly blockSize?: number | undefined;
  /** Sides that are longer have no factor; default 2048. */
  readonly maxPreconditionerDim?: number | undefined;
};

type SoapSlots = {
  readonly momentum: Tensor;
  readonly velocity: Tensor;
  readonly rowFactor: Tensor | undefined;
  readonly columnFactor: Tensor | undefined;
  readonly rowBasis: Tensor | undefined;
  readonly columnBasis: Tensor | undefined;
};

const keys = [
  'beta1',
  'beta2',
  'shampooBeta',
  'epsilon',
  'preconditionFrequency',
  'preconditionVectors',
  'blockSize',
  'maxPreconditionerDim',
] as const;

/** One side of a matrix whose rows are those of this side. */
interface Side {
  readonly blocks: Blocks;
  /** The factor with the gradient of this step in it. */
  readonly moments: Tensor;
  /** The basis of this step, in columns. */
  readonly basis: Tensor;
}

/**
 * Adam in the basis of Shampoo's eigenvectors, which follows the gradients slowly.
 *
 * ```text
 * m ← beta1 · m + (1 − beta1) · g
 * g′ = Uᵀ g V,  m′ = Uᵀ m V                            U, V: eigenvectors of L and R, in order of the eigenvalues
 * v ← beta2 · v + (1 − beta2) · g′²
 * d = U (c · m′ / (√v + epsilon)) Vᵀ                  c = √(1 − beta2ᵗ) / (1 − beta1ᵗ)
 * p ← p − learningRate · d
 * L ← shampooBeta · L + (1 − shampooBeta) · g gᵀ,  R likewise with gᵀ g
 * U ← the orthogonal factor of L U                     at every preconditionFrequency-th step, V likewise
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 0.003, and `weightDecay` is 0.01. Kernels with more than two
 * axes count as matrices whose columns are their last axis. What has no factor is updated by Adam: scalars, vectors unless
 * `preconditionVectors`, and matrices of which both sides are longer than `maxPreconditionerDim`. The first step of what has
 * some only finds the basis, by eigenvalues, and moves nothing but by decay.
 *
 * Sides longer than `blockSize` are cut into blocks of equal extent, and of their factors only the blocks on the diagonal are
 * kept: a side of 784 has 7 blocks of 112. When a basis is renewed, its vectors are sorted by their present eigenvalues, and v
 * with them. It is renewed in the compiled step, and only when it is due.
 *
 * @throws ArgumentError when an option is out of range
 * @see Vyas et al., SOAP: improving and stabilizing Shampoo using Adam, ICLR 2025, arXiv:2409.11321
 * @example
 * ```ts
 * import { matmul, jit, mean, square, sub, tensor, variable, type Tensor } from '@gradkit/core';
 * import { gradients } from '@gradkit/autograd';
 * import { soap } from '@gradkit/second-order';
 * const [x, y] = [tensor([[1, 2], [3, 4], [5, 7]]), tensor([[1, 0], [0, 1], [1, 1]])];
 * const w = variable([[0, 0], [0, 0]], { name: 'w' });
 * const optimizer = soap({ learningRate: 0.03, weightDecay: 0 });
 * const loss = () => mean(square(sub(matmul(x, w.value), y)));
 * const step = jit(() => optimizer.step(() => gradients(loss(), [w]), [{ name: 'w', variable: w }]));
 * const before = loss().item();
 * for (let i = 0; i < 100; i++) step();
 * console.log(loss().item() < before / 2); // true
 * ```
 */
export function soap(options: SoapOptions | LearningRate = {}): Optimizer {
  const { own, driver } = ruleOptions<SoapOptions>('soap', options, keys, 0.003);
  const { beta1 = 0.95, beta2 = 0.95, shampooBeta = beta2, epsilon = 1e-8, preconditionFrequency = 10 } = own;
  const { preconditionVectors = false, blockSize = 128, maxPreconditionerDim = 2048 } = own;
  const { weightDecay = 0.01 } = driver;
  checkRange('soap', 'in [0, 1)', { beta1, beta2, shampooBeta });
  checkRange('soap', 'above 0', { epsilon });
  checkCount('soap', 1, { preconditionFrequency });
  checkCount('soap', 2, { blockSize });
  checkCount('soap', 0, { maxPreconditionerDim });
  checkFlags('soap', { preconditionVectors });

  const formOf = ({ shape }: { readonly shape: Shape }): MatrixForm => {
    const isVector = shape.length < 2 && !preconditionVectors;
    return matrixForm(shape, { blockSize, maxPreconditionerDim: isVector ? 0 : maxPreconditionerDim });
  };
  const factor =
    (name: 'rows' | 'columns', start: typeof unitFactor) =>
    ({ variable }: Parameter): Tensor | undefined => {
      const blocks = formOf(variable)[name];
      return blocks && start(blocks, variable.dtype);
    };
  const blend = (past: Tensor, now: Tensor, beta: number): Tensor => add(past, mul(sub(now, past), 1 - beta));

  const rule: UpdateRule<SoapSlots> = {
    name: 'soap',
    slots: {
      momentum: 0,
      velocity: ({ variable }) => zeros(formOf(variable).shape, { dtype: variable.dtype }),
      rowFactor: factor('rows', zeroFactor),
      columnFactor: factor('columns', zeroFactor),
      rowBasis: factor('rows', unitFactor),
      columnBasis: factor('columns', unitFactor),
    },
    update: ({ learningRate, step }) => {
      const adam = (steps: Tensor): Tensor =>
        mul(learningRate, div(sqrt(biasCorrection(beta2, steps)), biasCorrection(beta1, steps)));
      const isFirst = equal(step, 1);
      // The first step, which only finds a basis, is none for Adam.
      const steps = maximum(sub(step, 1), 1);
      const rates = { plain: adam(step), rotated: adam(steps) };
      const isDue = logicalAnd(greater(step, 1), equal(remainder(sub(step, 1), preconditionFrequency), 0));

      const sideOf = (blocks?: Blocks, g?: Tensor, past?: Tensor, basis?: Tensor): Side | undefined => {
        if (blocks === undefined || g === undefined || past === undefined || basis === undefined) return undefined;
        return { blocks, basis, moments: blend(past, rowProducts(g, blocks), shampooBeta) };
      };

      return (gradient, parameter, slots) => {
        const form = formOf(parameter);
        const g = form.matrix(gradient);
        const sides: Sides = {
          rows: sideOf(form.rows, g, slots.rowFactor, slots.rowBasis),
          columns: sideOf(form.columns, transpose(g), slots.columnFactor, slots.columnBasis),
        };
        const momentum = blend(slots.momentum, gradient, beta1);
        const velocity = blend(slots.velocity, square(inBasis(g, sides)), beta2);
        const rate = form.factors === 0 ? rates.plain : rates.rotated;
        const mean = mul(inBasis(form.matrix(momentum), sides), rate);
        const moved = sub(parameter, form.parameter(outOfBasis(div(mean, add(sqrt(velocity), epsilon)), sides)));
        if (form.factors === 0) return { parameter: moved, slots: { ...slots, momentum, velocity } };
        const next = renewed(sides, where(isFirst, slots.velocity, velocity), isFirst, isDue);
        return {
          parameter: where(isFirst, parameter, moved),
          slots: {
            momentum: where(isFirst, slots.momentum, momentum),
            velocity: next.velocity,
            rowFactor: sides.rows?.moments,
            columnFactor: sides.columns?.moments,
            rowBasis: next.rows,
            columnBasis: next.columns,
          },
        };
      };
    },
  };
  return createOptimizer(rule, { ...driver, weightDecay });
}

interface Sides {
  readonly rows: Side | undefined;
  readonly columns: Side | undefined;
}

/** A matrix multiplied by factors from both sides. */
function multiplied(x: Tensor, { rows, columns }: Sides, factorOf: (side: Side) => Tensor): Tensor {
  const left = rows === undefined ? x : onRows(factorOf(rows), x, rows.blocks);
  return columns === undefined ? left : transpose(onRows(factorOf(columns), transpose(left), columns.blocks));
}

const inBasis = (x: Tensor, sides: Sides): Tensor => multiplied(x, sides, ({ basis }) => transpose(basis, [0, 2, 1]));
const outOfBasis = (x: Tensor, sides: Sides): Tensor => multiplied(x, sides, ({ basis }) => basis);

/** The bases for the next step, and the mean squares with their rows and columns in the new order. */
function renewed({ rows, columns }: Sides, velocity: Tensor, isFirst: Tensor, isDue: Tensor) {
  const present = [rows, columns].filter((side) => side !== undefined);
  const given = { velocity, sides: present.map(({ moments, basis }) => ({ moments, basis })) };
  const followed = conditional(
    isDue,
    (seen) => {
      const steps = seen.sides.map(({ moments, basis }) => powerStep(moments, basis));
      const byRows =
        rows === undefined ? seen.velocity : reordered(seen.velocity, steps[0]?.order as Tensor, rows.blocks);
      const byBoth =
        columns === undefined
          ? byRows
          : transpose(reordered(transpose(byRows), steps.at(-1)?.order as Tensor, columns.blocks));
      return { velocity: byBoth, bases: steps.map(({ basis }) => basis) };
    },
    { velocity, bases: present.map(({ basis }) => basis) },
    given,
  );
  const bases = conditional(
    isFirst,
    (moments) => moments.map((each) => flip(eigh(each).eigenvectors, { axis: -1 })),
    followed.bases,
    present.map(({ moments }) => moments),
  );
  return { velocity: followed.velocity, rows: rows && bases[0], columns: columns && bases.at(-1) };
}

/** One step of orthogonal iteration from a basis whose vectors are first sorted by their Rayleigh quotients. */
function powerStep(moments: Tensor, basis: Tensor): { readonly basis: Tensor; readonly order: Tensor } {
  const images = matmul(moments, basis);
  const order = argsort(sum(mul(basis, images), { axis: 1 }), { axis: -1, descending: true });
  return { basis: qr(takeAlongAxis(images, expandDims(order, 1), { axis: 2 })).q, order };
}

/** The rows of a matrix in another order within their blocks. */
function reordered(x: Tensor, order: Tensor, blocks: Blocks): Tensor {
  return reshape(takeAlongAxis(rowBlocks(x, blocks), expandDims(order, 2), { axis: 1 }), x.shape);
}
