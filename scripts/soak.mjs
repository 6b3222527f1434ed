// Compares programs with the reference interpreter on many more random graphs than `npm test` does, others each time:
// `node scripts/soak.mjs [graphs for each test, default 12000] [seed, default the time]`.
import { spawnSync } from 'node:child_process';

const [count = '12000', seed = String(Math.floor(Date.now() / 1000) % 1e9)] = process.argv.slice(2);
console.log(`${count} graphs for each test, seed ${seed}`);
const { status } = spawnSync('vitest run --project core packages/core/test/random-graphs/', {
  shell: true,
  stdio: 'inherit',
  env: { ...process.env, GRAPH_COUNT: count, GRAPH_SEED: seed },
});
process.exitCode = status ?? 1;
