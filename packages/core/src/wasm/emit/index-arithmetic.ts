import type { FunctionBuilder, Local } from '../assembler.ts';

// Arithmetic of positions and addresses, in 32-bit integers.

/** Adds a multiple of a local to the number on the stack. */
export function addTerm(f: FunctionBuilder, position: Local<'i32'>, scale: number): void {
  if (scale === 0) return;
  f.local.get(position);
  if (scale !== 1) {
    // Engines know how to multiply by a power of 2.
    f.i32.const(scale);
    f.i32.mul();
  }
  f.i32.add();
}

/** `target = constant + Σ scale · local` */
export function setSum(
  f: FunctionBuilder,
  target: Local<'i32'>,
  constant: number,
  ...terms: readonly (readonly [local: Local<'i32'>, scale: number])[]
): void {
  f.i32.const(constant);
  for (const [local, scale] of terms) addTerm(f, local, scale);
  f.local.set(target);
}

/** Quotient and remainder of a local that is not negative, in new locals. */
export function divided(f: FunctionBuilder, dividend: Local<'i32'>, divisor: number): [Local<'i32'>, Local<'i32'>] {
  const [quotient, remainder] = [f.local('i32'), f.local('i32')];
  f.local.get(dividend);
  f.i32.const(divisor);
  f.i32.div_u();
  f.local.set(quotient);
  setSum(f, remainder, 0, [dividend, 1], [quotient, -divisor]);
  return [quotient, remainder];
}

/** Pushes the smaller of a local and a bound. */
function pushSmaller(f: FunctionBuilder, value: Local<'i32'>, bound: number | Local<'i32'>): void {
  const pushBoth = (): void => {
    f.local.get(value);
    if (typeof bound === 'number') f.i32.const(bound);
    else f.local.get(bound);
  };
  pushBoth();
  pushBoth();
  f.i32.lt_s();
  f.select();
}

/** `target = min(target, bound)` */
export function setSmaller(f: FunctionBuilder, target: Local<'i32'>, bound: number | Local<'i32'>): void {
  pushSmaller(f, target, bound);
  f.local.set(target);
}

/** Clamps the index on the stack into `[0, extent)`. */
export function pushClamped(f: FunctionBuilder, extent: number): void {
  const index = f.local('i32');
  f.local.set(index);
  f.i32.const(0);
  f.local.get(index);
  f.local.get(index);
  f.i32.const(0);
  f.i32.lt_s();
  f.select();
  f.local.set(index);
  pushSmaller(f, index, extent - 1);
}
