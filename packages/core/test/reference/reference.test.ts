import { describe, expect, it } from 'vitest';
import { node } from '../../src/graph.ts';
import { reference } from '../../src/reference/index.ts';
import { Tensor, tensor } from '../../src/tensor.ts';
import { variable } from '../../src/variable.ts';

describe('reference', () => {
  it('computes in float64 and does not round to float32', () => {
    const x = tensor([1, 2]);
    const three = tensor([3, 3]);
    expect(reference([x.div(three)])).toEqual([Float64Array.of(1 / 3, 2 / 3)]);
  });

  it('takes the values of a tensor that was read as they are', () => {
    const third = tensor([1]).div(tensor([3]));
    third.dataSync();
    expect(reference([third.add(third)])).toEqual([Float64Array.of(2 * Math.fround(1 / 3))]);
  });

  it('evaluates several tensors at once', () => {
    const x = tensor([1, 2]);
    expect(reference([x, x.neg(), x])).toEqual([Float64Array.of(1, 2), Float64Array.of(-1, -2), Float64Array.of(1, 2)]);
    expect(reference([])).toEqual([]);
  });

  it('reads the present content of a variable', () => {
    const count = variable([1, 2], { name: 'count' });
    const before = count.value.add(10);
    expect(reference([before])).toEqual([Float64Array.of(11, 12)]);
    count.assign([5, 6]);
    expect(reference([before, count.value])).toEqual([Float64Array.of(11, 12), Float64Array.of(5, 6)]);
  });

  it('refuses a disposed variable', () => {
    const gone = variable([1], { name: 'gone' });
    const value = new Tensor(
      node('input', [], { source: { kind: 'variable', cell: gone.cell }, shape: [1], dtype: 'float32' }),
    );
    gone.dispose();
    expect(() => reference([value])).toThrow(/variable "gone" was disposed/);
  });

  it('asks the host for a scalar at every evaluation', () => {
    let calls = 0;
    const source = { kind: 'host', evaluate: () => ++calls } as const;
    const x = new Tensor(node('input', [], { source, shape: [], dtype: 'float64' }));
    expect(reference([x.mul(10)])).toEqual([Float64Array.of(10)]);
    expect(reference([x.mul(10)])).toEqual([Float64Array.of(20)]);
  });

  it('refuses arguments of a traced function', () => {
    const x = new Tensor(node('input', [], { source: { kind: 'argument', index: 2 }, shape: [3], dtype: 'float32' }));
    expect(() => reference([x.neg()])).toThrow(/argument 2 of the function being traced has no values/);
  });
});
