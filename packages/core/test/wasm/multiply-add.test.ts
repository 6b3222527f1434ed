import { describe, expect, it } from 'vitest';
import { Module } from '../../src/wasm/assembler.ts';
import { fusesMultiplyAdd } from '../../src/wasm/multiply-add.ts';

describe('fusesMultiplyAdd', () => {
  it('is true only of engines that know the instruction', () => {
    const module = new Module();
    module.function(['v128'], ['v128'], (f, x) => {
      for (let i = 0; i < 3; i++) f.local.get(x);
      f.f32x4.relaxed_madd();
    });
    if (!WebAssembly.validate(module.finish())) expect(fusesMultiplyAdd()).toBe(false);
  });

  it('says the same every time', () => {
    expect(fusesMultiplyAdd()).toBe(fusesMultiplyAdd());
  });
});
