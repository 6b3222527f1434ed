import { type ArrayOf, type DType, type Tensor, tensor } from '@gradkit/core';
import { NotApplicable } from './not-applicable.ts';
import { numberOf, type RecordedTensor, type RecordedType } from './recorded.ts';

/** Which element type of gradkit holds a recorded one. Narrow and wide integers become int32, where their values fit. */
export const storedAs: Readonly<Record<RecordedType, DType>> = {
  float32: 'float32',
  float64: 'float64',
  int8: 'int32',
  uint8: 'uint8',
  int32: 'int32',
  uint32: 'uint32',
  int64: 'int32',
  bool: 'bool',
};

const arrays: { readonly [D in DType]: new (elements: readonly number[]) => ArrayOf[D] } = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint32: Uint32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
};

/** The elements as gradkit holds them. */
export function elementsOf({ dtype, data }: RecordedTensor): ArrayOf[DType] {
  const numbers = data.map((element) => {
    const value = numberOf(element);
    if (value === undefined || (dtype === 'int64' && (value | 0) !== value)) {
      throw new NotApplicable('int64 values beyond int32');
    }
    return value;
  });
  return new arrays[storedAs[dtype]](numbers);
}

/** The tensor that a recorded one becomes. */
export function tensorOf(recorded: RecordedTensor): Tensor {
  return tensor(elementsOf(recorded), { shape: recorded.shape, dtype: storedAs[recorded.dtype] });
}
