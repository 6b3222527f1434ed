import { node } from '@gradkit/core/graph';
import { inverse, pad, permute, reduceSum, reshape, slice } from '../expression.ts';
import { linear, type Rules } from '../rule.ts';

/** What only says where elements go is linear, and its transpose brings them back. */
export const move: Rules<'broadcast' | 'reshape' | 'permute' | 'slice' | 'pad' | 'reverse' | 'concat' | 'window'> = {
  broadcast: linear(({ attributes: { axes }, shape }) => [
    (g) =>
      reduceSum(
        g,
        shape.map((_, i) => i).filter((i) => !axes.includes(i)),
      ),
  ]),
  reshape: linear((_, x) => [(g) => reshape(g, x.shape)]),
  permute: linear(({ attributes: { axes } }) => [(g) => permute(g, inverse(axes))]),
  slice: linear(({ attributes: { start, stop } }, x) => [
    (g) =>
      pad(
        g,
        start,
        stop.map((end, i) => (x.shape[i] as number) - end),
      ),
  ]),
  // Only the values between the padding vary.
  pad: {
    push: ({ attributes: { low, high } }) => [(t) => pad(t, low, high)],
    pull: ({ attributes: { low } }, x) => [
      (g) =>
        slice(
          g,
          low,
          low.map((n, i) => n + (x.shape[i] as number)),
        ),
    ],
  },
  reverse: linear(({ attributes }) => [(g) => node('reverse', [g], attributes)]),
  window: 'brought',
  concat: linear(({ attributes: { axis }, shape }, ...parts) => {
    let stop = 0;
    return parts.map((part) => {
      const start = stop;
      stop += part.shape[axis] as number;
      const end = stop;
      return (g) =>
        slice(
          g,
          shape.map((_, i) => (i === axis ? start : 0)),
          shape.map((n, i) => (i === axis ? end : n)),
        );
    });
  }),
};
