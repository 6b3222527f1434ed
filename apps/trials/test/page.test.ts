import { describe, expect, it } from 'vitest';
import { head, pageWith } from '../src/page.ts';

describe('pageWith', () => {
  it('replaces what was measured anew, keeps the rest, and follows the order', () => {
    const first = pageWith(head, '', new Map([['B', 'old b']]), ['A', 'B']);
    const second = pageWith(head, first, new Map([['A', '| x |\n| y |']]), ['A', 'B']);
    const third = pageWith(head, second, new Map([['B', 'new b']]), ['A', 'B']);
    expect(second.split('## ').slice(1)).toEqual(['A\n\n| x |\n| y |\n\n', 'B\n\nold b\n']);
    expect(third.split('## ').slice(1)).toEqual(['A\n\n| x |\n| y |\n\n', 'B\n\nnew b\n']);
    expect(third.startsWith('# Results of training\n')).toBe(true);
  });

  it('drops sections that no trial has any more', () => {
    const first = pageWith(head, '', new Map([['B', 'old b']]), ['B']);
    expect(pageWith(head, first, new Map(), ['A'])).not.toContain('old b');
  });
});
