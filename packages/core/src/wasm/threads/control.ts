/**
 * How threads talk: words at the start of the memory that they share, below every address that is handed out. The first
 * thread is the one that the user's program runs on; workers are the others.
 *
 * A step is a ticket, four numbers that follow each other. The first offers a program; workers that have it ready write
 * that number into their word of arrival. When all have, the second lets them go; where one is late, the first thread
 * does the step alone instead. The third withdraws what was offered, before something else is. The fourth ends it all.
 */
export const words = {
  /** What happens: `4 · step + state`. */
  ticket: 32,
  /** How often all threads have met in programs, and how many are there now. */
  meetings: 48,
  present: 64,
  /** Not 0 when a thread has failed: nobody must wait for it. */
  failed: 80,
  /** The offer; see {@link Offer}. */
  offer: 96,
  /** One word for each worker: the ticket that it is ready for. */
  arrivals: 112,
} as const;

/** States of a ticket. */
export const offered = 0;
export const going = 1;
export const withdrawn = 2;
export const ended = 3;

/** Words that are used. */
export const controlWords = 256;

/** More threads than this were never faster, and there is one word for each. */
export const maximumThreads = 64;

/** Pages of 64 KiB: all that 32 bits can address. */
export const maximumPages = 65536;

/** What stands in the words of an offer, in order. */
export interface Offer {
  /** Names the program. */
  readonly program: number;
  /** The table of addresses of the first thread; those of the others follow, at a distance in bytes. */
  readonly table: number;
  readonly distance: number;
  /** Where the module lies, for workers that do not know the program. */
  readonly module: number;
  readonly bytes: number;
  /** Where the numbers of programs lie that are forgotten, and how many. */
  readonly forgotten: number;
  readonly count: number;
}
