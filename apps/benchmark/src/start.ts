import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Section } from './finding.ts';
import { ratio, summarise } from './measure.ts';

/** Seconds from starting a process to the first thing it says. */
export async function secondsToOutput(args: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close') as Promise<[code: number | null]>;
  let seconds: number | undefined;
  child.stdout.on('data', () => {
    seconds ??= (performance.now() - start) / 1000;
  });
  const [code] = await closed;
  if (code !== 0 || seconds === undefined) throw new Error(`node ${args.join(' ')} said nothing, and gave ${code}.`);
  return seconds;
}

/** From the start of a process to the end of its first step, beside a process that does nothing. */
export async function start(rounds: number): Promise<Section> {
  const programs = [
    { name: 'start to first step', args: [fileURLToPath(new URL('first-step.js', import.meta.url))] },
    { name: 'start of an empty process', args: ['-e', 'process.stdout.write("\\n")'] },
  ];
  const results = programs.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { args }] of programs.entries()) results[i]?.push(await secondsToOutput(args));
  }
  const [first, empty] = programs.map(({ name }, i) => summarise(name, results[i] as number[])) as [
    ReturnType<typeof summarise>,
    ReturnType<typeof summarise>,
  ];
  return {
    title: 'Starting: a new process, the packages, the program, and one step of the 784-256-128-10 network, batch 32',
    findings: [first, empty].map((timing) => ({
      what: timing.name,
      value: 1e3 * timing.median,
      unit: 'ms',
      quartiles: [1e3 * timing.quartiles[0], 1e3 * timing.quartiles[1]],
      ...(timing === first ? { ratio: { to: empty.name, value: ratio(first, empty) } } : {}),
    })),
  };
}
