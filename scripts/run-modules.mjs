// Imports the given modules one after the other, silently, and reports those that throw, and those that do not print the
// lines of the file beside them, NAME.mjs.txt, if there is one.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

const report = console.error;
let printed = '';
for (const method of ['log', 'info', 'warn', 'error', 'table']) {
  console[method] = (...values) => {
    printed += `${format(...values)}\n`;
  };
}

let failed = 0;
let current;
const fail = (error) => {
  failed += 1;
  report(`${current}:\n${error?.stack ?? error}\n`);
};
process.on('unhandledRejection', fail);
process.on('exit', (code) => {
  // A module that never settles leaves node with nothing to do, and no error to show.
  if (code !== 0 || current) report(`${current}: did not finish`);
  if (failed > 0 || current) process.exitCode = 1;
});

for (const path of process.argv.slice(2)) {
  current = path;
  printed = '';
  await import(pathToFileURL(resolve(path)).href).catch(fail);
  const expected = existsSync(`${path}.txt`) ? readFileSync(`${path}.txt`, 'utf8').split('\n') : [];
  const lines = new Set(printed.split('\n'));
  for (const line of expected) if (!lines.has(line)) fail(`does not print "${line}"`);
}
current = undefined;
