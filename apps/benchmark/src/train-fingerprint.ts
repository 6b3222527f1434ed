import { createHash } from 'node:crypto';
import { relu } from '@gradkit/activations';
import { digits } from '@gradkit/data/digits';
import { activation, batchNormalization, dense, dropout, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { trainingStep } from './networks.ts';

/**
 * SHA-256 of all parameters and statistics of a network after 100 training steps with fixed seeds. Programs use only
 * arithmetic that engines round alike, but for products, which use fused multiply-add where there is one: so it is the
 * same on all engines with it, and on all without.
 */
export async function fingerprint(): Promise<string> {
  const { train } = digits().split(0.8, { seed: 1 });
  const model = sequential(
    [dense({ units: 64 }), batchNormalization(), activation(relu), dropout({ rate: 0.5 }), dense({ units: 10 })],
    { seed: 3 },
  );
  const step = trainingStep(model, sparseCategoricalCrossentropy({ fromLogits: true }));
  const batches = train.shuffle({ seed: 7 }).batch(32, { dropRemainder: true });
  for (let i = 0; i < 100; i++) {
    const { x, y } = batches.epoch(Math.floor(i / batches.length)).at(i % batches.length);
    step(x, y);
  }
  const hash = createHash('sha256');
  for (const { variable } of model.parameters) hash.update(await variable.value.data());
  for (const state of model.state) hash.update(await state.value.data());
  return hash.digest('hex');
}
