import type { Model } from '@gradkit/layers';
import type { Loss } from '@gradkit/losses';
import type { AnyModel, TrainingData } from '@gradkit/train';
import type { Examined } from '../src/checks/check.ts';
import { excerptOf } from '../src/excerpt.ts';
import { firstPass } from '../src/first-pass.ts';
import { neededFields, subjectOf } from '../src/subject.ts';

/** A model with data, looked at as `diagnose` does before training. */
export async function examined(model: Model, data: TrainingData, loss: Loss, seed = 1): Promise<Examined> {
  const own = model as unknown as AnyModel;
  const excerpt = await excerptOf('test', data, neededFields(own), { batchSize: undefined, seed });
  const subject = subjectOf('test', own, excerpt, { loss }, seed);
  return { ...subject, pass: firstPass(subject) };
}
