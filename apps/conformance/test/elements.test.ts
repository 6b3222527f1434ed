import { describe, expect, it } from 'vitest';
import { elementsOf, tensorOf } from '../src/suite/elements.ts';
import { NotApplicable } from '../src/suite/not-applicable.ts';
import type { RecordedType } from '../src/suite/recorded.ts';

const elements = (dtype: RecordedType, ...data: (number | string)[]): number[] =>
  Array.from(elementsOf({ dtype, shape: [data.length], data }));

describe('recorded elements', () => {
  it('are rounded to float32', () => {
    expect(elements('float32', 2147483600, 0.1)).toEqual([2147483648, Math.fround(0.1)]);
  });

  it('may be text', () => {
    expect(elements('float64', 'NaN', 'Infinity', '-Infinity')).toEqual([Number.NaN, Infinity, -Infinity]);
  });

  it('keep the sign of zero', () => {
    expect(elements('float32', -0)).toEqual([-0]);
  });

  it('become int32 where they are int8 or int64', () => {
    expect(tensorOf({ dtype: 'int8', shape: [1, 1], data: [-128] }).toString()).toBe('Tensor int32[1, 1]');
    expect(elements('int64', -2147483648, 2147483647)).toEqual([-2147483648, 2147483647]);
  });

  it.each([2147483648, -2147483649, 2 ** 40, '9223372036854775807'])('are not applicable as int64 %s', (value) => {
    expect(() => elements('int64', value)).toThrow(NotApplicable);
  });
});
