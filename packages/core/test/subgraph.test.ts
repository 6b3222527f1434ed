import { describe, expect, it } from 'vitest';
import { literal, type Node, node } from '../src/graph.ts';
import { closed, inline, parametersOf, replacing, substituted } from '../src/subgraph.ts';

const scalar = { shape: [], dtype: 'float32' } as const;
const add = (a: Node, b: Node): Node => node('add', [a, b], {});

describe('replacing', () => {
  it('keeps an array in which nothing is replaced', () => {
    const inputs = [literal(1, 'float32'), literal(2, 'float32')];
    expect(replacing((n) => n)(inputs)).toBe(inputs);
  });

  it('makes one array of one, so that results of one piece of work stay together', () => {
    const inputs = [literal(1, 'float32')];
    const other = literal(3, 'float32');
    const replaced = replacing(() => other);
    expect(replaced(inputs)).toEqual([other]);
    expect(replaced(inputs)).toBe(replaced(inputs));
    expect(replaced([...inputs])).not.toBe(replaced(inputs));
  });
});

describe('closed, inline and substituted', () => {
  it('keep results together that have one array of inputs', () => {
    const [x] = parametersOf([scalar]) as [Node<'input'>];
    const inputs = [x, literal(0.3, 'float32')];
    const results = [node('add', inputs, {}), node('mul', inputs, {})];
    const { graph } = closed([x], results);
    const outside = inline(graph, [literal(5, 'float32'), literal(0.3, 'float32')]);
    const again = substituted(outside, new Map([[outside[0]?.inputs[0] as Node, literal(6, 'float32')]]));
    for (const [a, b] of [graph.results, outside, again]) expect(a?.inputs).toBe(b?.inputs);
  });
});

describe('substituted', () => {
  it('does not look into what is older than all that is replaced, and may be long', () => {
    const old = add(literal(1, 'float32'), literal(2, 'float32'));
    const [x] = parametersOf([scalar]) as [Node<'input'>];
    const [direct, result] = [old, add(x, old)];
    Object.defineProperty(old, 'inputs', {
      get: () => {
        throw new Error('looked into');
      },
    });
    const y = literal(3, 'float32');
    const made = substituted([result, direct], new Map([[x, y]]));
    expect(made[0]?.inputs).toEqual([y, old]);
    expect(made[1]).toBe(old);
  });
});

describe('closed', () => {
  it('computes outside what does not depend on the parameters, and makes it a parameter', () => {
    const outside = add(literal(0.1, 'float32'), literal(0.2, 'float32'));
    const [x] = parametersOf([scalar]) as [Node<'input'>];
    const { graph, captured } = closed([x], [add(x, add(outside, literal(1, 'float32')))]);
    expect(captured).toHaveLength(1);
    expect(captured[0]?.op).toBe('add');
    expect(graph.parameters).toHaveLength(2);
  });

  it('gives equal texts to equal structures, and other texts to others', () => {
    const textOf = (make: (a: Node, b: Node) => Node): string => {
      const [a, b] = parametersOf([scalar, scalar]) as [Node<'input'>, Node<'input'>];
      return closed([a, b], [make(a, b)]).graph.toJSON();
    };
    expect(textOf(add)).toBe(textOf(add));
    expect(textOf(add)).not.toBe(textOf((a, b) => add(b, a)));
    expect(textOf(add)).not.toBe(textOf((a, b) => node('mul', [a, b], {})));
  });
});
