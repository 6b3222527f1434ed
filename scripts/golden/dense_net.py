"""Golden values of DenseNets, from keras.applications on JAX in float64: packages/layers/test/golden/dense-net.json.

Run from the root of the repository: KERAS_BACKEND=jax python3 scripts/golden/dense_net.py
Weights and images follow a rule that tests repeat (`pattern`), so the file holds results only: the classes that a small network
gives in training and after it, and norms of the gradients. Tests read the file and need neither Python nor its packages.
"""

import jax

jax.config.update("jax_enable_x64", True)

import keras
import numpy as np
from keras.src.applications.densenet import DenseNet

from file import save, versions_of

keras.config.set_floatx("float64")


def pattern(size, index):
    """Numbers between -1 and 1 that look like noise, without a generator."""
    return ((np.arange(size, dtype="int64") * 7919 + index * 10473) % 97 - 48) / 48


def weight(index, path, shape):
    values = pattern(int(np.prod(shape)), index).reshape(shape)
    name = path.split("/")[-1]
    if name == "kernel":
        return values * np.sqrt(6 / np.prod(shape[:-1]))
    return 1 + values / 4 if name in ("gamma", "moving_variance") else values / 4


def count(model):
    trainable = sum(int(np.prod(v.shape)) for v in model.trainable_variables)
    fixed = sum(int(np.prod(v.shape)) for v in model.non_trainable_variables)
    return {"trainable": trainable, "fixed": fixed}


counts = [
    {"blocks": blocks, **count(getattr(keras.applications, f"DenseNet{depth}")(weights=None))}
    for depth, blocks in [(121, [6, 12, 24, 16]), (169, [6, 12, 32, 32]), (201, [6, 12, 48, 32])]
]

# Heights are 38, 19, 10, 5, 2 and 1: pooling leaves out a row.
model = DenseNet([2, 1, 1, 1], weights=None, input_shape=(38, 32, 3), classes=4)
model.set_weights([weight(i, v.path, v.shape) for i, v in enumerate(model.weights)])
images = pattern(2 * 38 * 32 * 3, 1000).reshape(2, 38, 32, 3)
coefficients = pattern(2 * 4, 1001).reshape(2, 4)

trainable = [v.value for v in model.trainable_variables]
fixed = [v.value for v in model.non_trainable_variables]


def loss(weights):
    output, state = model.stateless_call(weights, fixed, images, training=True)
    return (output * coefficients).sum(), (output, state)


gradients, (output, state) = jax.grad(loss, has_aux=True)(trainable)

save(
    "packages/layers/test/golden/dense-net.json",
    "dense_net",
    versions_of(keras, jax, np),
    counts=counts,
    shapes=[list(v.shape) for v in model.weights],
    predicted=np.asarray(model(images)).tolist(),
    trained=np.asarray(output).tolist(),
    gradients=[float(np.sqrt((np.asarray(g) ** 2).sum())) for g in gradients],
    moving=[float(np.asarray(v).sum()) for v in state],
)
