import { add, mul, type Tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import type { Adaptors } from '../src/suite/adaptor.ts';
import { NotApplicable } from '../src/suite/not-applicable.ts';
import type { Case, RecordedOperator, RecordedTensor } from '../src/suite/recorded.ts';
import { runCase } from '../src/suite/run-case.ts';

const vector = (...data: number[]): RecordedTensor => ({ dtype: 'float32', shape: [data.length], data });

const operator = (name: string, more: Partial<RecordedOperator> = {}): RecordedOperator => ({
  operator: name,
  attributes: {},
  inputs: { 0: 'a', 1: 'b' },
  outputs: ['c'],
  ...more,
});

const sample = (operators: readonly RecordedOperator[], expected: Record<string, RecordedTensor>): Case => ({
  name: 'sample',
  operator: 'sample',
  operators,
  inputs: { a: vector(1, 2), b: vector(3, 4) },
  outputs: expected,
  tolerance: { metric: 'ULP', value: 0 },
});

const adaptors: Adaptors = {
  Add: (call) => add(call.input(0), call.input(1)),
  Scale: (call) => mul(call.input(0), call.number('factor', 1)),
  Both: (call) => [call.input(0), undefined, call.input(1)],
  Refuse: () => {
    throw new NotApplicable('no');
  },
  Sum: (call) => call.list('all').reduce((a: Tensor, b: Tensor) => add(a, b)),
};

const run = (operators: readonly RecordedOperator[], expected: Record<string, RecordedTensor>) =>
  runCase(sample(operators, expected), adaptors, { Missing: 'not there' });

describe('runCase', () => {
  it('passes what is right, and says what is wrong', () => {
    expect(run([operator('Add')], { c: vector(4, 6) })).toEqual({ status: 'passed' });
    expect(run([operator('Add')], { c: vector(4, 7) })).toEqual({
      status: 'failed',
      reason: '1 of 2 elements differ: element 1 is 6, expected 7',
    });
  });

  it('connects operators by the names of operands', () => {
    const double = operator('Scale', { inputs: { 0: 'c' }, outputs: ['d'], attributes: { factor: 2 } });
    expect(run([operator('Add'), double], { d: vector(8, 12) })).toEqual({ status: 'passed' });
  });

  it('passes over results that are not asked for', () => {
    const both = operator('Both', { outputs: ['first', undefined, 'last'] });
    expect(run([both], { first: vector(1, 2), last: vector(3, 4) })).toEqual({ status: 'passed' });
  });

  it('takes lists of operands', () => {
    expect(run([operator('Sum', { inputs: { all: ['a', 'b', 'a'] } })], { c: vector(5, 8) })).toEqual({
      status: 'passed',
    });
  });

  it('fails where an adaptor does not look at an attribute', () => {
    expect(run([operator('Add', { attributes: { axis: 1 } })], { c: vector(4, 6) })).toEqual({
      status: 'failed',
      reason: 'Add: attribute axis is not looked at',
    });
  });

  it('fails where gradkit throws', () => {
    expect(run([operator('Add', { inputs: { 0: 'a', 1: 'nothing' } })], { c: vector(4, 6) }).status).toBe('failed');
  });

  it('says why a case is not applicable', () => {
    expect(run([operator('Refuse')], { c: vector(1) })).toEqual({ status: 'not applicable', reason: 'no' });
    expect(run([operator('Missing')], { c: vector(1) })).toEqual({ status: 'not applicable', reason: 'not there' });
  });
});
