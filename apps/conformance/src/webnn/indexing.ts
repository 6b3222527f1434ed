import { take, takeAlongAxis } from '@gradkit/core';
import { gatherND } from '../compositions/gather.ts';
import { scatterElements, scatterND } from '../compositions/scatter.ts';
import type { Adaptors } from '../suite/adaptor.ts';

/** Functions that read and write where indices say. */
export const indexing: Adaptors = {
  gather: (call) => take(call.input('input'), call.input('indices'), { axis: call.number('axis', 0) }),
  gatherElements: (call) => takeAlongAxis(call.input('input'), call.input('indices'), { axis: call.number('axis', 0) }),
  gatherND: (call) => gatherND(call.input('input'), call.input('indices'), 0),
  scatterElements: (call) =>
    scatterElements(call.input('input'), call.input('indices'), call.input('updates'), call.number('axis', 0), 'none'),
  scatterND: (call) => scatterND(call.input('input'), call.input('indices'), call.input('updates'), 'none'),
};
