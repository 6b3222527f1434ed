import { describe, expect, it } from 'vitest';
import { topological } from '../src/graph-entry.ts';
import {
  ArgumentError,
  add,
  DisposedError,
  DTypeError,
  mul,
  ShapeError,
  Tensor,
  tensor,
  trackCreation,
} from '../src/index.ts';

const makeHere = (): Tensor => tensor([1, 2]).add(1);

describe('tensor', () => {
  it('takes its shape from nested arrays', () => {
    expect(tensor(3).shape).toEqual([]);
    expect(tensor([1, 2, 3]).shape).toEqual([3]);
    expect(tensor([[1], [2]]).shape).toEqual([2, 1]);
    expect(tensor([]).shape).toEqual([0]);
    expect(tensor([[], []]).shape).toEqual([2, 0]);
    expect(tensor([1, 2, 3, 4], { shape: [2, 2] }).toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('takes its element type from the data', () => {
    expect(tensor([1]).dtype).toBe('float32');
    expect(tensor([true, false]).dtype).toBe('bool');
    expect(tensor(true).dtype).toBe('bool');
    expect(tensor([true, 1]).dtype).toBe('float32');
    expect(tensor(new Float64Array(1)).dtype).toBe('float64');
    expect(tensor(new Int32Array(1)).dtype).toBe('int32');
    expect(tensor(new Uint32Array(1)).dtype).toBe('uint32');
    expect(tensor(new Uint8Array(1)).dtype).toBe('uint8');
    expect(tensor(new Uint8ClampedArray(1)).dtype).toBe('uint8');
  });

  it('converts to the element type asked for', () => {
    expect(tensor([0.1], { dtype: 'float64' }).item()).toBe(0.1);
    expect(tensor([0.1]).item()).toBe(Math.fround(0.1));
    expect(tensor([0, 2, -1], { dtype: 'bool' }).toArray()).toEqual([false, true, true]);
    expect(tensor(new Uint8Array([0, 7]), { dtype: 'bool' }).toArray()).toEqual([false, true]);
    expect(tensor([true, false], { dtype: 'int32' }).toArray()).toEqual([1, 0]);
  });

  it('copies the data', () => {
    const data = Float32Array.of(1, 2);
    const x = tensor(data);
    data[0] = 9;
    expect(x.toArray()).toEqual([1, 2]);
  });

  it('explains bad data', () => {
    expect(() => tensor([[1, 2], [3]])).toThrow(ShapeError);
    expect(() => tensor([[1, 2], [3]])).toThrow(
      'tensor: nested arrays are ragged: expected an array of length 2 at depth 1, got an array of length 1.',
    );
    expect(() => tensor([1, [2]])).toThrow('expected a number at depth 1, got an array of length 1');
    expect(() => tensor([[1], 2])).toThrow(ShapeError);
    expect(() => tensor(['1'] as never)).toThrow(ArgumentError);
    expect(() => tensor(['1'] as never)).toThrow('tensor: elements are numbers or truth values, got "1".');
    expect(() => tensor([1, 2, 3], { shape: [2, 2] })).toThrow(
      'tensor: 3 elements do not fill shape [2, 2] (4 elements).',
    );
    expect(() => tensor(new Float32Array(3), { shape: [2] })).toThrow(ShapeError);
    expect(() => tensor(new Int16Array(1) as never)).toThrow(DTypeError);
    expect(() => tensor([1], { dtype: 'float16' as never })).toThrow(DTypeError);
    expect(() => tensor([1], { shape: [-1] })).toThrow(ArgumentError);
    expect(() => tensor([1], { size: 3 } as never)).toThrow('tensor: unknown option "size".');
  });
});

describe('Tensor', () => {
  it('knows its shape without computing', () => {
    const x = add(tensor([[1, 2]]), 1);
    expect([x.shape, x.rank, x.size, x.dtype]).toEqual([[1, 2], 2, 2, 'float32']);
    expect(String(x)).toBe('Tensor float32[1, 2]');
    expect(x.node.values).toBeUndefined();
  });

  it('is read in several ways', async () => {
    const x = add(tensor([[1, 2]]), 1);
    expect(x.dataSync()).toEqual(Float32Array.of(2, 3));
    expect(await x.data()).toEqual(Float32Array.of(2, 3));
    expect(x.toArray()).toEqual([[2, 3]]);
    expect(tensor([[7]]).item()).toBe(7);
    expect(tensor([true]).dataSync()).toEqual(Uint8Array.of(1));
    expect(tensor([true]).item()).toBe(1);
    expect(tensor([], { shape: [2, 0] }).toArray()).toEqual([[], []]);
  });

  it('gives out copies', () => {
    const x = tensor([1, 2]);
    x.dataSync()[0] = 9;
    expect(x.dataSync()[0]).toBe(1);
  });

  it('has one item only if it has one element', () => {
    expect(() => tensor([1, 2]).item()).toThrow(ShapeError);
    expect(() => tensor([]).item()).toThrow('item: needs exactly one element, got shape [0]. Use dataSync().');
  });

  it('keeps what was read, so that later programs start from it', () => {
    const x = mul(tensor([1, 2]), 3).realize();
    expect(x.node.values).toEqual(Float32Array.of(3, 6));
    expect(add(x, 1).toArray()).toEqual([4, 7]);
  });

  it('shares what several expressions need', () => {
    const shared = add(tensor([1]), tensor([2]));
    const both = mul(shared, shared);
    expect(topological([both.node])).toHaveLength(4);
    expect(both.toArray()).toEqual([9]);
  });

  it('has the arithmetic and shape methods of the functions', () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect(x.add(1).toArray()).toEqual([
      [2, 3],
      [4, 5],
    ]);
    expect(x.sub(tensor([1, 2])).toArray()).toEqual([
      [0, 0],
      [2, 2],
    ]);
    expect(x.mul(2).toArray()).toEqual([
      [2, 4],
      [6, 8],
    ]);
    expect(x.div(2).toArray()).toEqual([
      [0.5, 1],
      [1.5, 2],
    ]);
    expect(x.neg().toArray()).toEqual([
      [-1, -2],
      [-3, -4],
    ]);
    expect(x.reshape([-1]).toArray()).toEqual([1, 2, 3, 4]);
    expect(x.transpose().toArray()).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(x.transpose([0, 1]).toArray()).toEqual(x.toArray());
    expect(() => x.mul(tensor([1, 2, 3]))).toThrow('mul: shapes [2, 2] and [3] do not broadcast');
    expect(() => x.reshape([3])).toThrow('reshape: [2, 2] has 4 elements and cannot become [3].');
  });

  it('evaluates a thousand operations in a row', () => {
    let x = tensor([0]);
    for (let i = 0; i < 1000; i++) x = x.add(1);
    expect(x.item()).toBe(1000);
  });

  it('can be forgotten early, once or twice, and says so when used after', () => {
    const x = tensor([1]);
    const y = x.add(1);
    x.dispose();
    x.dispose();
    expect(() => x.shape).toThrow(DisposedError);
    expect(() => add(x, 1)).toThrow('this tensor, input float32[1], was disposed and cannot be used again.');
    expect(y.toArray()).toEqual([2]);
  });

  it('names where it was made when asked to remember that', () => {
    expect(trackCreation(true)).toBe(false);
    const x = makeHere();
    x.dispose();
    const lost = tensor([1]).add(1);
    expect(trackCreation(false)).toBe(true);
    lost.dispose();
    expect(() => x.shape).toThrow(/^this tensor, add float32\[2\], was disposed and .* It was made\n.*makeHere/s);
    expect(() => lost.item()).toThrow(/tensor\.test\.ts/);
    const silent = makeHere();
    silent.dispose();
    expect(() => silent.shape).toThrow('trackCreation(true) tells where it was made.');
  });

  it('is forgotten at the end of a `using` block', () => {
    const x = tensor([1]);
    expect(Symbol.dispose in x).toBe(true);
    x[Symbol.dispose]();
    expect(() => x.dataSync()).toThrow(DisposedError);
    expect(new Tensor(tensor([2]).node).toArray()).toEqual([2]);
  });
});
