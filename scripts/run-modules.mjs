// Imports the given modules one after the other, silently, and reports those that throw.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const report = console.error;
for (const method of ['log', 'info', 'warn', 'error', 'table']) console[method] = () => {};

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
  await import(pathToFileURL(resolve(path)).href).catch(fail);
}
current = undefined;
