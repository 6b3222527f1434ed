"""Golden values for sorting, quantiles and searching, from NumPy: packages/core/test/golden/sorting.json.

Run from the root of the repository: python3 scripts/golden/sorting.py
Tests read the file and need neither Python nor NumPy.
"""

import numpy as np

from cases import array, plain
from file import save, versions_of

generator = np.random.default_rng(20261126)


def inputs():
    yield np.array([3.0, 1.0, 2.0, 1.0, -0.0, 0.0, -1.0])
    yield np.array([np.nan, 2.0, np.inf, np.nan, -np.inf, 1.0])
    yield np.array([5.0])
    yield np.zeros((2, 0, 3))
    yield generator.integers(-4, 5, (3, 4, 5)).astype("float32")
    yield generator.integers(-(2**31), 2**31, (2, 50)).astype("int32")
    yield generator.integers(0, 2**32, (50, 2), dtype="uint32")
    yield generator.integers(0, 6, (45,), dtype="uint8")
    yield generator.random((4, 6)) < 0.5
    yield generator.normal(size=(2, 45))


def sorts():
    for x in inputs():
        for axis in range(x.ndim):
            positions = np.argsort(x, axis=axis, kind="stable")
            yield {
                "x": array(x),
                "axis": axis,
                "argsort": plain(positions),
                "sort": plain(np.sort(x, axis=axis, kind="stable")),
            }


methods = {
    "linear": "linear",
    "lower": "lower",
    "higher": "higher",
    "nearest": "nearest",
    "midpoint": "midpoint",
    "hazen": "hazen",
    "weibull": "weibull",
    "medianUnbiased": "median_unbiased",
    "normalUnbiased": "normal_unbiased",
}


def quantiles():
    fractions = [0.0, 0.1, 0.25, 0.5, 0.625, 0.9, 1.0]
    for x in [generator.normal(size=(3, 5)), np.array([[1.0, 2.0, 2.0, 7.0]]), np.array([[4.0], [np.nan]])]:
        for axis in [None, 0, 1]:
            for ours, theirs in methods.items():
                found = np.quantile(x, fractions, axis=axis, method=theirs)
                yield {"x": array(x), "axis": axis, "method": ours, "q": fractions, "quantile": array(found)}


def medians():
    for x in [generator.normal(size=(3, 4)), generator.normal(size=(5, 3)), np.array([[1.0, np.nan], [2.0, 3.0]])]:
        for axis in [None, 0, 1]:
            yield {"x": array(x), "axis": axis, "median": array(np.median(x, axis=axis))}


def searches():
    values = np.array([-1.0, 0.0, 0.5, 1.0, 2.0, 2.5, 3.0, 9.0, np.inf, -np.inf, np.nan])
    for edges in [[], [1.0], [0.0, 1.0, 1.0, 1.0, 2.0], [-np.inf, 0.0, 2.0, 3.0, np.inf, np.nan, np.nan]]:
        for side in ["left", "right"]:
            edges = np.array(edges)
            found = np.searchsorted(edges, values, side=side)
            yield {"sorted": array(edges), "values": array(values), "side": side, "found": plain(found)}


save(
    "packages/core/test/golden/sorting.json",
    "sorting",
    versions_of(np),
    sorts=sorts(),
    quantiles=quantiles(),
    medians=medians(),
    searches=searches(),
)
