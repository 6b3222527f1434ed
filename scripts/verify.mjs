// Everything that must hold before a change is taken, from building to size. The last line is the result.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const temporary = mkdtempSync(join(tmpdir(), 'gradkit-'));
const report = join(temporary, 'tests.json');

const turbo = (task) => `turbo run ${task} --output-logs=errors-only`;
const steps = [
  ['build', turbo('build')],
  ['types', turbo('typecheck')],
  ['package entries', turbo('check:package')],
  ['lint and format', 'biome ci .'],
  ['boundaries', 'turbo boundaries'],
  ['nothing unused', 'knip'],
  ['anatomy', 'node scripts/check-anatomy.mjs'],
  ['catalogue', 'node scripts/write-catalogue.mjs --check'],
  ['lock file', 'node scripts/check-lockfile.mjs'],
  ['unit tests', `vitest run --reporter=default --reporter=json --outputFile.json="${report}"`],
  ['documentation', 'node scripts/check-readme.mjs'],
  ['packed packages', 'node scripts/check-tarballs.mjs'],
  ['sizes', 'size-limit'],
];

/** Counts of vitest's own report. A file that breaks before its first test is one failure. */
function countTests(succeeded) {
  try {
    const { testResults, ...counts } = JSON.parse(readFileSync(report, 'utf8'));
    const broken = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
    );
    const failed = counts.numFailedTests + broken.length;
    // A run can also fail as a whole, by an error outside every test.
    return {
      passed: counts.numPassedTests,
      failed: succeeded ? 0 : Math.max(1, failed),
      skipped: counts.numPendingTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
const total = { passed: 0, failed: 0, skipped: 0 };
const lines = [];

for (const [name, command] of steps) {
  console.log(`\n── ${name}: ${command}`);
  const started = performance.now();
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit', env: environment });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);

  const succeeded = status === 0;
  const counts =
    name === 'unit tests'
      ? countTests(succeeded)
      : { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 };
  for (const key of Object.keys(total)) total[key] += counts[key];
  lines.push(`${succeeded ? '✔' : '✖'} ${name.padEnd(18)}${seconds.padStart(7)} s`);
}
rmSync(temporary, { recursive: true, force: true });

console.log(`\n${lines.join('\n')}\n`);
if (total.skipped > 0) console.log(`${total.skipped} skipped`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
