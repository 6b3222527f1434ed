import type { Language } from '@gradkit/diagnostics/report';
import type { Label } from 'experiments';

/** What a label says in a language. */
export function text(label: Label, language: Language): string {
  return typeof label === 'string' ? label : label[language];
}
