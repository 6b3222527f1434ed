import type { Language } from '@gradkit/diagnostics/report';
import { type ChartWords, en } from './words/en.ts';
import { ko } from './words/ko.ts';

const words: Readonly<Record<Language, ChartWords>> = { en, ko };

/** The words of pictures in a language. */
export const wordsOf = (language: Language): ChartWords => words[language];
