import type { Config, Experiment, Frame, Run } from 'experiments';
import { table } from '../statistics.ts';
import { english } from './english.ts';

/** How many seeds an experiment is run with, from that of its defaults on. */
const seeds = 3;

/** What stands under the title of an experiment before anything runs. */
export function claimOf({ claim, inventory, source }: Experiment): string {
  const origin = source === undefined ? '' : ` Source: ${source}.`;
  return `${english(claim)}\n\nInventory: ${inventory.join(', ')}.${origin}`;
}

/** Runs an experiment with its defaults and with each of its cures, and writes what was measured. */
export async function sectionOf(experiment: Experiment, run: Run): Promise<string> {
  const { defaults, cures } = experiment;
  const configs = withSeeds(defaults);
  const frames: Frame[] = [];
  for (const config of configs) frames.push(await lastFrame(run, config));
  const [first] = frames as [Frame];
  const holding = frames.filter(({ measures }, i) => experiment.holds(measures, configs[i] as Config)).length;
  const parts = [
    claimOf(experiment),
    `The claim holds in ${holding} of ${frames.length} runs with the defaults. ${english(experiment.sees(first.measures, defaults))}`,
  ];
  for (const cure of cures(defaults)) {
    const config = { ...defaults, ...cure.config };
    const { measures } = await lastFrame(run, config);
    parts.push(`**${english(cure.label)}**: ${english(experiment.sees(measures, config))}`);
  }
  const names = Object.keys(first.measures);
  const columns = configs.map(({ seed }) => (seed === undefined ? 'value' : `seed ${seed}`));
  parts.push(
    table([
      ['measure', ...columns],
      ...names.map((name) => [`\`${name}\``, ...frames.map(({ measures }) => written(measures[name]))]),
    ]),
  );
  return parts.join('\n\n');
}

/** The defaults with several seeds; once, where there is no seed. */
function withSeeds(defaults: Config): readonly Config[] {
  const { seed } = defaults;
  if (typeof seed !== 'number') return [defaults];
  return Array.from({ length: seeds }, (_, i) => ({ ...defaults, seed: seed + i }));
}

async function lastFrame(run: Run, config: Config): Promise<Frame> {
  let last: Frame | undefined;
  for await (const frame of run(config)) last = frame;
  return last as Frame;
}

/** Three digits: what one may expect of a machine that rounds in another way. */
function written(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}
