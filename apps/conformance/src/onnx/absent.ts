/** Operators without an adaptor, and why. */
export const onnxAbsent: Readonly<Record<string, string>> = {};
