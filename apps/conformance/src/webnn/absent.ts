/** Operators without an adaptor, and why. */
export const webnnAbsent: Readonly<Record<string, string>> = {};
