/** Cases that fail, and why. */
export const webnnFailures: Readonly<Record<string, string>> = {
  'batchNormalization options.axis=0 + gelu':
    'In `1 + erf(x / √2)` digits cancel where `x` is near −2: the result is right to 4 · 10⁻⁶, while 24 steps of float32 ' +
    'are allowed. It takes an `erfc`, which gradkit does not have.',
};
