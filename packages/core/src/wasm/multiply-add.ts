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

/** `(1 + e)² − (1 + 2e)` is `e²`, and nothing is left of it where the square is rounded before the difference. */
function probe(): boolean {
  const module = new Module();
  const run = module.function([], ['i32'], (f) => {
    for (const [shape, type, e] of [
      ['f32x4', Float32Array, 2 ** -12],
      ['f64x2', Float64Array, 2 ** -27],
    ] as const) {
      const push = (value: number): void => f.v128.const(new type(16 / type.BYTES_PER_ELEMENT).fill(value));
      push(1 + e);
      push(1 + e);
      push(-1 - 2 * e);
      f[shape].relaxed_madd();
      push(0);
      f[shape].ne();
    }
    f.v128.and();
    f.i32x4.all_true();
  });
  module.export('run', run);
  const bytes = module.finish();
  if (!WebAssembly.validate(bytes)) return false;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return (exports['run'] as () => number)() === 1;
}
