import { expect, it } from 'vitest';
import { html } from '../src/report/html.ts';

it('escapes values, and leaves markup and lists of it as they are', () => {
  const name = '<b class="x">Tom & \'Jerry\'</b>';
  expect(html`<p>${name}</p>`.markup).toBe('<p>&lt;b class=&quot;x&quot;&gt;Tom &amp; &#39;Jerry&#39;&lt;/b&gt;</p>');
  expect(html`<ul>${[1, 2].map((n) => html`<li>${n}</li>`)}</ul>`.markup).toBe('<ul><li>1</li><li>2</li></ul>');
});
