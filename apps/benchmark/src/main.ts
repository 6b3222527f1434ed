import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appFolder, contestants } from './contestants.ts';
import { items } from './items.ts';
import { measureAll, parts } from './measure-all.ts';
import { noiseMeter } from './noise.ts';
import { parseOptions, UsageError, usage } from './options.ts';
import { installPeers, pythonWithTorch } from './peers.ts';
import { canPin } from './pinning.ts';
import { markdownReport } from './report/markdown.ts';
import { htmlReport } from './report/page.ts';
import { terminalReport } from './report/terminal.ts';

const names = {
  items: [...new Set(items.flatMap(({ family, name }) => [family, name])), ...parts],
  contestants: contestants.map(({ name }) => name),
};

/** Progress goes where the report does not. */
function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The command line without the places where files lie on this machine. */
function shown(args: readonly string[]): string {
  return args.map((argument) => argument.split(/[\\/]/).at(-1)).join(' ');
}

async function main(args: readonly string[]): Promise<void> {
  const options = parseOptions(args, names);
  if (options.help) {
    process.stdout.write(usage(names));
    return;
  }
  if (options.pin && !canPin()) throw new UsageError('--pin: it needs Linux and taskset.');
  if (options.compare === undefined && !installPeers()) {
    tell('The peers could not be installed; without them it goes on.');
  }
  const python = pythonWithTorch();
  if (python === undefined) tell('No Python here has PyTorch; without it it goes on.');
  const results = await measureAll(options, { python, tell, noise: noiseMeter(), command: shown(args) });

  const folder = `${appFolder}results`;
  mkdirSync(folder, { recursive: true });
  const reports = [
    { name: 'latest.json', also: options.json, content: `${JSON.stringify(results, undefined, 2)}\n` },
    { name: 'latest.html', also: options.html, content: htmlReport(results) },
    { name: 'latest.md', also: options.markdown, content: markdownReport(results) },
  ];
  for (const { name, also, content } of reports) {
    for (const file of [join(folder, name), also]) if (file !== undefined) writeFileSync(file, content);
  }
  process.stdout.write(
    `${terminalReport(results)}\n\nWritten to ${folder}: ${reports.map(({ name }) => name).join(', ')}\n`,
  );
}

// What is temporary is removed at the end, whatever that is.
process.once('SIGINT', () => process.exit(130));

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  tell(error.message);
  process.exitCode = 2;
}
