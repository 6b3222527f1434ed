import type { Tensor, TypedArray } from '@gradkit/core';
import { classWeights } from '@gradkit/data';
import { trainStep } from '@gradkit/train';
import { dataOf, hiddenUnits, prepareRecipe, type Recipe } from 'experiments/recipe';
import { type Doctor, doctorOf } from './doctor.ts';
import { boundaryValues, inspector, judgeOf, shaped } from './inspection.ts';
import { lossHistory } from './loss-history.ts';
import type { PlaygroundFrame, Scene } from './messages.ts';
import { planeOf } from './plane.ts';

/** How far one goes before one looks around. */
type Stretch = { readonly steps: number } | { readonly milliseconds: number };

/** A training run that goes on as far as it is asked to, and can be looked at in between. */
export interface Training {
  readonly scene: Omit<Scene, 'run'>;
  readonly step: number;
  /** Whether it has ended by itself: early stopping. */
  readonly isDone: boolean;
  advance(stretch: Stretch): void;
  /** What there is to see now. */
  look(): Look;
  dispose(): void;
}

type Look = Omit<PlaygroundFrame, 'run' | 'rate' | 'state'>;

/** Numbers along each side of a picture. */
const cells = 40;
/** Kernels with more weights are not drawn. */
const mostWeights = 1024;
/** Steps between two looks at the clock. */
const stride = 8;
/** Looks between two questions to the doctor. */
const lookStride = 12;
/** In haste the doctor sees so many steps at the beginning, and then one of so many epochs. */
const watchedAtFirst = 256;
const watchedEpochs = 16;
/** Epochs without a better validation loss before early stopping ends a run: those of `fitRecipe`. */
const patience = 10;

/** Prepares a recipe; no step is made yet. */
export async function createTraining(recipe: Recipe): Promise<Training> {
  const data = await dataOf(recipe);
  const { model, optimizer, loss, train: samples } = await prepareRecipe(recipe, data);
  const { classes } = data;
  const [learned, judged] = [fieldsOf(data.train), fieldsOf(data.validation)];
  const features = learned.x.size / (learned.x.shape[0] as number);
  const rows = [learned, judged].map(({ x }) => Float32Array.from(x.dataSync()));
  const plane = planeOf(rows[0], features, rows[1]);
  const [train, validation] = [learned, judged].map(({ y }, i) => ({ x: rows[i], labels: y.dataSync() }));
  const doctor: Doctor = doctorOf({ recipe, classes, train, validation, model, optimizer });
  const options = {
    optimizer,
    loss,
    ...(recipe.classWeights ? { classWeight: Object.fromEntries(classWeights(data.train).entries()) } : {}),
  };
  const [plainStep, watchedStep] = [trainStep(model, options), trainStep(model, { ...options, watch: doctor.watch })];
  const judge = judgeOf(model, loss);
  const inspect = inspector(model, shaped(plane.grid(cells), learned.x), recipe.output === 'logits');
  const history = lossHistory(2);
  const shuffled = samples.shuffle({ seed: recipe.seed });

  let steps = 0;
  let epoch = 0;
  let isDone = false;
  let looks = 0;
  let findings: Look['findings'] = [];
  let best: { readonly loss: number; readonly weights: readonly TypedArray[] } | undefined;
  let waited = 0;
  let batches = shuffled.epoch(0).batch(recipe.batchSize)[Symbol.iterator]();

  function endEpoch(): void {
    if (history.isDue(epoch) || recipe.earlyStopping) {
      const [own, other] = [judge(learned.x, learned.y), judge(judged.x, judged.y)];
      history.add(epoch, [own.loss, other.loss]);
      doctor.epoch(epoch, own.loss, other.loss);
      if (recipe.earlyStopping) stopEarly(other.loss);
    }
    epoch++;
    batches = shuffled.epoch(epoch).batch(recipe.batchSize)[Symbol.iterator]();
  }

  function stopEarly(validationLoss: number): void {
    if (best === undefined || validationLoss < best.loss) {
      best = { loss: validationLoss, weights: model.getWeights() };
      waited = 0;
    } else if (++waited >= patience) {
      model.setWeights(best.weights);
      isDone = true;
    }
  }

  /** @param isHasty whether the doctor sees only a part of the steps, so that there are more of them */
  function advanceOne(isHasty: boolean): void {
    let next = batches.next();
    if (next.done) {
      endEpoch();
      if (isDone) return;
      next = batches.next();
    }
    const batch = next.value;
    // The rest of an epoch would be a second program to compile: the doctor does without.
    const isWhole = batch.y.shape[0] === recipe.batchSize;
    const isWatched = isWhole && (!isHasty || steps < watchedAtFirst || epoch % watchedEpochs === 0);
    (isWatched ? watchedStep : plainStep)(batch);
    steps++;
  }

  return {
    scene: {
      axes: plane.axes,
      xRange: plane.xRange,
      yRange: plane.yRange,
      cells,
      classes,
      features,
      hidden: hiddenUnits(recipe),
      points: pointsOf(plane, rows, [learned, judged]),
    },
    get step() {
      return steps;
    },
    get isDone() {
      return isDone;
    },
    advance(stretch) {
      if ('steps' in stretch) {
        for (let i = 0; i < stretch.steps && !isDone; i++) advanceOne(false);
        return;
      }
      const end = performance.now() + stretch.milliseconds;
      do {
        for (let i = 0; i < stride && !isDone; i++) advanceOne(true);
      } while (!isDone && performance.now() < end);
    },
    look() {
      const [own, other] = [judge(learned.x, learned.y), judge(judged.x, judged.y)];
      const { probabilities, units } = inspect();
      if (looks++ % lookStride === 0 && steps > 0) findings = doctor.findings();
      const [epochs, train, test] = history.lists;
      return {
        step: steps,
        epoch,
        trainLoss: own.loss,
        testLoss: other.loss,
        trainAccuracy: own.accuracy,
        testAccuracy: other.accuracy,
        values: boundaryValues(probabilities, classes),
        units,
        kernels: kernelsOf(model.parameters),
        // The curve ends at what is seen now, in epochs and parts of them.
        curve: {
          step: Float32Array.of(...epochs.map((each) => each + 1), steps / batchesOf(recipe, learned.x)),
          train: Float32Array.of(...train, own.loss),
          test: Float32Array.of(...test, other.loss),
        },
        findings,
      };
    },
    dispose: () => doctor.dispose(),
  };
}

const batchesOf = ({ batchSize }: Recipe, { shape }: Tensor): number => Math.ceil((shape[0] as number) / batchSize);

interface Fields {
  readonly x: Tensor;
  readonly y: Tensor;
}

/** All samples of data in memory at once. */
const fieldsOf = (data: unknown): Fields => data as Fields;

function kernelsOf(
  parameters: readonly { readonly name: string; readonly variable: { readonly value: Tensor } }[],
): Float32Array[] {
  return parameters
    .filter(({ name, variable }) => name.endsWith('/kernel') && variable.value.size <= mostWeights)
    .map(({ variable }) => Float32Array.from(variable.value.dataSync()));
}

function pointsOf(
  plane: ReturnType<typeof planeOf>,
  rows: readonly Float32Array[],
  fields: readonly Fields[],
): Scene['points'] {
  const joined = (parts: readonly ArrayLike<number>[]): Float32Array =>
    Float32Array.from(parts.flatMap((part) => Array.from(part)));
  const places = rows.map((each) => plane.project(each));
  const labels = fields.map(({ y }) => y.dataSync());
  return {
    x: joined(places.map(({ x }) => x)),
    y: joined(places.map(({ y }) => y)),
    label: joined(labels),
    isTest: joined(labels.map((list, i) => new Float32Array(list.length).fill(i))),
  };
}
