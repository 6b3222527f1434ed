import type { Language } from '@gradkit/diagnostics/report';
import type { Messages } from '../messages/en.ts';

/** What a page is shown with. */
export interface PageContext {
  readonly language: Language;
  readonly messages: Messages;
  /** What the address says besides the page: the configuration, the language, what is hidden. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Names of controls and parts that a teacher has hidden: `hide=seed,code`. */
  readonly hidden: ReadonlySet<string>;
  /** The address of a page with the present language, for links. */
  link(page: string): string;
  /** Writes what was chosen into the address, without a new entry of the browser's history. `lang` and `hide` stay. */
  keep(parameters: ReadonlyMap<string, string>): void;
  /** Tells readers, at most every other second. */
  announce(text: string): void;
}

/** A page that is shown. */
export interface ShownPage {
  readonly title: string;
  readonly element: HTMLElement;
  /** The same in another language; what runs goes on. Without it the page is made anew. */
  speak?(context: PageContext): { readonly title: string; readonly element: HTMLElement };
  /** Ends what runs. */
  leave(): void;
}
