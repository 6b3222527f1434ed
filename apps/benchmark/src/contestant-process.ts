// What runs in a process of its own: one contestant, one work. The request is the first argument, the report is printed.
import { readFileSync } from 'node:fs';
import { unpackArrays } from './arrays.ts';
import type { Request } from './contestants.ts';
import { measureWorkload } from './measure-workload.ts';
import { peakBytes } from './peak-bytes.ts';
import type { Workload } from './workload.ts';

const { module, work, arrays, options, schedule } = JSON.parse(process.argv[2] ?? '') as Request;

const file = readFileSync(arrays);
const start = unpackArrays(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer);
const { prepare } = (await import(module)) as {
  prepare: (...args: readonly unknown[]) => Workload | Promise<Workload>;
};
const workload = await prepare(work, start, options);

if (schedule.cold) {
  await workload.run();
  await workload.read();
  process.stdout.write('{"cold":true}\n');
} else {
  const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
  const measured = await measureWorkload(workload, schedule, { now: () => performance.now(), rest });
  const report = { engine: `Node ${process.version}`, ...measured, facts: workload.facts?.() ?? {} };
  process.stdout.write(`${JSON.stringify({ ...report, peakBytes: peakBytes() })}\n`);
}
