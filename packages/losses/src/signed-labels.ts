import { equal, type Tensor, where } from '@gradkit/core';

/**
 * Labels as −1 and 1: a 0 becomes −1. Label by label, so that the value of a sample does not depend on which others are in
 * its batch.
 */
export function signedLabels(target: Tensor): Tensor {
  return where(equal(target, 0), -1, target);
}
