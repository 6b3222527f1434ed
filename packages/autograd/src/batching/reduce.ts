import { node } from '@gradkit/core/graph';
import { type BatchRule, type BatchRules, behind, mapped } from './rule.ts';

type Reduction = 'reduceSum' | 'reduceProd' | 'reduceMax' | 'reduceMin';

const reduction =
  <O extends Reduction>(op: O): BatchRule<O> =>
  (n, _, x) =>
    mapped(node<Reduction>(op, [x.node], { axes: behind((n as ReturnType<typeof node<Reduction>>).attributes.axes) }));

export const reduce: BatchRules<Reduction | 'fold' | 'argmax'> = {
  reduceSum: reduction('reduceSum'),
  reduceProd: reduction('reduceProd'),
  reduceMax: reduction('reduceMax'),
  reduceMin: reduction('reduceMin'),
  fold: ({ attributes }, _, x) => mapped(node('fold', [x.node], { ...attributes, axis: attributes.axis + 1 })),
  argmax: ({ attributes }, _, x) => mapped(node('argmax', [x.node], { ...attributes, axis: attributes.axis + 1 })),
};
