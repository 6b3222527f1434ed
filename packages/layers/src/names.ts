import { ArgumentError } from '@gradkit/core';
import type { AnyLayer } from './model.ts';

/** Names the layers that have no name after their kind: `dense`, `dense_1`, …. Throws when two have the same name. */
export function nameLayers(where: string, layers: readonly AnyLayer[]): void {
  const distinct = new Set(layers);
  const taken = new Set<string>();
  for (const { name } of distinct) {
    if (name !== '' && taken.has(name)) {
      throw new ArgumentError(
        `${where}: two layers are named "${name}". Names are unique in a model: give one a name of its own.`,
      );
    }
    taken.add(name);
  }
  for (const layer of distinct) {
    if (layer.name !== '') continue;
    const kind = layer.kind ?? 'layer';
    let name = kind;
    for (let count = 1; taken.has(name); count++) name = `${kind}_${count}`;
    layer.name = name;
    taken.add(name);
  }
}
