import { checkGradients } from '@gradkit/autograd';
import * as core from '@gradkit/core';
import { describe, expect, test } from 'vitest';
import { differentiable, locallyConstant, others, sampled } from './function-cases.ts';

const isClass = (value: unknown): boolean => typeof value === 'function' && /^class\b/.test(String(value));

describe('every function of core', () => {
  test('is either checked here or named as having no derivative', () => {
    const functions = Object.entries(core).filter(([, value]) => typeof value === 'function' && !isClass(value));
    expect([differentiable, locallyConstant, sampled].flatMap(Object.keys).concat(others).sort()).toEqual(
      functions.map(([name]) => name).sort(),
    );
  });

  const rows = Object.entries(differentiable).flatMap(([name, list]) =>
    list.map((row, i) => ({ name: `${name} ${i}`, row })),
  );

  test.each(rows)('$name has the derivatives that finite differences give', ({ row: [of, ...at] }) => {
    checkGradients(of, at, { order: 2 });
  });
});
