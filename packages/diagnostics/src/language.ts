/** The languages that findings are told in. */
export type Language = 'en' | 'ko';
