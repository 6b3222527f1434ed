import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine for the pages of the benchmark. */
export interface Site {
  /** Address of the pages, isolated or not, with a slash at the end. */
  readonly address: (isolated: boolean) => string;
  readonly close: () => void;
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  wasm: 'application/wasm',
  bin: 'application/octet-stream',
};

/** Without these two, a page gets no memory that threads can share. */
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/**
 * Serves files, by name or with their content, under `/isolated/` with the headers of cross-origin isolation and under
 * `/plain/` without them.
 */
export async function serveSite(files: ReadonlyMap<string, string | Uint8Array>): Promise<Site> {
  const server = createServer(({ url = '' }, response) => {
    const [, kind = '', name = ''] = /^\/(isolated|plain)\/([^?]*)/.exec(url) ?? [];
    const content = files.get(name);
    if (content === undefined) {
      response.writeHead(404).end();
      return;
    }
    const type = types[name.split('.').at(-1) ?? ''] ?? 'text/plain';
    response.writeHead(200, { 'Content-Type': type, ...(kind === 'isolated' ? isolation : {}) }).end(content);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    // Chromium takes this name for a secure context.
    address: (isolated) => `http://localhost:${port}/${isolated ? 'isolated' : 'plain'}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A page that loads one script. */
export const pageWith = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><title>benchmark</title><script type="module" src="${script}"></script>`;

/** Content of a file on disk. */
export const contentOf = (path: string): Uint8Array => readFileSync(path);
