import { describe, expect, it } from 'vitest';
import { chromiumPath } from '../../src/browser/chromium-path.ts';

describe('chromiumPath', () => {
  it('is what CHROMIUM_PATH names, if it exists', () => {
    expect(chromiumPath({ CHROMIUM_PATH: '/opt/c' }, (path) => path === '/opt/c')).toBe('/opt/c');
    expect(chromiumPath({ CHROMIUM_PATH: '/opt/c' }, (path) => path === '/usr/bin/chromium')).toBeUndefined();
  });

  it('is otherwise the first at a usual place', () => {
    expect(chromiumPath({}, (path) => path.includes('chrom'))).toBe('/usr/bin/chromium');
    expect(chromiumPath({}, () => false)).toBeUndefined();
  });
});
