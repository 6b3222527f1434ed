import { reshape } from '@gradkit/core';
import {
  examine,
  type Fault,
  faults,
  isBetter,
  isFound,
  planted,
  type Subject,
  subjects,
  treat,
} from 'experiments/faults';
import { changedData, goodRecipe, type Recipe, type RecipeData } from 'experiments/recipe';
import { images } from '../images.ts';
import { table } from '../statistics.ts';
import type { Trial } from '../trial.ts';

const seeds = [1, 2, 3];

/** A network for MNIST, whose images are given in place of the data that the recipe names. */
const mnist: Subject = {
  name: 'MNIST',
  recipe: {
    ...goodRecipe,
    data: 'digits',
    samples: 2000,
    standardize: false,
    hidden: '64-32',
    activation: 'relu',
    initializer: 'heNormal',
    learningRate: 0.002,
    epochs: 6,
  },
};

interface Count {
  cases: number;
  found: number;
  better: number;
}

/** Mistakes are planted in healthy networks: does the doctor name them, and do its first prescriptions help? */
export const trainingDoctor: Trial = {
  name: 'doctor',
  title: 'The training doctor',
  needsImages: true,
  async run(report) {
    const all = images();
    const samples = all.train
      .concat(all.test)
      .map(({ x, y }) => ({ x: reshape(x, [x.shape[0] as number, 28 * 28]), y }));
    const everybody = [...subjects, mnist];
    const dataFor =
      (subject: Subject) =>
      (recipe: Recipe): RecipeData | undefined =>
        subject === mnist ? changedData(samples, recipe) : undefined;

    const alarms: string[] = [];
    for (const subject of everybody) {
      for (const seed of seeds) {
        const recipe = { ...subject.recipe, seed };
        const findings = await examine(recipe, dataFor(subject)(recipe));
        for (const { name, severity } of findings) {
          if (severity !== 'note') alarms.push(`${name} (${subject.name}, seed ${seed})`);
        }
      }
    }
    report(`healthy: ${alarms.length} false alarms`);

    const rows: string[][] = [];
    const total: Count = { cases: 0, found: 0, better: 0 };
    const missed: string[] = [];
    for (const fault of faults) {
      const count: Count = { cases: 0, found: 0, better: 0 };
      for (const subject of everybody.filter(({ name }) => !fault.harmless?.includes(name))) {
        for (const seed of seeds) {
          const recipe = planted(fault, { ...subject.recipe, seed });
          const { found, better } = await judge(fault, recipe, dataFor(subject));
          count.cases++;
          count.found += Number(found);
          count.better += Number(better);
          if (!found) missed.push(`${fault.finding} (${subject.name}, seed ${seed})`);
        }
      }
      report(`${fault.finding}: found ${count.found} of ${count.cases}, cured ${count.better}`);
      rows.push([fault.name, fault.finding, String(count.cases), String(count.found), String(count.better)]);
      for (const key of ['cases', 'found', 'better'] as const) total[key] += count[key];
    }
    rows.push(['all', '', String(total.cases), share(total.found, total.cases), share(total.better, total.cases)]);

    const healthy = everybody.length * seeds.length;
    return [
      'Mistakes planted in networks for the digits, spirals, breast cancer and MNIST (2,000 images), three seeds each. Found: a finding',
      'of that name, and about the layer where the mistake is, if it is in one. Cured: the first remedy of the first finding lowers the',
      'loss of validation (without penalties; where a class is rare, with all classes counting alike).',
      '',
      table([['mistake', 'finding', 'cases', 'found', 'cured'], ...rows]),
      '',
      missed.length === 0 ? 'Nothing was missed.' : `Missed: ${missed.join(', ')}.`,
      '',
      `The ${healthy} networks without a mistake: ${alarms.length === 0 ? 'no false alarm' : `${alarms.length} false alarms: ${alarms.join(', ')}`}.`,
    ].join('\n');
  },
};

const share = (part: number, whole: number): string => `${part} (${((100 * part) / whole).toFixed(1)} %)`;

async function judge(
  fault: Fault,
  recipe: Recipe,
  dataFor: (recipe: Recipe) => RecipeData | undefined,
): Promise<{ readonly found: boolean; readonly better: boolean }> {
  const findings = await examine(recipe, dataFor(recipe));
  const treatment = await treat(fault, recipe, findings, dataFor);
  return { found: isFound(fault, findings, recipe), better: isBetter(treatment) };
}
