import { node } from '@gradkit/core/graph';
import { moveAxis } from './move-axis.ts';
import { type BatchRules, mapped } from './rule.ts';

/** The mapped axis is shared by operand and indices, or one more axis of the one that has it. */
export const indexing: BatchRules<'gather' | 'scatterAdd' | 'argsort'> = {
  gather: ({ attributes }, { everywhere }, operand, indices) => {
    const { batch, axis } = attributes;
    // What is read for all positions from one array: [B…, M, I…] indices, and M is among the axes in place of `axis`.
    if (!operand.isBatched) {
      return mapped(moveAxis(node('gather', [operand.node, moveAxis(indices.node, 0, batch)], attributes), axis, 0));
    }
    const isShared = indices.isBatched || batch > 0;
    return mapped(
      node('gather', [operand.node, isShared ? everywhere(indices) : indices.node], {
        ...attributes,
        batch: isShared ? batch + 1 : 0,
        axis: axis + 1,
      }),
    );
  },
  scatterAdd: ({ attributes }, { everywhere }, operand, indices, updates) => {
    const { batch, axis } = attributes;
    const isShared = indices.isBatched || batch > 0;
    return mapped(
      node('scatterAdd', [everywhere(operand), isShared ? everywhere(indices) : indices.node, everywhere(updates)], {
        ...attributes,
        batch: isShared ? batch + 1 : 0,
        axis: axis + 1,
      }),
    );
  },
  argsort: 'brought',
};
