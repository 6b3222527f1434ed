import { gatherND, putAlongAxis, scatterND, take, takeAlongAxis } from '@gradkit/core';
import type { Adaptors } from '../suite/adaptor.ts';

/** Functions that read and write where indices say. */
export const indexing: Adaptors = {
  gather: (call) => take(call.input('input'), call.input('indices'), { axis: call.number('axis', 0) }),
  gatherElements: (call) => takeAlongAxis(call.input('input'), call.input('indices'), { axis: call.number('axis', 0) }),
  gatherND: (call) => gatherND(call.input('input'), call.input('indices')),
  scatterElements: (call) => {
    const axis = call.number('axis', 0);
    return putAlongAxis(call.input('input'), call.input('indices'), call.input('updates'), { axis });
  },
  scatterND: (call) => scatterND(call.input('input'), call.input('indices'), call.input('updates')),
};
