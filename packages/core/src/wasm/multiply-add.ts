import { Module } from './assembler.ts';

let isFused: boolean | undefined;

/**
 * Whether the engine has `relaxed_madd` and rounds `a · b + c` once. With such arithmetic products are faster and other
 * in their last bits. It depends on the engine and the processor and is found out at the first product.
 */
export function fusesMultiplyAdd(): boolean {
  isFused ??= probe();
  return isFused;
}

/**
 * `(1 + e)² − (1 + 2e)` is `e²`, and nothing is left of it where the square is rounded before the difference. Processors
 * that fuse do so in both precisions.
 */
function probe(): boolean {
  const e = 2 ** -12;
  const module = new Module();
  const run = module.function([], ['i32'], (f) => {
    for (const value of [1 + e, 1 + e, -1 - 2 * e]) f.v128.const(new Float32Array(4).fill(value));
    f.f32x4.relaxed_madd();
    f.v128.any_true();
  });
  module.export('run', run);
  const bytes = module.finish();
  if (!WebAssembly.validate(bytes)) return false;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return (exports['run'] as () => number)() > 0;
}
