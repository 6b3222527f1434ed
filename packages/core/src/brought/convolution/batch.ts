import { literal, type Node, node } from '../../graph.ts';
import type { Batching } from '../../ops/brought.ts';
import { movedAxis, reshaped } from './axes.ts';

/**
 * Convolutions of many inputs are one of a larger batch, with many kernels one with more filters, and with one kernel
 * for each input one with more groups.
 */
export const batchConv: Batching<'conv'> = ([y], [x, kernel], size) => {
  const { attributes, shape } = y as Node<'conv'>;
  if (size === 0) return [literal(0, (y as Node).dtype, [0, ...shape])];
  const { groups } = attributes;
  const [image, weights] = [(x as { node: Node }).node, (kernel as { node: Node }).node];
  const filters = shape.at(-1) as number;
  const last = shape.length - 1;
  if (!(kernel as { isBatched: boolean }).isBatched) {
    const merged = reshaped(image, [size * (shape[0] as number), ...image.shape.slice(2)]);
    const together = node('conv', [merged, weights], attributes);
    return [reshaped(together, [size, ...shape])];
  }
  // [size, …taps, channels, filters] → [..., groups, size, filters / groups] or [..., size, groups, filters / groups]
  const apart = reshaped(weights, [...weights.shape.slice(0, -1), groups, filters / groups]);
  const isShared = !(x as { isBatched: boolean }).isBatched;
  const sized = movedAxis(apart, 0, isShared ? last + 1 : last);
  const combined = reshaped(sized, [...weights.shape.slice(1, -1), size * filters]);
  if (isShared) {
    const together = node('conv', [image, combined], attributes);
    const split = reshaped(together, [...shape.slice(0, -1), groups, size, filters / groups]);
    return [reshaped(movedAxis(split, last + 1, 0), [size, ...shape])];
  }
  const channels = image.shape.at(-1) as number;
  const channelsTogether = reshaped(movedAxis(image, 0, last), [...image.shape.slice(1, -1), size * channels]);
  const together = node('conv', [channelsTogether, combined], { ...attributes, groups: size * groups });
  return [movedAxis(reshaped(together, [...shape.slice(0, -1), size, filters]), last, 0)];
};
