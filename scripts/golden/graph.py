"""Golden values of a graph of layers, from Keras on JAX: packages/layers/test/golden/graph.json.

Run from the root of the repository: KERAS_BACKEND=jax python3 scripts/golden/graph.py
Two inputs go through the same layers, join, branch into two outputs, and skip a layer; all numbers are float64. The
weights are multiples of 1/64, which float32 holds exactly. Tests read the file and need neither Python nor its packages.
"""

import jax

jax.config.update("jax_enable_x64", True)

import keras
import numpy as np

from file import save, versions_of

keras.config.set_floatx("float64")
generator = np.random.default_rng(11)


def exact(*shape):
    return generator.integers(-48, 49, shape) / 64


left = keras.Input([3], name="left")
right = keras.Input([3], name="right")
shared = keras.layers.Dense(4, activation="tanh", name="shared")
hidden = keras.layers.Dense(4, activation="tanh", name="hidden")
a, b = shared(left), shared(right)
joined = keras.layers.Concatenate()([a, keras.layers.Subtract()([a, b]), hidden(keras.layers.Add()([a, b]))])
mean = keras.layers.Dense(2, name="mean")(joined)
# The shared layer comes a third time, after itself.
spread = keras.layers.Dense(1, name="spread")(keras.layers.Multiply()([hidden(a), b]))
model = keras.Model([left, right], [mean, spread])
model.set_weights([exact(*weight.shape) for weight in model.get_weights()])

inputs = [exact(5, 3), exact(5, 3)]


def loss(weights):
    outputs, _ = model.stateless_call(weights, [], inputs)
    return sum((output**2).sum() for output in outputs)


variables = [variable.value for variable in model.trainable_variables]
names = [variable.path for variable in model.trainable_variables]
gradients = jax.grad(loss)(variables)

save(
    "packages/layers/test/golden/graph.json",
    "graph",
    versions_of(keras, jax, np),
    inputs=[value.tolist() for value in inputs],
    outputs=[np.asarray(value).tolist() for value in model(inputs)],
    loss=[float(loss(variables))],
    variables=[
        {"name": name, "value": np.asarray(value).tolist(), "gradient": np.asarray(gradient).tolist()}
        for name, value, gradient in zip(names, variables, gradients)
    ],
)
