/** Where a data set comes from and under which terms: what an attribution has to say. */
export interface DataSource {
  readonly name: string;
  readonly authors: readonly string[];
  /** Year of publication. */
  readonly year: number;
  /** Short name of the licence, such as `CC BY 4.0`. */
  readonly licence: string;
  readonly url: string;
  readonly doi?: string;
}
