import { spawn } from 'node:child_process';
import { appFolder, type Contestant, type Request } from './contestants.ts';
import type { Report } from './measure-workload.ts';
import { pinThreads } from './pinning.ts';

/** What became of a process: its report, or why there is none. */
export type Outcome = Report | { readonly failure: string };

/** The last line that says what went wrong, without the paths of a stack. */
function reasonIn(errors: string): string {
  const lines = errors.split('\n').filter((line) => /\b\w*(Error|Exception)\b.*:/.test(line));
  const line = lines[0] ?? errors.trim().split('\n').at(-1) ?? '';
  return line
    .replace(/ (in|imported from) \S*[/\\].*$/, '')
    .trim()
    .slice(0, 200);
}

/** Runs one contestant in a fresh process. A cold start is timed from here until the process says that it is done. */
export function runContestant(
  contestant: Contestant,
  request: Request,
  { python, pin }: { readonly python: string | undefined; readonly pin: boolean },
): Promise<Outcome> {
  const text = JSON.stringify(request);
  const [command, args] =
    contestant.runtime === 'python'
      ? [python ?? 'python3', [`${appFolder}${contestant.module}`, text]]
      : [contestant.node ?? process.execPath, [`${contestant.folder ?? appFolder}dist/contestant-process.js`, text]];
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const threads = Number(request.options['threads'] ?? 1);
    const release = pin && child.pid !== undefined ? pinThreads(child.pid, threads) : undefined;
    let finished = 0;
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => {
      finished ||= performance.now();
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('error', ({ message }) => resolve({ failure: message }));
    child.on('close', (code) => {
      release?.();
      const last = output.trim().split('\n').at(-1) ?? '';
      if (code !== 0 || !last.startsWith('{')) {
        resolve({ failure: reasonIn(errors) || `ended with ${code}` });
      } else if (request.schedule.cold) {
        resolve({
          engine: command,
          values: [],
          times: [finished - started],
          early: [],
          facts: {},
        });
      } else resolve(JSON.parse(last) as Report);
    });
  });
}
