import { literal, type Node, node } from '../graph.ts';
import type { Attributes } from '../ops/operation.ts';
import { expCode } from '../wasm/math/exponential.ts';
import { emitNormalProbability } from '../wasm/math/normal-probability.ts';

/** Brings the normal density as its derivative: programs without it hold neither. */
export const normalProbabilityCode: Attributes['normalProbability']['code'] = {
  wasm: emitNormalProbability,
  derivative: {
    push: ([y], [t]) => [timesDensity(y as Node, t as Node)],
    pull: ([y], [g]) => [timesDensity(y as Node, g as Node)],
  },
};

/** v e^(−x²/2) / √(2π), at y = Φ(x). */
function timesDensity(y: Node, v: Node): Node {
  const x = y.inputs[0] as Node;
  const number = (value: number): Node => literal(value, y.dtype, y.shape);
  const exponent = node('mul', [node('mul', [x, x], {}), number(-0.5)], {});
  const density = node('mul', [node('exp', [exponent], { code: expCode }), number(1 / Math.sqrt(2 * Math.PI))], {});
  return node('mul', [v, density], {});
}
