declare module 'virtual:headings' {
  /** What is known of every experiment before one is opened, in the order of the page. */
  export const headings: readonly Pick<import('experiments').Experiment, 'id' | 'group' | 'title' | 'question'>[];
  /** The modules that say the rest, by id. */
  export const abouts: Readonly<Record<string, () => Promise<Readonly<Record<string, unknown>>>>>;
}
