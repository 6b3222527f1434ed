import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { progressBar } from '@gradkit/train';
import { trainDigits } from './experiment/train-digits.ts';
import { reportPage } from './report/page.ts';
import { writeReport } from './report/write-report.ts';
import { confusionTable } from './terminal/confusion-table.ts';
import { type Options, parseOptions, usage } from './terminal/options.ts';

const reportPath = fileURLToPath(new URL('../report/first-run.html', import.meta.url));

async function run({ seed, epochs }: Options): Promise<void> {
  const started = performance.now();
  const result = await trainDigits(seed, epochs, [progressBar()]);
  const seconds = (performance.now() - started) / 1000;
  const { model, evaluation, confusion, classNames } = result;

  console.log(`\n${model.summary()}\n`);
  console.log(confusionTable(confusion, classNames));
  const accuracy = (100 * (evaluation['accuracy'] ?? Number.NaN)).toFixed(2);
  console.log(`\ntest accuracy ${accuracy} %, loss ${evaluation.loss.toFixed(4)}, in ${seconds.toFixed(1)} s`);

  await writeReport(reportPath, reportPage(result));
  console.log(`report: ${relative(process.cwd(), reportPath)}`);
}

function read(): Options | undefined {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exitCode = 2;
    return undefined;
  }
}

const options = read();
if (options?.help === true) console.log(usage);
else if (options !== undefined) await run(options);
