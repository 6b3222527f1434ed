import type { Parameter } from '@gradkit/core';

/** Brings a weight back to what it may be, after every update: any function from a tensor to one of the same shape. */
export type Constraint = NonNullable<Parameter['constraint']>;
