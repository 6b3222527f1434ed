/** Cases that fail, and why. */
export const onnxFailures: Readonly<Record<string, string>> = {};
