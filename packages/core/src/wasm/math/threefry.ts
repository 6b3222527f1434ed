import type { OperationCode } from '../../ops/operation.ts';
import { threefryParity, threefryRotations } from '../../ops/scalar-meaning.ts';
import type { FunctionHandle, Local, Module } from '../assembler.ts';

type Word = 0 | 1 | 'xor';

export function threefryCode(word: Word): OperationCode {
  return { wasm: ({ f, module }) => f.call(threefry(module, word)) };
}

/** Threefry-2x32-20 on four counters at once: `(key0, key1, counter0, counter1) → word`. */
function threefry(module: Module, word: Word): FunctionHandle {
  return module.once(`threefry ${word}`, () =>
    module.function(['v128', 'v128', 'v128', 'v128'], ['v128'], (f, key0, key1, x0, x1) => {
      const key2 = f.local('v128');
      const keys = [key0, key1, key2];
      const addTo = (target: Local, amount: () => void): void => {
        f.local.get(target);
        amount();
        f.i32x4.add();
        f.local.set(target);
      };
      const splat = (value: number): void => f.v128.const(new Int32Array(4).fill(value));
      f.local.get(key0);
      f.local.get(key1);
      f.v128.xor();
      splat(threefryParity);
      f.v128.xor();
      f.local.set(key2);
      addTo(x0, () => f.local.get(key0));
      addTo(x1, () => f.local.get(key1));
      for (let group = 0; group < 5; group++) {
        for (const rotation of threefryRotations[group % 2] as readonly number[]) {
          addTo(x0, () => f.local.get(x1));
          f.local.get(x1);
          f.i32.const(rotation);
          f.i32x4.shl();
          f.local.get(x1);
          f.i32.const(32 - rotation);
          f.i32x4.shr_u();
          f.v128.or();
          f.local.get(x0);
          f.v128.xor();
          f.local.set(x1);
        }
        addTo(x0, () => f.local.get(keys[(group + 1) % 3] as Local));
        addTo(x1, () => {
          f.local.get(keys[(group + 2) % 3] as Local);
          splat(group + 1);
          f.i32x4.add();
        });
      }
      if (word !== 1) f.local.get(x0);
      if (word !== 0) f.local.get(x1);
      if (word === 'xor') f.v128.xor();
    }),
  );
}
