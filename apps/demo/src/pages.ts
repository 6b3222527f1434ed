import { experiments } from 'experiments';
import type { Messages } from './messages/en.ts';
import type { PageContext, ShownPage } from './page/context.ts';

/** A page besides the experiments. */
export interface Page {
  /** Its place in addresses; empty for the first page. */
  readonly id: string;
  readonly title: (messages: Messages) => string;
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
];

/** The page at an address: one of the table, or an experiment by its id. */
export function pageOf(id: string): Page['show'] | undefined {
  const page = pages.find((page) => page.id === id);
  if (page !== undefined) return page.show;
  const experiment = experiments.find((experiment) => experiment.id === id);
  if (experiment === undefined) return undefined;
  return async (context) => (await import('./experiment/experiment-page.ts')).showExperiment(experiment, context);
}
