import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build, defaultClientConditions, type Rollup } from 'vite';

const types: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** A page of one module with the style sheets that it imports, built from sources and served from memory. */
export interface ServedPage {
  readonly url: string;
  close(): void;
}

/** Builds a module of the tests, `main` being an empty element for it to fill. */
export async function servedPage(entry: string): Promise<ServedPage> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    resolve: { conditions: ['@gradkit/source', ...defaultClientConditions] },
    worker: { format: 'es' },
    build: { write: false, minify: false, target: 'es2022', rolldownOptions: { input: entry } },
  })) as Rollup.RollupOutput;
  const files = new Map<string, string | Uint8Array>(
    built.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source] as const),
  );
  const script = built.output.find((file) => file.type === 'chunk' && file.isEntry)?.fileName;
  const styles = built.output.filter(({ fileName }) => fileName.endsWith('.css'));
  const links = styles.map(({ fileName }) => `<link rel="stylesheet" href="/${fileName}">`).join('');
  const head = `<meta charset="utf-8"><title>Test</title><meta name="viewport" content="width=device-width">${links}`;
  files.set(
    '/',
    `<!doctype html><html lang="en"><head>${head}<link rel="icon" href="data:,"></head><body><main></main><script type="module" src="/${script}"></script></body></html>`,
  );
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = files.get(path);
    response.statusCode = file === undefined ? 404 : 200;
    response.setHeader('content-type', types[path === '/' ? 'html' : (path.split('.').at(-1) ?? '')] ?? 'text/plain');
    response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
