"""Golden values for changes of images, from SciPy and Keras: packages/data/test/golden/augmentation.json.

Run from the root of the repository: python3 scripts/golden/augmentation.py
Affine maps are computed by SciPy in float64, layers and resizing by Keras with JAX in float32.
"""

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np
import scipy
from file import save, versions_of
from scipy.ndimage import affine_transform

random = np.random.default_rng(4)


def pixels(*shape):
    return np.round(random.uniform(0, 1, shape), 3).astype("float32")


# A single channel at a time for SciPy, samples with channels for Keras.
plane = pixels(5, 7)
image = pixels(1, 6, 5, 2)
batch = pixels(2, 6, 9, 2)
modes = {"reflect": "reflect", "constant": "grid-constant", "nearest": "nearest", "wrap": "grid-wrap"}


def numbers(array):
    return [float(f"{value:.9g}") for value in np.asarray(array, dtype=np.float64).ravel()]


def affine_rows():
    matrices = {
        "identity": [[1, 0, 0], [0, 1, 0]],
        "half a pixel": [[1, 0, 0.5], [0, 1, -0.5]],
        "far away": [[1, 0, 23.25], [0, 1, -31.75]],
        "a turn": [[0.8, 0.6, -0.73], [-0.6, 0.8, 2.31]],
        "out": [[1.7, 0.1, -1.23], [-0.2, 1.6, -2.14]],
        "in": [[0.4, 0, 1.13], [0, 0.3, 2.24]],
        "one row": [[0, 0, 2], [0, 1, 0]],
    }
    for name, matrix in matrices.items():
        for mode, theirs in modes.items():
            for order, interpolation in [(0, "nearest"), (1, "bilinear")]:
                result = affine_transform(plane.astype("float64"), np.array(matrix), mode=theirs, order=order, cval=0.25)
                # Ties between two pixels are resolved in a way of its own by everybody.
                if order == 0 and name == "half a pixel":
                    continue
                yield {
                    "name": f"{name}, {mode}, {interpolation}",
                    "matrix": matrix,
                    "options": {"fillMode": mode, "interpolation": interpolation, "fillValue": 0.25},
                    "result": numbers(result),
                }


def layer_rows():
    """Keras' layers with a single value to draw from."""
    layers = keras.layers
    for mode in modes:
        options = {"fill_mode": mode, "fill_value": 0.25}
        cases = {
            "randomTranslation": (
                [[0.23, 0.23], [-0.37, -0.37]],
                layers.RandomTranslation((0.23, 0.23), (-0.37, -0.37), **options),
            ),
            "randomRotation": ([[0.08, 0.08]], layers.RandomRotation((0.08, 0.08), **options)),
            "randomRotation (clockwise)": ([[-0.3, -0.3]], layers.RandomRotation((-0.3, -0.3), **options)),
            "randomZoom": ([[0.3, 0.3]], layers.RandomZoom((0.3, 0.3), **options)),
            "randomZoom (in)": ([[-0.4, -0.4]], layers.RandomZoom((-0.4, -0.4), **options)),
        }
        for name, (factors, layer) in cases.items():
            yield {
                "name": name,
                "factors": factors,
                "options": {"fillMode": mode, "fillValue": 0.25},
                "result": numbers(layer(image, training=True)),
            }


def resize_rows():
    for size in [(6, 9), (12, 18), (3, 3), (4, 13), (1, 1), (7, 2)]:
        for interpolation in ["bilinear", "nearest"]:
            for antialias in [False, True]:
                if antialias and interpolation == "nearest":
                    continue
                result = keras.ops.image.resize(batch, size, interpolation=interpolation, antialias=antialias)
                yield {
                    "size": size,
                    "options": {"interpolation": interpolation, "antialias": antialias},
                    "result": numbers(result),
                }


if __name__ == "__main__":
    save(
        "packages/data/test/golden/augmentation.json",
        "augmentation",
        versions_of(np, scipy, keras),
        images=[
            {"name": name, "shape": list(values.shape), "values": numbers(values)}
            for name, values in [("plane", plane), ("image", image), ("batch", batch)]
        ],
        affine=affine_rows(),
        layers=layer_rows(),
        resizing=resize_rows(),
    )
