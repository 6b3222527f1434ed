import { vjp } from '@gradkit/autograd';
import { conv2d, jit, key, normal, type Tensor } from '@gradkit/core';
import { besidePeak, type Share } from '../multiply-add-loops.ts';

interface Layer {
  readonly batch: number;
  readonly image: readonly [height: number, width: number];
  readonly channels: readonly [from: number, to: number];
}

const layers: readonly Layer[] = [
  { batch: 32, image: [28, 28], channels: [32, 64] },
  { batch: 32, image: [27, 29], channels: [31, 63] },
];

/** Convolutions of 3 × 3 that keep the size of images, and their gradients, next to the multiply-add peak, in one run. */
export function measureConvolutions(): Share[] {
  const computations = layers.flatMap(({ batch, image, channels: [from, to] }) => {
    const x = normal(key(1), [batch, ...image, from]).realize();
    const kernel = normal(key(2), [3, 3, from, to]).realize();
    const cotangent = normal(key(3), [batch, ...image, to]).realize();
    const convolve = (a: Tensor, b: Tensor): Tensor => conv2d(a, b, { padding: 'same' });
    const forward = jit(convolve);
    const ofInput = jit((b: Tensor, g: Tensor) => vjp((a: Tensor) => convolve(a, b), x)[1](g)[0]);
    const ofKernel = jit((a: Tensor, g: Tensor) => vjp((b: Tensor) => convolve(a, b), kernel)[1](g)[0]);
    const operations = 2 * 9 * from * to * batch * image[0] * image[1];
    const repeated = (work: () => unknown) => (count: number) => {
      for (let i = 0; i < count; i++) work();
    };
    const name = `3 × 3, ${from} → ${to} channels, ${image.join(' × ')}`;
    return [
      { name: `${name}: forward`, operations, run: repeated(() => forward(x, kernel)) },
      { name: `${name}: input gradient`, operations, run: repeated(() => ofInput(kernel, cotangent)) },
      { name: `${name}: kernel gradient`, operations, run: repeated(() => ofKernel(x, cotangent)) },
    ];
  });
  return besidePeak(computations, { rounds: 21, target: 60 });
}
