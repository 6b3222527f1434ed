import { describe, expect, it } from 'vitest';
import { called } from '../../src/brought/call.ts';
import { simplify } from '../../src/compile/simplify.ts';
import { valueNode } from '../../src/constant.ts';
import { DTypeError, ShapeError } from '../../src/errors.ts';
import { literal, type Node, node, printGraph } from '../../src/graph.ts';
import { parametersOf } from '../../src/subgraph.ts';
import { Tensor } from '../../src/tensor.ts';

const values = (...x: number[]): Node => valueNode(Float32Array.from(x), [x.length], 'float32');

describe('called', () => {
  it('has the results of the function, and what it takes from outside as further inputs', () => {
    const outside = values(10, 20);
    const parameters = parametersOf([values(1, 2)]) as [Node<'input'>];
    const [x] = parameters;
    const [sum, same] = called(parameters, [node('add', [x, outside], {}), x], [values(1, 2)]) as [Node, Node];
    expect(sum.inputs).toBe(same.inputs);
    expect(sum.inputs[1]).toBe(outside);
    expect([sum, same].map((n) => new Tensor(n).toArray())).toEqual([
      [11, 22],
      [1, 2],
    ]);
  });

  it('is replaced by its graph when it is compiled, equal parts merged with those of others', () => {
    const x = values(1, 2);
    const of = (input: Node): Node => {
      const parameters = parametersOf([input]) as [Node<'input'>];
      return called(parameters, [node('neg', [node('abs', parameters, {})], {})], [input])[0] as Node;
    };
    const [text] = [printGraph(simplify([of(x), of(x), node('neg', [x], {})]))];
    expect(text.match(/= abs/g)).toHaveLength(1);
    expect(text).not.toContain('call');
    // Behind a barrier it is another value.
    const later = node('barrier', [x, literal(0, 'float32')], {});
    expect(printGraph(simplify([of(x), of(later)])).match(/= abs/g)).toHaveLength(2);
  });

  it('nests deeper than functions can call each other', () => {
    let [x] = parametersOf([values(1)]) as [Node];
    const parameters = [x] as [Node<'input'>];
    for (let i = 0; i < 20_000; i++) x = node(i % 2 === 0 ? 'sin' : 'abs', [x], {} as never);
    const [root] = called(parameters, [x], [values(1)]) as [Node];
    expect(simplify([root])).toHaveLength(1);
  });

  it('takes only what its parameters stand for', () => {
    const parameters = parametersOf([values(1, 2)]) as [Node<'input'>];
    expect(() => called(parameters, parameters, [values(1)])).toThrow(ShapeError);
    expect(() => called(parameters, parameters, [])).toThrow(ShapeError);
    const integers = valueNode(Int32Array.of(1, 2), [2], 'int32');
    expect(() => called(parameters, parameters, [integers])).toThrow(DTypeError);
  });
});
