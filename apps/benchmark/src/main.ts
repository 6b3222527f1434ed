import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packArrays } from './arrays.ts';
import { appFolder, contestants, isInstalled, requestFor } from './contestants.ts';
import { type Item, items } from './items.ts';
import type { Schedule } from './measure-workload.ts';
import { noiseMeter } from './noise.ts';
import { parseOptions, UsageError, usage } from './options.ts';
import { installPeers, pythonWithTorch } from './peers.ts';
import { itemTable } from './report/item-table.ts';
import { playRounds } from './rounds.ts';
import { runContestant } from './run-contestant.ts';
import { startArrays } from './start-arrays.ts';
import { summarise } from './summary.ts';

const names = {
  items: [...new Set(items.flatMap(({ family, name }) => [family, name]))],
  contestants: contestants.map(({ name }) => name),
};

const schedules = {
  thorough: { cold: false, values: 5, warmUp: 400, repetitions: 20, target: 20, patience: 3000 },
  quick: { cold: false, values: 3, warmUp: 150, repetitions: 8, target: 10, patience: 1000 },
} as const satisfies Record<string, Schedule>;

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), names);
  if (options.help) {
    process.stdout.write(usage(names));
    return;
  }
  const tell = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  if (!installPeers()) tell('Peers could not be installed; what is not there takes no part.');
  const python = pythonWithTorch();
  if (python === undefined) tell('No Python with PyTorch was found; it takes no part.');

  const chosenItems = items.filter(
    ({ name, family }) => options.only.length === 0 || options.only.some((entry) => entry === name || entry === family),
  );
  const chosen = contestants.filter(
    (one) => isInstalled(one, python) && (options.contestants.length === 0 || options.contestants.includes(one.name)),
  );
  const schedule = options.quick ? schedules.quick : schedules.thorough;
  const temporary = mkdtempSync(join(tmpdir(), 'benchmark-'));
  const noise = noiseMeter();
  const fileOf = (item: Item): string => join(temporary, `${item.name}.bin`);
  for (const item of chosenItems) writeFileSync(fileOf(item), packArrays(startArrays(item.work)));
  try {
    const series = await playRounds(chosenItems, chosen, {
      rounds: options.rounds,
      slow: options.quick ? 6000 : 20_000,
      slowRounds: options.quick ? 1 : 2,
      between: noise.sample,
      progress: (item, contestant, round) => tell(`${item.name} round ${round + 1}: ${contestant.label}`),
      run: (item, contestant) =>
        runContestant(
          contestant,
          requestFor(contestant, item, { arrays: fileOf(item), schedule: { ...schedule, cold: item.cold === true } }),
          { node: process.execPath, python },
        ),
    });
    const summaries = chosenItems.map((item) =>
      summarise(
        item,
        series.filter((one) => one.item === item),
      ),
    );
    process.stdout.write(`${summaries.map(itemTable).join('\n\n')}\n`);
    const warning = noise.warning();
    if (warning !== undefined) process.stdout.write(`\n${warning}\n`);
    const results = `${appFolder}results`;
    mkdirSync(results, { recursive: true });
    const json = JSON.stringify(
      { node: process.version, variation: noise.variation(), series, summaries },
      undefined,
      2,
    );
    for (const file of [join(results, 'latest.json'), options.json]) if (file !== undefined) writeFileSync(file, json);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
