"""Golden values for running sums, products and extremes and for recurrences, from NumPy and SciPy:
packages/core/test/golden/cumulative.json.

Run from the root of the repository: python3 scripts/golden/cumulative.py
Tests read the file and need neither Python nor its packages.
"""

import numpy as np
import scipy
from scipy.signal import lfilter

from cases import array, plain
from file import save, versions_of

generator = np.random.default_rng(20261127)

functions = {
    "cumsum": lambda x, axis: np.cumsum(x, axis=axis, dtype=x.dtype),
    "cumprod": lambda x, axis: np.cumprod(x, axis=axis, dtype=x.dtype),
    "cummax": lambda x, axis: np.maximum.accumulate(x if axis is not None else x.ravel(), axis=axis or 0),
    "cummin": lambda x, axis: np.minimum.accumulate(x if axis is not None else x.ravel(), axis=axis or 0),
}


def inputs():
    yield np.array([[1.5, -2.0, 0.0, 3.0], [0.25, 4.0, -1.0, 0.0]])
    yield generator.normal(size=(2, 5, 3))
    yield np.array([1.0, np.inf, -np.inf, 2.0, np.nan, 3.0])
    yield generator.integers(-9, 10, (3, 7)).astype("int32")
    yield np.zeros((2, 0))
    yield np.array([[7.0]])


def cumulatives():
    for x in inputs():
        for axis in [None, *range(x.ndim)]:
            for name, function in functions.items():
                with np.errstate(invalid="ignore"):
                    found = function(x, axis=axis)
                yield {"function": name, "x": array(x), "axis": axis, "result": array(found)}


def recurrences():
    """y[k] = a y[k-1] + x[k] is a recursive filter of one pole."""
    x = generator.normal(size=(2, 6))
    for a in [0.9, -1.5, 0.0, 1.0]:
        for axis in [0, 1]:
            yield {"a": a, "x": array(x), "axis": axis, "result": plain(lfilter([1.0], [1.0, -a], x, axis=axis))}


save(
    "packages/core/test/golden/cumulative.json",
    "cumulative",
    versions_of(np, scipy),
    cumulatives=cumulatives(),
    recurrences=recurrences(),
)
