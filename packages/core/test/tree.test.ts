import { describe, expect, it } from 'vitest';
import { ArgumentError, flattenTree } from '../src/index.ts';

const isNumber = (value: unknown) => typeof value === 'number';
const keyOf = (tree: unknown) => flattenTree(tree, isNumber).structure.key;

describe('flattenTree', () => {
  it('collects leaves: arrays by index, objects in insertion order', () => {
    const { leaves } = flattenTree({ b: [1, [2]], a: { c: 3 }, none: [] }, isNumber);
    expect(leaves).toEqual([1, 2, 3]);
  });

  it('puts leaves back where they were', () => {
    const tree = { b: [1, [2, 'text']], a: { c: 3, d: null }, e: undefined };
    const { structure } = flattenTree(tree, isNumber);
    expect(structure.rebuild([10, 20, 30])).toEqual({ b: [10, [20, 'text']], a: { c: 30, d: null }, e: undefined });
    expect(structure.rebuild([1, 2, 3])).toEqual(tree);
  });

  it('takes a leaf alone, or nothing', () => {
    expect(flattenTree(5, isNumber).structure.rebuild([6])).toBe(6);
    expect(flattenTree(undefined, isNumber)).toMatchObject({ leaves: [] });
    expect(flattenTree(undefined, isNumber).structure.rebuild([])).toBeUndefined();
  });

  it('gives trees of one structure one key, whatever their leaves', () => {
    expect(keyOf([1, { a: 2 }])).toBe(keyOf([3, { a: 4 }]));
  });

  it('tells structures apart', () => {
    const trees = [[1], [1, 1], [[1]], { a: 1 }, { b: 1 }, { a: [1] }, 1, [], {}, 'a', '1', true, null, undefined];
    expect(new Set(trees.map(keyOf)).size).toBe(trees.length);
  });

  it('is not fooled by names that look like structure', () => {
    expect(keyOf({ 'a":*,"b': 1 })).not.toBe(keyOf({ a: 1, b: 1 }));
    expect(keyOf(['*'])).not.toBe(keyOf([1]));
    expect(keyOf(['null'])).not.toBe(keyOf([null]));
  });

  it('compares primitives by value and other objects by identity', () => {
    const none = () => false;
    const key = (tree: unknown) => flattenTree(tree, none).structure.key;
    expect(key([1, 'a', true, 10n])).toBe(key([1, 'a', true, 10n]));
    expect(key(0)).not.toBe(key(-0));
    expect(key(Number.NaN)).toBe(key(Number.NaN));
    const [f, g] = [() => 1, () => 1];
    expect(key(f)).toBe(key(f));
    expect(key(f)).not.toBe(key(g));
    expect(key(new Map())).not.toBe(key(new Map()));
  });

  it('takes objects without a prototype for plain ones, and others for constants', () => {
    class Point {
      x = 1;
    }
    expect(flattenTree(Object.assign(Object.create(null), { a: 1 }), isNumber).leaves).toEqual([1]);
    expect(flattenTree(new Point(), isNumber).leaves).toEqual([]);
  });

  it('refuses a tree that contains itself', () => {
    const tree: unknown[] = [];
    tree.push(tree);
    expect(() => flattenTree(tree, isNumber)).toThrow(ArgumentError);
    expect(() => flattenTree(tree, isNumber)).toThrow('does it contain itself?');
  });
});
