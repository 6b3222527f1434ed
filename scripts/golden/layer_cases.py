"""What the programs of golden values for layers share: layers of Keras on JAX, in float64.

A row names a layer of @gradkit/layers, its options, an input, the weights in Keras' order, and what Keras gives: the output,
and for a cotangent of the output the gradients by the input and by the trained weights; in training also the new state.

Run with: KERAS_BACKEND=jax JAX_PLATFORMS=cpu python3 scripts/golden/<program>.py, where Keras and JAX are importable.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"

import jax

jax.config.update("jax_enable_x64", True)

import keras
import numpy as np

from file import save, versions_of

keras.config.set_floatx("float64")

rows = []
generator = np.random.default_rng(11)


def whole(*shape):
    """Small whole numbers: sums of products of them are exact in float32."""
    return generator.integers(-3, 4, shape).astype("float64")


def rough(*shape):
    """Numbers with three decimals."""
    return np.round(generator.normal(size=shape), 3)


def array(values):
    values = np.asarray(values)
    return {"shape": list(values.shape), "values": [v if isinstance(v, bool) else float(v) if v % 1 else int(v) for v in values.reshape(-1).tolist()]}


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def plain(value):
    return list(value) if isinstance(value, tuple) else value


def case(name, layer, x, draw=whole, training=False, mask=None, state=None, gradients=True, options=None, **given):
    """One row. `state` replaces what the layer starts with, `options` the names and values as they are here."""
    keras.utils.clear_session()
    built = layer(**given)
    built.build(x.shape)
    trained = [draw(*v.shape) for v in built.trainable_variables]
    fixed = [np.asarray(v) for v in built.non_trainable_variables] if state is None else state
    extra = {} if mask is None else {"mask": np.asarray(mask)}

    def call(weights, inputs):
        return built.stateless_call(weights, fixed, inputs, **extra, **({"training": True} if training else {}))

    (output, new_state) = call(trained, x)
    row = {"layer": name, "options": options if options is not None else {camel(k): plain(v) for k, v in given.items()}}
    row |= {"input": array(x), "weights": [array(w) for w in trained], "output": array(output)}
    if mask is not None:
        row["mask"] = array(np.asarray(mask))
    if training:
        row |= {"training": True, "newState": [array(v) for v in new_state]}
    if fixed:
        row["state"] = [array(v) for v in fixed]
    if gradients:
        cotangent = whole(*output.shape)
        _, vjp = jax.vjp(lambda weights, inputs: call(weights, inputs)[0], trained, x)
        by_weights, by_input = vjp(cotangent)
        row |= {"cotangent": array(cotangent), "inputGradient": array(by_input)}
        row["weightGradients"] = [array(g) for g in by_weights]
    rows.append(row)


def write(file, program, **tables):
    versions = {**versions_of(np, jax, keras), "dtype": "float64"}
    save(f"packages/layers/test/golden/{file}.json", program, versions, rows=rows, **tables)
