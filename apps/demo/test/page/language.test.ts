import { expect, it } from 'vitest';
import { chooseLanguage } from '../../src/page/language.ts';

it('takes the first wish that it can fulfil', () => {
  expect(chooseLanguage([undefined, null, 'ko-KR', 'en'])).toBe('ko');
  expect(chooseLanguage(['fr', 'en-GB', 'ko'])).toBe('en');
  expect(chooseLanguage(['KO'])).toBe('ko');
  expect(chooseLanguage(['kok-IN'])).toBe('en');
  expect(chooseLanguage([])).toBe('en');
});
