import type { Label } from 'experiments';

/** A text in English. */
export function english(label: Label): string {
  return typeof label === 'string' ? label : label.en;
}
