"""Golden values of layers that merge, from Keras on JAX in float64: packages/layers/test/golden/merging.json.

Run from the root of the repository: KERAS_BACKEND=jax python3 scripts/golden/merging.py
Inputs are multiples of 1/16, which float32 holds exactly. Tests read the file and need neither Python nor its packages.
"""

import jax

jax.config.update("jax_enable_x64", True)

import keras
import numpy as np

from file import save, versions_of

keras.config.set_floatx("float64")
generator = np.random.default_rng(5)
layers = keras.layers


def exact(*shape):
    return generator.integers(-24, 25, shape) / 16


def row(layer, options, keras_layer, *shapes):
    inputs = [exact(*shape) for shape in shapes]
    output = np.asarray(keras_layer(inputs))
    return {
        "layer": layer,
        "options": options,
        "inputs": [value.tolist() for value in inputs],
        "shape": list(output.shape),
        "output": output.ravel().tolist(),
    }


def rows():
    for name in ["Add", "Multiply", "Average", "Maximum", "Minimum"]:
        yield row(name.lower(), {}, getattr(layers, name)(), (3, 4), (3, 4), (3, 4))
        yield row(name.lower(), {}, getattr(layers, name)(), (2, 3, 4), (2, 1, 4))
        yield row(name.lower(), {}, getattr(layers, name)(), (2, 4), (2, 3, 4))
    yield row("subtract", {}, layers.Subtract(), (3, 4), (3, 4))
    yield row("subtract", {}, layers.Subtract(), (2, 3, 1), (2, 4))
    for axis, shapes in [(-1, [(2, 3), (2, 1), (2, 2)]), (1, [(2, 3, 2), (2, 1, 2)]), (-2, [(2, 1, 2, 3), (2, 1, 4, 3)])]:
        yield row("concatenate", {"axis": axis}, layers.Concatenate(axis=axis), *shapes)
    for axes, shapes in [
        (-1, [(3, 4), (3, 4)]),
        (1, [(2, 3, 4), (2, 3)]),
        ([1, 2], [(2, 3, 5), (2, 4, 3)]),
        ([2, 1], [(2, 3, 5), (2, 5, 4)]),
        ([1, 3], [(2, 3, 2, 2), (2, 2, 2, 3)]),
        ([1, 2], [(2, 3), (2, 4, 3)]),
    ]:
        for normalize in [False, True]:
            options = {"axes": axes, "normalize": normalize}
            keras_axes = tuple(axes) if isinstance(axes, list) else axes
            yield row("dot", options, layers.Dot(axes=keras_axes, normalize=normalize), *shapes)


save("packages/layers/test/golden/merging.json", "merging", versions_of(keras, jax, np), rows=rows())
