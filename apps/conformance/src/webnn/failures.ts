/** Cases that fail, and why. */
export const webnnFailures: Readonly<Record<string, string>> = {};
