import { type Node, node } from '../../graph.ts';
import { framed, movedAxis, reshaped } from './axes.ts';
import { inPlaceProduct, isReadInPlace } from './in-place.ts';
import { narrowSums } from './narrow.ts';
import { isNarrow, partsOf } from './parts.ts';
import { windowsOf } from './windows.ts';

/** Sums of products of views and kernel. */
export function expandConv({ inputs, attributes, shape }: Node<'conv'>): Node {
  const [x, kernel] = inputs as [Node, Node];
  const parts = partsOf(kernel, attributes.groups);
  const { rank, taps, groups, channels, filters } = parts;
  if (groups === 1 && isReadInPlace(x, kernel)) {
    const views = windowsOf(x, taps, attributes, attributes);
    return node('dot', [views, kernel], { batch: 0, contract: rank + 1, code: inPlaceProduct });
  }
  const views = windowsOf(framed(x, attributes), taps, attributes);
  if (groups === 1) return node('dot', [views, kernel], { batch: 0, contract: rank + 1 });
  if (isNarrow(parts)) return narrowSums(views, kernel, parts);
  const first = rank * 2 + 1;
  const grouped = node(
    'dot',
    [
      movedAxis(reshaped(views, [...views.shape.slice(0, -1), groups, channels]), first, 0),
      movedAxis(reshaped(kernel, [...taps, channels, groups, filters]), rank + 1, 0),
    ],
    { batch: 1, contract: rank + 1 },
  );
  return reshaped(movedAxis(grouped, 0, rank + 1), shape);
}
