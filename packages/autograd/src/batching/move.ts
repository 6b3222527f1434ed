import { node } from '@gradkit/core/graph';
import { pad, permute, reshape, slice } from '../expression.ts';
import { type BatchRules, behind, mapped } from './rule.ts';

/** The mapped axis stays in front, and nothing moves along it. */
export const move: BatchRules<'broadcast' | 'reshape' | 'permute' | 'slice' | 'pad' | 'reverse' | 'concat' | 'window'> =
  {
    broadcast: ({ attributes: { shape, axes } }, { size }, x) =>
      mapped(node('broadcast', [x.node], { shape: [size, ...shape], axes: [0, ...behind(axes)] })),
    reshape: ({ shape }, { size }, x) => mapped(reshape(x.node, [size, ...shape])),
    permute: ({ attributes: { axes } }, _, x) => mapped(permute(x.node, [0, ...behind(axes)])),
    slice: ({ attributes: { start, stop } }, { size }, x) => mapped(slice(x.node, [0, ...start], [size, ...stop])),
    pad: ({ attributes: { low, high, value } }, _, x) => mapped(pad(x.node, [0, ...low], [0, ...high], value)),
    reverse: ({ attributes: { axes } }, _, x) => mapped(node('reverse', [x.node], { axes: behind(axes) })),
    concat: ({ attributes: { axis } }, { everywhere }, ...parts) =>
      mapped(node('concat', parts.map(everywhere), { axis: axis + 1 })),
    window: ({ attributes }, _, x) => mapped(node('window', [x.node], { ...attributes, axis: attributes.axis + 1 })),
  };
