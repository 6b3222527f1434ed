import { expect, it } from 'vitest';
import { serveSite } from '../../src/browser/site.ts';

it('serves files with and without the headers of isolation, and nothing else', async () => {
  const site = await serveSite(new Map([['a.js', 'export {};']]));
  try {
    const [isolated, plain] = await Promise.all([true, false].map((kind) => fetch(`${site.address(kind)}a.js`)));
    expect(await isolated?.text()).toBe('export {};');
    expect(isolated?.headers.get('Content-Type')).toBe('text/javascript');
    expect(isolated?.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(isolated?.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
    expect(plain?.headers.get('Cross-Origin-Embedder-Policy')).toBeNull();
    await plain?.text();
    const missing = await fetch(`${site.address(false)}../package.json`);
    expect(missing.status).toBe(404);
  } finally {
    site.close();
  }
});
