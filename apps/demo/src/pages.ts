import { abouts } from 'virtual:headings';
import type { Experiment } from 'experiments';
import type { Messages } from './messages/en.ts';
import type { PageContext, ShownPage } from './page/context.ts';

/** A page besides the experiments. */
export interface Page {
  /** Its place in addresses; empty for the first page. */
  readonly id: string;
  readonly title: (messages: Messages) => string;
  /** What the first page says of it. */
  readonly hint?: (messages: Messages) => string;
  /** Its code is fetched when it is shown. */
  readonly show: (context: PageContext) => Promise<ShownPage>;
}

/** What the navigation lists, in its order. */
export const pages: readonly Page[] = [
  {
    id: '',
    title: (messages) => messages.experiments,
    show: async (context) => (await import('./overview/overview.ts')).showOverview(context),
  },
  {
    id: 'playground',
    title: (messages) => messages.playground,
    hint: (messages) => messages.playgroundHint,
    show: async (context) => (await import('./playground/playground.ts')).showPlayground(context),
  },
  {
    id: 'digits',
    title: (messages) => messages.digits,
    hint: (messages) => messages.digitsHint,
    show: async (context) => (await import('./digits/digits-page.ts')).showDigits(context),
  },
];

/** The page at an address: one of the table, or an experiment by its id. */
export function pageOf(id: string): Page['show'] | undefined {
  const page = pages.find((page) => page.id === id);
  if (page !== undefined) return page.show;
  const load = Object.hasOwn(abouts, id) ? abouts[id] : undefined;
  if (load === undefined) return undefined;
  return async (context) => {
    const [about, { showExperiment }] = await Promise.all([load(), import('./experiment/experiment-page.ts')]);
    const experiment = Object.values(about).find((value) => (value as Experiment | undefined)?.id === id);
    return showExperiment(experiment as Experiment, context);
  };
}
