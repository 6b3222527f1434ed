// What the page weighs, when it is ready, how soon runs stop: npm run demo:measure [-- experiment …]
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const entry = fileURLToPath(new URL('../browser/measure.ts', import.meta.url));
const { module } = await runnerImport(entry, { configFile: false });
await module.measure(process.argv.slice(2));
