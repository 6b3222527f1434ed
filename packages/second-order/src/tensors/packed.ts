import { sizeOf, type TypedArray, type Variable, variable, zeros } from '@gradkit/core';
import { readInto, writeFrom } from '@gradkit/core/graph';

/** Variables whose contents, one after the other, are one vector. */
export interface Packed {
  readonly size: number;
  readonly variables: readonly Variable[];
  /** Numbers become those of the variables, rounded to their element types. */
  write(x: Float64Array): void;
  read(out: Float64Array): void;
}

export function packed(variables: readonly Variable[]): Packed {
  const sizes = variables.map(({ shape }) => sizeOf(shape));
  const size = sizes.reduce((sum, each) => sum + each, 0);
  const each = (x: Float64Array, transfer: (variable: Variable, part: TypedArray) => void): void => {
    let at = 0;
    variables.forEach((one, i) => {
      const end = at + (sizes[i] as number);
      transfer(one, variables.length === 1 ? x : x.subarray(at, end));
      at = end;
    });
  };
  return { size, variables, write: (x) => each(x, writeFrom), read: (out) => each(out, readInto) };
}

/** New variables of the same shapes and element types, for derivatives. */
export function packedLike({ variables }: Packed, name: string): Packed {
  return packed(variables.map(({ shape, dtype }) => variable(zeros(shape, { dtype }), { name, dtype })));
}

/** Whether one of the variables is rounded to float32. */
export function isSingle({ variables }: Packed): boolean {
  return variables.some(({ dtype }) => dtype === 'float32');
}

/** Frees variables at once, which may be large, instead of when the collector finds them. */
export function release(variables: readonly Variable[]): void {
  for (const each of variables) each.dispose();
}
