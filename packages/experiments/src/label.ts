/** A text in both languages, or a name that is the same in both, such as Adam. */
export type Label = string | { readonly en: string; readonly ko: string };
