// Images of every experiment: npm run demo:screenshots -- FOLDER [experiment …]
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const [folder, ...only] = process.argv.slice(2);
if (folder === undefined) {
  console.error('npm run demo:screenshots -- FOLDER [experiment …]');
  process.exit(1);
}
const entry = fileURLToPath(new URL('../browser/screenshots.ts', import.meta.url));
const { module } = await runnerImport(entry, { configFile: false });
// npm runs scripts in the package's folder; the folder that is named is seen from where the command was given.
await module.takeScreenshots(resolve(process.env.INIT_CWD ?? '.', folder), only);
