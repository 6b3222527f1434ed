import type { Language } from '@gradkit/diagnostics/report';
import { text } from '../label.ts';
import type { Messages } from '../messages/en.ts';
import type { LaneName, Session } from './session.ts';

/** What a run is called where two stand side by side: `Cured: batch normalization`. */
export function laneTitle({ cure }: Session, lane: LaneName, language: Language, messages: Messages): string {
  if (lane === 'set') return messages.asSet;
  return cure === undefined ? messages.cured : `${messages.cured}: ${text(cure.label, language)}`;
}
