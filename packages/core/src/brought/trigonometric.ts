import { type Node, node } from '../graph.ts';
import type { Attributes } from '../ops/operation.ts';
import { emitCosine, emitSine } from '../wasm/math/trigonometric.ts';

/** Sine and cosine need each other for their derivatives and bring them: programs without either hold neither. */
export const sinCode: Attributes['sin']['code'] = {
  wasm: emitSine,
  derivative: {
    push: ([y], [t]) => [timesCosine(y as Node, t as Node)],
    pull: ([y], [g]) => [timesCosine(y as Node, g as Node)],
  },
};

export const cosCode: Attributes['cos']['code'] = {
  wasm: emitCosine,
  derivative: {
    push: ([y], [t]) => [timesMinusSine(y as Node, t as Node)],
    pull: ([y], [g]) => [timesMinusSine(y as Node, g as Node)],
  },
};

/** v cos x, at y = sin x. Its inputs are a list of their own: nodes with one list are results of one piece of work. */
function timesCosine(y: Node, v: Node): Node {
  return node('mul', [v, node('cos', [y.inputs[0] as Node], { code: cosCode })], {});
}

/** −v sin x, at y = cos x. */
function timesMinusSine(y: Node, v: Node): Node {
  const sine = node('sin', [y.inputs[0] as Node], { code: sinCode });
  return node('mul', [v, node('neg', [sine], {})], {});
}
