import { jit, matmul, softmax, tensor } from '@gradkit/core';

const a = tensor([
  [1, 2],
  [3, 4],
]);
console.log(matmul(a, a).toArray()); // [[7, 10], [15, 22]]
console.log(jit((x) => softmax(matmul(x, x)))(a).dataSync());
