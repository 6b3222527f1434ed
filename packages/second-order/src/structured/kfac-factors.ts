import { gradients } from '@gradkit/autograd';
import { ArgumentError, add, conditional, div, mul, type Parameter, sub, type Tensor } from '@gradkit/core';
import type { EvaluationPass, ObservedProduct } from '@gradkit/optimizers';
import { distributions, type SampleOptions, sampledTruths } from '../stochastic/sampled-truths.ts';
import { type FactorPair, inputRows, type KfacLayer, moments, outputRows } from './kfac-layer.ts';

/** Whose truths the gradients are for that make the output factors. */
interface Draw extends SampleOptions {
  readonly fisher: 'sampled' | 'empirical';
  readonly key: Tensor;
}

/** What the factors of a batch are made from. */
interface Operands {
  /** The key of the truths that are drawn. */
  readonly key: Tensor;
  /** What was multiplied, product by product. */
  readonly inputs: readonly Tensor[];
  /** Gradients by the products, where no truths are drawn. */
  readonly cotangents: readonly Tensor[];
}

/**
 * The factors of layers with those of a batch in them, `factor ← beta · factor + (1 − beta) · present`.
 *
 * The loss is a mean over n distributions, so that gradients s by the products of a sample are an n-th of those of its own loss:
 * the curvature of the mean is `n Σ s sᵀ`.
 * @param isDue whether there is an estimate in this step; undefined where there always is
 */
export function nextFactors(
  { layers, pass }: { readonly layers: readonly KfacLayer[]; readonly pass: EvaluationPass },
  { key, fisher, ...sampling }: Draw,
  beta: number,
  isDue: Tensor | undefined,
): readonly FactorPair[] {
  const products = layers.flatMap(({ kernel }) => productsOf(kernel, pass.linear));
  const gradientsFor = (truths: readonly Tensor[]): readonly Tensor[] =>
    gradients(
      pass.lossOf(pass.outputs, truths),
      products.map(({ output }) => output),
    );
  const past = layers.map(({ input, output }): FactorPair => [input.moments.value, output.moments.value]);
  const blend = (before: Tensor, now: Tensor): Tensor => add(before, mul(sub(now, before), 1 - beta));

  const estimate = (operands: Operands): readonly FactorPair[] => {
    const count = distributions(pass.outputs, sampling.likelihood);
    const cotangents =
      fisher === 'sampled' ? gradientsFor(sampledTruths(pass, operands.key, sampling).truths) : operands.cotangents;
    return layers.map((layer, i): FactorPair => {
      const own = products.flatMap(({ kernel }, at) => (kernel === layer.kernel.variable ? [at] : []));
      const seen = own.map((at) => ({ ...(products[at] as ObservedProduct), input: operands.inputs[at] as Tensor }));
      const rows = inputRows(layer, seen);
      const slopes = outputRows(
        layer,
        own.map((at) => cotangents[at] as Tensor),
      );
      const [a, g] = past[i] as FactorPair;
      return [
        blend(a, div(moments(rows, layer.input), rows.shape[0] as number)),
        blend(g, mul(moments(slopes, layer.output), count)),
      ];
    });
  };
  // What the work begins with is handed in: what does not depend on operands is computed in every step.
  const operands: Operands = {
    key,
    inputs: products.map(({ input }) => input),
    cotangents: fisher === 'sampled' ? [] : gradientsFor(pass.truths),
  };
  return isDue === undefined ? estimate(operands) : conditional(isDue, estimate, past, operands);
}

/** The products that were made with a kernel. */
function productsOf(kernel: Parameter, all: readonly ObservedProduct[] | undefined): readonly ObservedProduct[] {
  const found = all?.filter((product) => product.kernel === kernel.variable) ?? [];
  if (found.length > 0) return found;
  throw new ArgumentError(
    `kfac: nobody told what is multiplied by ${kernel.name}. Train with fit() or trainStep(), and let layers of your own hand on ` +
      'the context that they are applied with.',
  );
}
