import type { Finding } from '../finding.ts';
import type { FirstPass } from '../first-pass.ts';
import type { Subject } from '../subject.ts';

/** What checks before training are given. */
export interface Examined extends Subject {
  /** One step of training that moved nothing. */
  readonly pass: FirstPass;
}

/** Looks for one kind of trouble before anything is trained. */
export type Check = (examined: Examined) => readonly Finding[];
