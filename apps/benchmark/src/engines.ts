import { spawnSync } from 'node:child_process';
import type { Contestant } from './contestants.ts';
import { UsageError } from './options.ts';

/** Contestants in each of several Nodes; what does not run in Node takes part once. */
export function inEngines(contestants: readonly Contestant[], engines: readonly string[]): Contestant[] {
  if (engines.length === 0) return [...contestants];
  const versions = engines.map((node) => ({ node, version: versionOf(node) }));
  const crossed = versions.flatMap(({ node, version }) =>
    contestants
      .filter(({ runtime }) => runtime === 'node')
      .map((contestant) => ({
        ...contestant,
        name: `${contestant.name}@${version}`,
        label: `${contestant.label}, Node ${version}`,
        node,
      })),
  );
  return [...crossed, ...contestants.filter(({ runtime }) => runtime !== 'node')];
}

/** What JavaScript runs in. */
export function enginesInWords(engines: readonly string[]): string {
  const versions = engines.length === 0 ? [process.versions.node] : engines.map(versionOf);
  return `Node ${versions.join(', ')}`;
}

function versionOf(node: string): string {
  const { stdout, status } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (status !== 0) throw new UsageError(`--node: ${node} does not run.`);
  return stdout.trim().replace(/^v/, '');
}
