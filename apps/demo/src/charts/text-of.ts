import type { Language } from '@gradkit/diagnostics/report';
import type { Label } from 'experiments';

/** A label in the language of the page. */
export function textOf(label: Label, language: Language): string {
  return typeof label === 'string' ? label : label[language];
}
