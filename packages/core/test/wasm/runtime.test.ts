import { describe, expect, it } from 'vitest';
import { add, arange, conv2d, matmul, mul, ones, sort, sum, variable } from '../../src/index.ts';
import { deviceMemory } from '../../src/wasm/memory.ts';

describe('programs', () => {
  it('run anywhere in 4 GiB, also where addresses are no positive numbers of 32 bits', () => {
    const device = deviceMemory();
    // Nobody writes there, so the machine never provides it.
    const low = device.allocate(2 ** 31, 'programs');
    const count = 1000;
    expect(
      sort(add(arange(count, 0, -1), 1))
        .dataSync()
        .at(-1),
    ).toBe(count + 1);
    expect(
      matmul(ones([33, 17]), ones([17, 5]))
        .dataSync()
        .every((x) => x === 17),
    ).toBe(true);
    expect(sum(conv2d(ones([1, 9, 9, 3]), ones([3, 3, 3, 5]))).item()).toBe(49 * 27 * 5);
    const kept = variable(arange(count));
    kept.assign(mul(kept, 2));
    expect(add(kept, 0).dataSync()[count - 1]).toBe(2 * count - 2);
    kept.dispose();
    device.free(low);
  });
});
