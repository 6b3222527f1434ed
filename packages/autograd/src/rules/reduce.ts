import type { Node } from '@gradkit/core/graph';
import { cast, div, eq, expand, reduceSum, select } from '../expression.ts';
import { linear, type Partials, type Rule, type Rules, zero } from '../rule.ts';
import { reduceProd } from './product.ts';

type Extremum = 'reduceMax' | 'reduceMin';

/** Elements that tie for the extremum share its derivative equally: the mean over all orders of breaking the tie. */
function extremum<O extends Extremum>(): Rule<O> {
  const at = (y: Node<O>, x: Node): { axes: readonly number[]; tied: Node; count: Node } => {
    const { axes } = y.attributes as Node<Extremum>['attributes'];
    const tied = eq(x, expand(y, axes, x.shape));
    return { axes, tied, count: reduceSum(cast(tied, y.dtype), axes) };
  };
  return {
    push: (y, x): Partials => {
      const { axes, tied, count } = at(y, x);
      return [(t) => div(reduceSum(select(tied, t, 0), axes), count)];
    },
    pull: (y, x): Partials => {
      const { axes, tied, count } = at(y, x);
      return [(g) => select(tied, expand(div(g, count), axes, x.shape), 0)];
    },
  };
}

export const reduce: Rules<Extremum | 'reduceSum' | 'reduceProd' | 'fold' | 'argmax'> = {
  reduceSum: linear(({ attributes: { axes } }, x) => [(g) => expand(g, axes, x.shape)]),
  reduceProd,
  reduceMax: extremum(),
  reduceMin: extremum(),
  fold: 'brought',
  argmax: zero,
};
