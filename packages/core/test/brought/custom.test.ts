import { describe, expect, it } from 'vitest';
import { customized } from '../../src/brought/custom.ts';
import { simplify } from '../../src/compile/simplify.ts';
import { valueNode } from '../../src/constant.ts';
import { type Node, node, printGraph } from '../../src/graph.ts';
import { parametersOf } from '../../src/subgraph.ts';
import { Tensor } from '../../src/tensor.ts';

const values = (...x: number[]): Node => valueNode(Float32Array.from(x), [x.length], 'float32');

describe('customized', () => {
  it('has the values of the function, and nothing of the pullback when it is compiled', () => {
    const inputs = [values(3, 4), values(1, 2)];
    const parameters = parametersOf(inputs);
    const results = [node('mul', parameters, {}), node('sub', parameters, {})];
    const cotangents = parametersOf(results);
    const pulled = [node('max', [cotangents[0] as Node, parameters[0] as Node], {}), undefined];
    const nodes = customized({ inputs, parameters, values: results, cotangents, pulled });
    expect(nodes.map((n) => new Tensor(n).toArray())).toEqual([
      [3, 8],
      [2, 2],
    ]);
    const again = customized({ inputs, parameters, values: results, cotangents, pulled });
    expect(printGraph(simplify(again))).not.toMatch(/custom|max/);
  });
});
