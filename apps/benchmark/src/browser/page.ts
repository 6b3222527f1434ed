import { unpackArrays } from '../arrays.ts';
import type { Request } from '../contestants.ts';
import { measureWorkload, type Report } from '../measure-workload.ts';
import type { Workload } from '../workload.ts';

/** Whether memory can be shared in this page. */
declare const crossOriginIsolated: boolean;

/** What is asked of a page. */
export type PageRequest = Pick<Request, 'work' | 'arrays' | 'options' | 'schedule'>;

/** Work that a contestant's module prepares. */
export type Prepare = (...args: readonly unknown[]) => Workload | Promise<Workload>;

/** Measures one contestant inside a page, as `contestant-process.ts` does in a process. */
export async function measureInPage(prepare: Prepare, request: PageRequest): Promise<Report> {
  const response = await fetch(request.arrays);
  const start = unpackArrays(await response.arrayBuffer());
  const workload = await prepare(request.work, start, request.options);
  const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
  const measured = await measureWorkload(workload, request.schedule, { now: () => performance.now(), rest });
  return { engine: 'Chromium', ...measured, facts: { ...workload.facts?.(), isolated: String(crossOriginIsolated) } };
}
