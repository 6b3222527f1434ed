import { existsSync, readdirSync } from 'node:fs';
import { packArrays } from '../arrays.ts';
import { appFolder, type Contestant, requestFor } from '../contestants.ts';
import type { Item } from '../items.ts';
import type { Thoroughness } from '../measure-items.ts';
import { playRounds } from '../rounds.ts';
import { startArrays } from '../start-arrays.ts';
import { summarise } from '../summary.ts';
import { bundleForPage } from './bundle.ts';
import { measureInBrowser } from './measure-in-browser.ts';
import { contentOf, pageWith, serveSite } from './site.ts';
import type { BrowserSummary } from './summary.ts';

const wasmFiles = `${appFolder}peers/node_modules/@tensorflow/tfjs-backend-wasm/dist`;

/** Everything that pages load: for each contestant a page and its script, for each item its arrays, files of libraries. */
async function filesFor(
  items: readonly Item[],
  contestants: readonly Contestant[],
): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  for (const { module } of contestants) {
    const script = module.replaceAll('/', '-');
    if (files.has(script)) continue;
    files.set(script, await bundleForPage(`${appFolder}${module}`, `${appFolder}dist/browser/page.js`));
    files.set(script.replace(/js$/, 'html'), pageWith(script));
  }
  for (const item of items) files.set(`${item.name}.bin`, packArrays(startArrays(item.work)));
  if (existsSync(wasmFiles)) {
    for (const name of readdirSync(wasmFiles).filter((file) => file.endsWith('.wasm'))) {
      files.set(name, contentOf(`${wasmFiles}/${name}`));
    }
  }
  return files;
}

/** Items in pages of Chromium, with and without isolation, with the same checks as in processes. */
export async function measurePages(
  executablePath: string,
  items: readonly Item[],
  contestants: readonly Contestant[],
  options: Thoroughness & { readonly between: () => void; readonly tell: (line: string) => void },
): Promise<BrowserSummary[]> {
  const site = await serveSite(await filesFor(items, contestants));
  try {
    const summaries: BrowserSummary[] = [];
    for (const isolated of [false, true]) {
      const address = site.address(isolated);
      const series = await playRounds(
        items,
        contestants.filter(({ name }) => isolated || name !== 'gradkit-threads'),
        {
          ...options,
          progress: (item, { label }, round) =>
            options.tell(`${item.name} in ${isolated ? 'an isolated' : 'a'} page, round ${round + 1}: ${label}`),
          run: async (item, contestant) => {
            const { work, schedule, options: told } = requestFor(contestant, item, { arrays: '', ...options });
            const page = `${address}${contestant.module.replaceAll('/', '-').replace(/js$/, 'html')}`;
            try {
              return await measureInBrowser(executablePath, page, {
                work,
                schedule,
                arrays: `${address}${item.name}.bin`,
                options: { ...told, wasmFolder: address },
              });
            } catch (error) {
              return { failure: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
            }
          },
        },
      );
      summaries.push({
        isolated,
        items: items.map((item) =>
          summarise(
            item,
            series.filter((one) => one.item === item),
          ),
        ),
      });
    }
    return summaries;
  } finally {
    site.close();
  }
}
