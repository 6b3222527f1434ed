import { type L1L2Options, l1l2 } from '@gradkit/regularizers';
import { checkLayerOptions, keepMask, type Layer, type LayerOptions } from '../layer.ts';
import { createStateless } from '../stateless.ts';

/** Options of {@link activityRegularization}. */
export interface ActivityRegularizationOptions
  extends Omit<LayerOptions, 'activityRegularizer'>,
    Pick<L1L2Options, 'l1' | 'l2'> {}

/**
 * Gives its input, and adds a penalty of it to the loss of training: what goes through is kept small, or sparse.
 *
 * ```text
 * loss + (1 / batch) · (l1 · Σ |x| + l2 · Σ x²)
 * ```
 *
 * The shape stays. It is the option `activityRegularizer` of every layer as a layer of its own, for places after no layer that has one.
 *
 * @throws ArgumentError when `l1` or `l2` is negative
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { activityRegularization, sequential } from '@gradkit/layers';
 *
 * const model = sequential([activityRegularization({ l1: 0.5 })]);
 * let penalty = 0;
 * model.apply(tensor([[1, -2], [3, 4]]), { training: true, addLoss: (term) => { penalty += term.item(); } });
 * console.log(penalty); // 2.5
 * ```
 */
export function activityRegularization(options: ActivityRegularizationOptions = {}): Layer {
  const { l1 = 0, l2 = 0, ...rest } = options;
  checkLayerOptions('activityRegularization', options, ['l1', 'l2']);
  const given = { ...rest, activityRegularizer: l1l2({ l1, l2 }) };
  return createStateless('activityRegularization', given, (x) => x, { outputMask: keepMask });
}
