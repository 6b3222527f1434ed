import { ArgumentError, checkOptions, describe } from '@gradkit/core';
import type { Json, TrainingContext } from '@gradkit/train';
import type { Finding, FindingName, Severity } from '../finding.ts';
import type { Language } from '../language.ts';
import { findingsOf } from '../rules/findings-of.ts';
import { toText } from '../text/to-text.ts';
import { checkCount } from './check-count.ts';
import { type RecordTrainingOptions, recorderOf, recordKeys, type TrainingRecorder } from './record-training.ts';

/** Options of {@link trainingDoctor}. */
export interface TrainingDoctorOptions extends RecordTrainingOptions {
  /** Epochs from one examination to the next, at least 1; default 1. */
  readonly everyEpochs?: number | undefined;
  /** Steps from one examination to the next, at least 1, besides those after epochs; default none. */
  readonly everySteps?: number | undefined;
  /** Called once for each finding, when it is made first. */
  readonly onFinding?: ((finding: Finding, context: TrainingContext) => void) | undefined;
  /** What ends training: findings at least as severe, or those named; default nothing. */
  readonly stopOn?: Severity | readonly FindingName[] | undefined;
  /** Given each new finding as text, such as `console.log`; default nobody. */
  readonly report?: ((text: string) => void) | undefined;
  /** Of the text: `en` (default) or `ko`. */
  readonly language?: Language | undefined;
}

/** A callback that looks for what goes wrong. */
export interface TrainingDoctor extends TrainingRecorder {
  /** What the last examination found, causes before what they bring about; none before the first. */
  readonly findings: readonly Finding[];
}

const doctorKeys = ['everyEpochs', 'everySteps', 'onFinding', 'stopOn', 'report', 'language'];
const severities: readonly Severity[] = ['problem', 'warning', 'note'];

/**
 * Watches training and tells what goes wrong, with numbers, reasons and remedies: a callback of `fit`.
 *
 * It records what `recordTraining` does and, after every epoch, asks all rules. A finding of an early examination may be gone at a
 * later one: `findings` are always those of the last, `onFinding` and `report` are told each of them once. It prints nothing by
 * itself and changes nothing in what is trained, unless `stopOn` says so.
 *
 * @param options those of `recordTraining`, `everyEpochs` (1), `everySteps` (none), `onFinding`, `stopOn` (nothing), `report`
 * (nobody), `language` (`en`)
 * @throws ArgumentError when an option is unknown or out of range
 * @example
 * ```ts
 * import { sigmoid } from '@gradkit/core';
 * import { trainingDoctor } from '@gradkit/diagnostics';
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { fit } from '@gradkit/train';
 *
 * const layers = Array.from({ length: 8 }, () => dense({ units: 8, activation: sigmoid }));
 * const data = { x: [[-1], [0], [1], [2]], y: [[-3], [-1], [1], [3]] };
 * const doctor = trainingDoctor({ data, report: (text) => console.log(text) });
 * await fit(sequential([...layers, dense({ units: 1 })], { seed: 1 }), data, {
 *   optimizer: sgd(), loss: meanSquaredError(), epochs: 30, callbacks: [doctor],
 * });
 * console.log(doctor.findings.map(({ name }) => name)); // vanishing-gradient and what comes from it
 * ```
 */
export function trainingDoctor(options: TrainingDoctorOptions = {}): TrainingDoctor {
  const where = 'trainingDoctor';
  checkOptions(where, options, [...recordKeys, ...doctorKeys]);
  const { everyEpochs = 1, everySteps, onFinding, stopOn, report, language } = options;
  checkCount(where, { everyEpochs, ...(everySteps === undefined ? {} : { everySteps }) });
  for (const [name, each] of Object.entries({ onFinding, report })) {
    if (each !== undefined && typeof each !== 'function') {
      throw new ArgumentError(`${where}: ${name} is a function, got ${describe(each)}.`);
    }
  }
  if (stopOn !== undefined && !Array.isArray(stopOn) && !severities.includes(stopOn as Severity)) {
    throw new ArgumentError(
      `${where}: stopOn is problem, warning or note, or a list of names of findings, got ${describe(stopOn)}.`,
    );
  }
  const recorder = recorderOf(where, options);
  let findings: readonly Finding[] = [];
  let told = new Set<string>();
  let steps = 0;
  /** Whether nothing was trained since the last examination. */
  let isCurrent = true;

  const ends = ({ name, severity }: Finding): boolean => {
    if (stopOn === undefined) return false;
    if (typeof stopOn !== 'string') return stopOn.includes(name);
    return severities.indexOf(severity) <= severities.indexOf(stopOn);
  };
  const examine = (context: TrainingContext): void => {
    findings = findingsOf(recorder.record);
    isCurrent = true;
    for (const finding of findings) {
      const key = `${finding.name} ${finding.cause ?? ''}`;
      if (told.has(key)) continue;
      told.add(key);
      onFinding?.(finding, context);
      report?.(toText([finding], { language }));
    }
    if (findings.some(ends)) context.stop();
  };

  const { watch, onEpochBegin } = recorder;
  return {
    ...(watch && { watch }),
    ...(onEpochBegin && { onEpochBegin }),
    get record() {
      return recorder.record;
    },
    get findings() {
      return findings;
    },
    onTrainBegin(context) {
      findings = [];
      told = new Set();
      steps = 0;
      return recorder.onTrainBegin?.(context);
    },
    onBatchEnd(context) {
      steps++;
      isCurrent = false;
      if (everySteps !== undefined && steps % everySteps === 0) examine(context);
    },
    async onEpochEnd(context) {
      await recorder.onEpochEnd?.(context);
      isCurrent = false;
      if ((context.epoch + 1) % everyEpochs === 0) examine(context);
    },
    onTrainEnd(context) {
      if (!isCurrent) examine(context);
      return recorder.onTrainEnd?.(context);
    },
    ...(recorder.state && {
      state: {
        ...recorder.state,
        save() {
          const kept = recorder.state?.save().values as { readonly [key: string]: Json };
          return { values: { ...kept, told: [...told] } };
        },
        restore(saved) {
          recorder.state?.restore(saved);
          told = new Set((saved.values as unknown as { readonly told: readonly string[] }).told);
        },
      },
    }),
  };
}
