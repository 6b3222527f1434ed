import { prescribe } from '../prescribe.ts';
import type { Remedy } from '../remedy.ts';
import type { ActivationFacts } from '../training-record.ts';

/** The initializer that suits an activation, as `initializerFor` chooses it. */
export function suitableInitializer(activation: ActivationFacts | undefined): Remedy {
  if (activation?.name === 'selu') return prescribe('lecun-initializer');
  const isRectifier = activation?.family === 'rectifier' || activation?.family === 'other';
  return prescribe(isRectifier ? 'he-initializer' : 'glorot-initializer');
}
