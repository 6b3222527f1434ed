import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { chromiumPath } from './browser/chromium-path.ts';
import { measurePages } from './browser/measure-pages.ts';
import type { BrowserSummary } from './browser/summary.ts';
import { type Comparison, compareSeries } from './compare.ts';
import { appFolder, type Contestant, chosenContestants } from './contestants.ts';
import { enginesInWords, inEngines } from './engines.ts';
import { type Item, items } from './items.ts';
import { measureItems, quick, type Thoroughness, thorough } from './measure-items.ts';
import type { NoiseMeter } from './noise.ts';
import type { Options } from './options.ts';
import { otherBuild } from './other-build.ts';
import { probeCosts } from './probe-cost.ts';
import { type Results, thisMachine } from './results.ts';
import { scalingItems, scalingSeries } from './scaling.ts';
import { bundleSizes } from './sizes.ts';
import { summarise } from './summary.ts';

/** What `--only` may name besides items. */
export const parts = ['browser', 'scaling', 'sizes', 'probes'] as const;

interface Surroundings {
  readonly python: string | undefined;
  readonly tell: (line: string) => void;
  readonly noise: NoiseMeter;
  /** The command line, as it was given. */
  readonly command: string;
}

type Effort = Thoroughness & Surroundings & { readonly between: () => void; readonly pin: boolean };

const summarised = async (chosen: readonly Item[], contestants: readonly Contestant[], effort: Effort) => {
  const series = await measureItems(chosen, contestants, effort);
  return chosen.map((item) =>
    summarise(
      item,
      series.filter((one) => one.item === item),
    ),
  );
};

/** Two builds of gradkit, A B A B …, and nobody else. */
async function comparison(base: string, chosen: readonly Item[], effort: Effort): Promise<Comparison> {
  const folder = otherBuild(base, effort.tell);
  const [gradkit] = chosenContestants({ names: ['gradkit'], python: undefined }) as [Contestant];
  const old = { ...gradkit, name: 'base', label: `gradkit, ${base}`, folder };
  const series = await measureItems(chosen, [gradkit, old], effort);
  const rows = chosen.map((item) => {
    const own = series.filter((one) => one.item === item);
    const [present, before] = [gradkit, old].map((one) => own.find(({ contestant }) => contestant === one));
    if (!present || !before) throw new Error(`${item.name} was not measured in both builds`);
    return compareSeries(item, present, before);
  });
  return { base: basename(base), rows };
}

async function inPages(
  chosen: readonly Item[],
  contestants: readonly Contestant[],
  effort: Effort,
): Promise<BrowserSummary[]> {
  const executable = chromiumPath();
  if (executable === undefined) {
    effort.tell('No Chromium was found (CHROMIUM_PATH names one); nothing is measured in pages.');
    return [];
  }
  return measurePages(executable, chosen, contestants, effort);
}

/** The most memory that an empty process of each kind held. */
function emptyBytes(python: string | undefined): Results['emptyBytes'] {
  const printed = (command: string, args: readonly string[]): number =>
    Number(spawnSync(command, args, { encoding: 'utf8' }).stdout) || 0;
  return {
    node: printed(process.execPath, [`${appFolder}dist/empty-process.js`]),
    python: python === undefined ? 0 : printed(python, [`${appFolder}peers/empty_process.py`]),
  };
}

/** Everything that was asked for. */
export async function measureAll(options: Options, surroundings: Surroundings): Promise<Results> {
  const { noise, tell, python, command } = surroundings;
  const asked = (name: string): boolean => options.only.length === 0 || options.only.includes(name);
  const chosen = items.filter(({ name, family, quick: ofQuick = false }) =>
    options.quick && options.only.length === 0 ? ofQuick : asked(name) || asked(family),
  );
  const inDepth = (part: (typeof parts)[number]): boolean =>
    options.quick ? options.only.includes(part) : asked(part);
  const contestants = chosenContestants({ names: options.contestants, python });
  const effort: Effort = {
    ...(options.quick ? quick : thorough),
    ...surroundings,
    rounds: options.rounds,
    pin: options.pin,
    between: noise.sample,
  };
  const fewer = { ...effort, rounds: Math.ceil(options.rounds / 2) };
  const spared = (of: readonly Contestant[]): Contestant[] => (options.quick ? of.map(withoutSlow) : [...of]);
  const common = { machine: thisMachine(), engine: enginesInWords(options.engines), command, date: today() };
  const nothing = {
    items: [],
    browser: [],
    scaling: [],
    sizes: [],
    probes: [],
    comparison: undefined,
    emptyBytes: { node: 0, python: 0 },
  };
  const sampleNoise = (): void => {
    for (let i = 0; i < 5; i++) noise.sample();
  };
  sampleNoise();
  const measured =
    options.compare === undefined
      ? {
          emptyBytes: emptyBytes(python),
          items: await summarised(chosen, spared(inEngines(contestants, options.engines)), effort),
          // What is shown as a picture needs fewer rounds.
          scaling: inDepth('scaling') ? scalingSeries(await summarised(scalingItems, contestants, fewer)) : [],
          browser: inDepth('browser')
            ? await inPages(
                items.filter(({ name }) => ['c32', 'd', 'e'].includes(name)),
                spared(chosenContestants({ names: options.contestants, python: undefined, inPages: true })),
                fewer,
              )
            : [],
          sizes: asked('sizes') ? await bundleSizes(tell) : [],
          probes: inDepth('probes') ? probeCosts(tell) : [],
        }
      : { comparison: await comparison(options.compare, chosen, effort) };
  sampleNoise();
  return { ...common, ...nothing, ...measured, variation: noise.variation(), warning: noise.warning() };
}

function withoutSlow(contestant: Contestant): Contestant {
  const { slowFamilies = [], families } = contestant;
  return { ...contestant, families: families.filter((family) => !slowFamilies.includes(family)) };
}

const today = (): string => new Date().toISOString().slice(0, 10);
