import { describe, expect, it } from 'vitest';
import { TracingError } from '../src/errors.ts';
import { parametersOf } from '../src/subgraph.ts';
import { Tensor } from '../src/tensor.ts';
import { activeRecorder, isInlined, recorded } from '../src/trace.ts';
import { variable } from '../src/variable.ts';

describe('recorded', () => {
  it('lets variables be read and made, but not assigned', () => {
    const counter = variable(1, { name: 'counter' });
    recorded('vmap', () => {
      expect(counter.value.item()).toBe(1);
      expect(variable(2).value.item()).toBe(2);
      expect(() => counter.assign(counter.value.add(1))).toThrow(TracingError);
      expect(() => counter.assign(5)).toThrow(
        'assign: variable "counter" cannot be assigned inside a function given to vmap(). ' +
          'Return the new content from the function and assign it outside.',
      );
    });
    expect(counter.value.item()).toBe(1);
  });

  it('names the innermost function, and ends when the function throws', () => {
    expect(recorded('vmap', () => recorded('linearize', activeRecorder))).toBe('linearize');
    expect(recorded('vmap', isInlined)).toBe(true);
    expect(() =>
      recorded('vmap', () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect([activeRecorder(), isInlined()]).toEqual([undefined, false]);
  });

  it('computes nothing, however long the record gets', () => {
    const [x] = parametersOf([{ shape: [], dtype: 'float32' }]);
    recorded('vmap', () => {
      let t = new Tensor(x as NonNullable<typeof x>);
      for (let i = 0; i < 300; i++) t = t.add(1);
      expect(t.node.depth).toBeGreaterThanOrEqual(300);
      expect(() => t.item()).toThrow('item: the value is not known while a function is being recorded by vmap()');
    });
  });
});
