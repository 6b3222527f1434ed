import { describe, expect, it } from 'vitest';
import { readInto, writeFrom } from '../src/graph-entry.ts';
import { DisposedError, jit, ShapeError, TracingError, tensor, variable } from '../src/index.ts';

describe('readInto', () => {
  it('copies the content into an array of another type', () => {
    const out = new Float64Array(4);
    readInto(variable([[1, 2.5]]), out.subarray(1, 3));
    expect([...out]).toEqual([0, 1, 2.5, 0]);
  });

  it('sees what a program has assigned', () => {
    const v = variable(Float64Array.of(1, 2));
    const out = new Float64Array(2);
    jit(() => v.assign(v.value.mul(10)))();
    readInto(v, out);
    expect([...out]).toEqual([10, 20]);
  });
});

describe('writeFrom', () => {
  it('replaces the content, rounded to its element type', () => {
    const v = variable([0, 0]);
    writeFrom(v, Float64Array.of(0.1, 2 ** 25 + 1));
    expect(v.value.toArray()).toEqual([Math.fround(0.1), 2 ** 25]);
    const truth = variable(tensor([true, false]));
    writeFrom(truth, Uint8Array.of(0, 7));
    expect(truth.value.toArray()).toEqual([false, true]);
  });

  it('leaves tensors alone that were taken before, and programs see the new content', () => {
    const v = variable([1]);
    const before = v.value;
    const doubled = jit(() => v.value.mul(2));
    expect(doubled().toArray()).toEqual([2]);
    writeFrom(v, Float32Array.of(5));
    expect([before.toArray(), doubled().toArray()]).toEqual([[1], [10]]);
  });
});

describe('both', () => {
  it('say when the length is wrong, the variable is gone, or nothing is known yet', () => {
    const v = variable([1, 2]);
    for (const transfer of [readInto, writeFrom]) {
      expect(() => transfer(v, new Float64Array(3))).toThrow(ShapeError);
      expect(() => transfer(v, new Float64Array(3))).toThrow('variable "variable" has 2 elements, the array 3.');
      expect(() => jit(() => transfer(v, new Float64Array(2)))()).toThrow(TracingError);
    }
    v.dispose();
    for (const transfer of [readInto, writeFrom]) {
      expect(() => transfer(v, new Float64Array(2))).toThrow(DisposedError);
    }
  });
});
