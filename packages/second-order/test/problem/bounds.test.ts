import { ArgumentError } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { type Bounds, boxOf, project } from '../../src/problem/bounds.ts';

describe('boxOf', () => {
  it('takes null and infinity for no bound, and the same bound twice for a fixed variable', () => {
    const { lower, upper } = boxOf('f', 4, [
      [null, 3],
      [-1, null],
      [-Infinity, Infinity],
      [2, 2],
    ]);
    expect([...lower]).toEqual([-Infinity, -1, -Infinity, 2]);
    expect([...upper]).toEqual([3, Infinity, Infinity, 2]);
    expect([...boxOf('f', 1, undefined).upper]).toEqual([Infinity]);
  });

  it.each<[string, unknown, RegExp]>([
    ['another number of pairs', [[0, 1]], /f: bounds must be a list of 2 pairs/],
    ['no list', 3, /list of 2 pairs/],
    ['no pairs', [0, 1], /bounds\[0\] must be a pair/],
    [
      'three numbers',
      [
        [0, 1],
        [0, 1, 2],
      ],
      /bounds\[1\] must be a pair/,
    ],
    [
      'lower above upper',
      [
        [0, 1],
        [1, 0],
      ],
      /bounds\[1\] must have lower ≤ upper/,
    ],
    [
      'NaN',
      [
        [Number.NaN, 1],
        [0, 1],
      ],
      /bounds\[0\]/,
    ],
    [
      'words',
      [
        ['0', 1],
        [0, 1],
      ],
      /bounds\[0\]/,
    ],
    [
      'a lower bound of infinity',
      [
        [Infinity, Infinity],
        [0, 1],
      ],
      /bounds\[0\]/,
    ],
    ['a hole', new Array(2), /bounds\[0\]/],
  ])('refuses %s', (_, bounds, message) => {
    expect(() => boxOf('f', 2, bounds as Bounds)).toThrow(ArgumentError);
    expect(() => boxOf('f', 2, bounds as Bounds)).toThrow(message);
  });
});

describe('project', () => {
  it('moves what is out of bounds to the nearest point', () => {
    const x = Float64Array.of(-5, 5, 0.5);
    const bounds: Bounds = [
      [0, 1],
      [0, 1],
      [0, 1],
    ];
    project(x, boxOf('f', 3, bounds));
    expect([...x]).toEqual([0, 1, 0.5]);
  });
});
