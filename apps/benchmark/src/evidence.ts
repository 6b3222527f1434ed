/** Measures what the documents claim, and prints it. */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { elementwise } from './elementwise.ts';
import { isMet, type Section, table } from './finding.ts';
import { matrixProduct } from './matrix-product.ts';
import type { Effort } from './measure.ts';
import { smallStep } from './small-step.ts';
import { start } from './start.ts';
import { trainingStep } from './training-step.ts';

const usage = `Measures gradkit on this machine, with one thread.

  npm run evidence -- [options]

  --rounds N    interleaved rounds of every measurement (11)
  --seconds S   what one contender takes in one round, about (0.2)
  --only A,B    some of ${'training-step, small-step, matrix-product, elementwise, start'}
  --json        numbers for programs to read
  --help        this text`;

const measurements: { readonly [name: string]: (effort: Effort) => Section | Promise<Section> } = {
  'training-step': trainingStep,
  'small-step': smallStep,
  'matrix-product': matrixProduct,
  elementwise,
  start: ({ rounds }) => start(rounds),
};

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} is a number above 0, got "${text}".`);
  return value;
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '11' },
    seconds: { type: 'string', default: '0.2' },
    only: { type: 'string', default: Object.keys(measurements).join(',') },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(usage);
} else {
  const effort = {
    rounds: Math.ceil(positive('rounds', values.rounds)),
    seconds: positive('seconds', values.seconds),
  };
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', node: process.version, v8: process.versions.v8 };
  const [load = 0] = loadavg();
  if (!values.json) {
    console.log(`${machine.cpu}, Node ${machine.node}, V8 ${machine.v8}; medians of ${effort.rounds} rounds (quartiles)`);
    if (load > 0.5) console.log(`The machine is busy (load ${load.toFixed(1)}): do not quote these numbers.`);
  }
  const sections: Section[] = [];
  for (const name of values.only.split(',')) {
    const measurement = measurements[name];
    if (measurement === undefined) throw new Error(`--only: there is no "${name}".\n\n${usage}`);
    const section = await measurement(effort);
    sections.push(section);
    if (!values.json) console.log(`\n${table(section)}`);
  }
  if (values.json) console.log(JSON.stringify({ ...machine, load, ...effort, sections }, undefined, 2));
  const missed = sections.flatMap(({ findings }) => findings).filter((finding) => isMet(finding) === false);
  if (missed.length > 0 && !values.json) console.log(`\n${missed.length} targets missed`);
}
