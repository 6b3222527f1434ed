import type { Language } from '@gradkit/diagnostics/report';

const languages: readonly Language[] = ['en', 'ko'];

/** The first language of those named, in the order of wishes, that the page speaks: `ko-KR` is Korean. Else English. */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const found = languages.find((language) => wish?.toLowerCase().split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
}
