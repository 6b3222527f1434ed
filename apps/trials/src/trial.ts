/** One question that is put to the library, and answered in a section of the page. */
export interface Trial {
  /** How the command line calls it: `--only overfitting`. */
  readonly name: string;
  /** The title of its section; the catalogue links to it. */
  readonly title: string;
  /** Whether it needs the images of MNIST. */
  readonly needsImages: boolean;
  /** Runs it and returns the section, in Markdown without the title. `report` says how far it is. */
  run(report: (line: string) => void): Promise<string>;
}
