import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatAddress, parseAddress } from '../../src/page/address.ts';

it('reads page and parameters', () => {
  expect(parseAddress('', '')).toEqual({ page: '', parameters: new Map() });
  expect(parseAddress('', '#/dying-relu?seed=3&lang=ko')).toEqual({
    page: 'dying-relu',
    parameters: new Map([
      ['seed', '3'],
      ['lang', 'ko'],
    ]),
  });
});

it('lets what stands before the hash hold where the hash says nothing', () => {
  expect(parseAddress('?lang=ko', '#/a?seed=1').parameters.get('lang')).toBe('ko');
  expect(parseAddress('?lang=ko', '#/a?lang=en').parameters.get('lang')).toBe('en');
});

it('survives what is no address', () => {
  expect(parseAddress('', '#/%E0%A4%A').page).toBe('%E0%A4%A');
});

it('reads what it wrote', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }).filter((page) => !page.startsWith('/')),
      fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        fc.string(),
      ),
      (page, parameters) => {
        const address = { page, parameters: new Map(Object.entries(parameters)) };
        expect(parseAddress('', formatAddress(address))).toEqual(address);
      },
    ),
  );
});
