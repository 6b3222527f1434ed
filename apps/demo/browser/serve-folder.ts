import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A server on this machine. */
export interface Site {
  /** Where the folder lies, with a slash at the end: not at the root of the server. */
  readonly address: string;
  readonly close: () => void;
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
};

/** Serves the files of a folder, compressed. */
export async function serveFolder(folder: string): Promise<Site> {
  const server = createServer(({ url = '' }, response) => {
    const [path = ''] = url.split('?');
    const name = normalize(path.replace(/^\/some\/folder\//, '')) || 'index.html';
    try {
      const content = readFileSync(join(folder, name === '.' ? 'index.html' : name));
      const type = types[name.split('.').at(-1) ?? ''] ?? 'text/html';
      response
        .writeHead(200, { 'Content-Type': type, 'Content-Encoding': 'gzip' })
        .end(gzipSync(content, { level: 9 }));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    // Chromium takes this name for a secure context.
    address: `http://localhost:${port}/some/folder/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
