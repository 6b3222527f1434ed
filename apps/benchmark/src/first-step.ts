/** Makes the dense network, trains one step, and says so: what a process that starts has to do. */
import { denseStep, imageBatch } from './training-step.ts';

const { x, y } = imageBatch(32, 1);
const loss = denseStep()(x, y).item();
if (!Number.isFinite(loss)) throw new Error(`the first loss is ${loss}.`);
process.stdout.write(`${loss}\n`);
