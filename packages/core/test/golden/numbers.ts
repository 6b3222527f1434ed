import { type DType, type Tensor, tensor } from '../../src/index.ts';

/** A number as the files of golden values write it: JSON has no infinity and no NaN. */
export type GoldenNumber = number | boolean | string;

export const numberOf = (value: GoldenNumber): number => Number(value);

/** An array as the files of golden values write it. */
export interface GoldenArray {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly GoldenNumber[];
}

export const goldenTensor = ({ shape, dtype, values }: GoldenArray): Tensor =>
  tensor(Float64Array.from(values, numberOf), { shape: [...shape], dtype: dtype as DType });
