import { gradients, hvp } from '@gradkit/autograd';
import { add, stopGradient, type Tensor } from '@gradkit/core';
import type { EvaluationPass } from '@gradkit/optimizers';
import { productAt } from '../tensors/gauss-newton-product.ts';
import { graphFunction } from '../tensors/graph-function.ts';
import { hessianProduct } from './hessian-product.ts';
import type { Observation } from './observation.ts';

/**
 * Products with the Gauss–Newton matrix of the loss of a batch, and with the Hessian of the penalty: `(Jᵀ H J + ∇²penalty) v`, where J
 * are the derivatives of the outputs and H is the Hessian of the loss by the outputs.
 */
export function curvatureProduct(
  { contents }: Pick<Observation, 'contents'>,
  { outputs, lossOf, penalty }: Pick<EvaluationPass, 'outputs' | 'lossOf' | 'penalty'>,
): (vector: readonly Tensor[]) => Tensor[] {
  const nodes = (of: readonly Tensor[]) => of.map(({ node }) => node);
  const network = graphFunction(nodes(contents), nodes(outputs));
  const curvature = hvp((at: Tensor[]) => lossOf(at));
  // A penalty may be a mere number, which has no derivatives; a sum with it has.
  const penalized = { gradients: gradients(add(penalty, 0), contents), contents };
  return (vector) => {
    const constant = vector.map((each) => stopGradient(each));
    const product = productAt(network, (at, along) => curvature(at, along) as Tensor[], contents, constant);
    const ofPenalty = hessianProduct(penalized, constant);
    return product.map((each, i) => add(each, ofPenalty[i] as Tensor));
  };
}
