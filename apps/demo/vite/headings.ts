import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { normalizePath, type Plugin, runnerImport } from 'vite';

const name = 'virtual:headings';

/**
 * Gives the page the titles and questions of all experiments, and the way to the rest of each. The texts of all of them are
 * more than the page that lists them: one experiment's are fetched when it is opened.
 */
export function headings(): Plugin {
  const entry = fileURLToPath(import.meta.resolve('experiments'));
  return {
    name: 'headings',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    async load(id) {
      if (id !== `\0${name}`) return undefined;
      const { module, dependencies } = await runnerImport<typeof import('experiments')>(entry, { configFile: false });
      for (const file of dependencies) this.addWatchFile(file);
      const rows = module.experiments.map(({ id, group, title, question }) => ({ id, group, title, question }));
      const ways = rows.map(({ id }) => {
        const file = normalizePath(join(dirname(entry), id, 'about.ts'));
        return `${JSON.stringify(id)}: () => import(${JSON.stringify(file)})`;
      });
      return `export const headings = ${JSON.stringify(rows)};\nexport const abouts = {${ways.join(',\n')}};\n`;
    },
  };
}
