import { node } from '@gradkit/core/graph';
import { swap } from '../expression.ts';
import type { Rules } from '../rule.ts';

export const contract: Rules<'dot' | 'conv'> = {
  // Bilinear: [B…, L…, K…] · [B…, K…, R…] → [B…, L…, R…], and its transposes are contractions again.
  dot: {
    push: (y, a, b) => [(t) => node('dot', [t, b], y.attributes), (t) => node('dot', [a, t], y.attributes)],
    pull: ({ attributes: { batch, contract } }, a, b) => {
      const left = a.shape.length - batch - contract;
      const right = b.shape.length - batch - contract;
      return [
        // [B, L, R] · [B, R, K] → [B, L, K]
        (g) => node('dot', [g, swap(b, batch, contract)], { batch, contract: right }),
        // [B, K, L] · [B, L, R] → [B, K, R]
        (g) => node('dot', [swap(a, batch, left), g], { batch, contract: left }),
      ];
    },
  },
  conv: 'brought',
};
