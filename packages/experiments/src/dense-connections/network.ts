import { glorotNormal, heNormal } from '@gradkit/initializers';
import {
  add,
  concatenate,
  connect,
  dense,
  type GraphModel,
  graphModel,
  input,
  type Layer,
  type SymbolicTensor,
} from '@gradkit/layers';
import { activations } from '../recipe/named-parts.ts';
import type { ActivationName } from '../recipe/recipe.ts';
import type { Settings } from '../settings.ts';
import type { Network } from '../view.ts';
import type { ConnectionName, defaults } from './settings.ts';

type Chosen = Settings<typeof defaults>;

/** A network for the digits whose layers are connected in one of three ways. */
export function networkOf(name: ConnectionName, { activation, depth, width, growth, seed }: Chosen): GraphModel {
  const layer = (units: number): Layer =>
    dense({
      units,
      activation: activations[activation as ActivationName],
      kernelInitializer: activation === 'relu' ? heNormal() : glorotNormal(),
    });
  const x = input({ shape: [64] });
  let signal: SymbolicTensor = connect(layer(name === 'dense' ? 2 * growth : width), x);
  for (let index = 1; index < depth; index++) {
    if (name === 'dense') signal = connect(concatenate(), [signal, connect(layer(growth), signal)]);
    else if (name === 'residual') signal = connect(add(), [signal, connect(layer(width), signal)]);
    else signal = connect(layer(width), signal);
  }
  return graphModel({ inputs: x, outputs: connect(dense({ units: 10 }), signal), seed });
}

/** A picture of the connections: a dot for each layer, from the input to the scores. */
export function pictureOf(name: ConnectionName, depth: number): Network {
  const count = depth + 2;
  const edges: { from: readonly [number, number]; to: readonly [number, number]; active: boolean }[] = [];
  const join = (from: number, to: number): void => void edges.push({ from: [from, 0], to: [to, 0], active: true });
  for (let to = 1; to < count; to++) {
    join(to - 1, to);
    // What comes out of layer i is in the sum, or among the features, that every later layer sees.
    if (name === 'dense') for (let from = 1; from < to - 1; from++) join(from, to);
    if (name === 'residual' && to > 2) join(to - 2, to);
  }
  return {
    kind: 'network',
    id: 'connections',
    title: { en: 'Which layers see which', ko: '층 사이의 연결' },
    layers: Array.from({ length: count }, (_, i) => ({
      name: i === 0 ? { en: 'input', ko: '입력' } : i === count - 1 ? { en: 'scores', ko: '출력' } : String(i),
      units: [{ active: true }],
    })),
    edges,
  };
}
