import type { Tensor } from '@gradkit/core';
import type { OperatorCall } from './operator-call.ts';

/** Applies an operator by calling gradkit. Returns its results in the order of the suite; undefined ones are not asked for. */
export type Adaptor = (call: OperatorCall) => Tensor | readonly (Tensor | undefined)[];

/** Adaptors by the name of the operator. */
export type Adaptors = Readonly<Record<string, Adaptor>>;
