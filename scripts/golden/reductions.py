"""Golden values for reductions and what is made of them, from NumPy and SciPy: packages/core/test/golden/reductions.json.

Run from the root of the repository: python3 scripts/golden/reductions.py
Tests read the file and need neither Python nor its packages.
"""

import numpy as np
import scipy.special as special

from cases import case, write

inf, nan = np.inf, np.nan
generator = np.random.default_rng(3)
cube = generator.normal(size=(2, 3, 4)).round(3)
whole = generator.integers(-9, 10, (2, 3, 4)).astype("int32")
bytes_ = generator.integers(0, 256, (3, 4), dtype="uint8")
truths = generator.random((3, 4)) < 0.6
special_values = np.array([[1.0, inf, 2.0], [nan, -inf, 0.0]])
empty = np.zeros((2, 0))


def options_of(axis, keep, **more):
    options = dict(more)
    if axis is not None:
        options["axis"] = list(axis) if isinstance(axis, tuple) else axis
    if keep:
        options["keepDims"] = True
    return options


axes = [(None, False), (0, False), (-1, True), ((0, 2), False), ((-1, 1), True), (None, True)]


def reduce_all(name, reference, ulps, inputs=(cube,), places=axes, **more):
    for x in inputs:
        size = float(np.abs(x).sum()) if ulps else 0
        for axis, keep in places:
            case(
                name,
                lambda x, a=axis, k=keep: reference(x, axis=a, keepdims=k),
                x,
                ulps=ulps,
                # Sums may cancel: their error is relative to what is added.
                atol=size * ulps * np.finfo(x.dtype).eps if ulps else 0,
                options=options_of(axis, keep, **more),
            )


single = cube.astype("float32")
reduce_all("sum", np.sum, 4, [cube, single])
reduce_all("sum", lambda x, **o: np.sum(x, dtype=x.dtype, **o), 0, [whole], axes[:4])
reduce_all("sum", lambda x, **o: np.sum(x, dtype="uint32", **o), 0, [bytes_], axes[:3])
reduce_all("sum", lambda x, **o: np.sum(x, dtype="int32", **o), 0, [truths], axes[:3])
reduce_all("prod", np.prod, 8, [cube, single], axes[:4])
reduce_all("prod", lambda x, **o: np.prod(x, dtype=x.dtype, **o), 0, [whole], axes[:2])
for name, reference in [("max", np.max), ("min", np.min)]:
    reduce_all(name, reference, 0, [cube, whole], axes)
    reduce_all(name, reference, 0, [bytes_, truths], axes[:3])
    reduce_all(name, reference, 0, [special_values.astype("float32")], axes[:2])
for name, reference in [("any", np.any), ("all", np.all)]:
    reduce_all(name, reference, 0, [truths, bytes_, special_values], axes[:3])
reduce_all("countNonzero", np.count_nonzero, 0, [truths, whole, special_values], axes[:3])
for name, reference in [("argmax", np.argmax), ("argmin", np.argmin)]:
    for x in [cube, whole, special_values.astype("float32"), bytes_, truths]:
        for axis, keep in [(0, False), (-1, True)]:
            case(name, lambda x, a=axis, k=keep: reference(x, axis=a, keepdims=k), x, options=options_of(axis, keep))
    case(name, lambda x: reference(x), cube, options={"axis": [0, 1, 2]})
for name, reference in [("sum", np.sum), ("prod", np.prod), ("any", np.any), ("all", np.all)]:
    for axis, keep in [(None, False), (0, False), (1, True)]:
        case(name, lambda x, a=axis, k=keep: reference(x, axis=a, keepdims=k), empty, options=options_of(axis, keep))
case("max", lambda x: np.max(x, axis=0), empty, options={"axis": 0})
case("argmax", lambda x: np.argmax(x, axis=0), empty, options={"axis": 0})

reduce_all("mean", np.mean, 4, [cube, single], axes)
for ddof in [0, 1]:
    for name, reference in [("variance", np.var), ("std", np.std)]:
        reduce_all(name, lambda x, **o: reference(x, ddof=ddof, **o), 8, [cube, single], axes[ddof::3], ddof=ddof)
reduce_all("logSumExp", special.logsumexp, 4, [cube, single], axes)
for x in [special_values, np.full((2, 2), -inf), np.array([1000.0, 1000.0]), np.array([-inf, 3.0])]:
    case("logSumExp", lambda x: special.logsumexp(x, axis=-1), x, ulps=2, options={"axis": -1})
for ord, axis, keep in [(2, None, False), (2, 0, True), (1, -1, False), (3, 1, False), (1.5, 2, True), (0, 0, False), (-1, 1, False)]:
    for x in [cube, single]:
        case(
            "norm",
            lambda x: np.linalg.norm(x.reshape(-1) if axis is None else x, ord=ord, axis=axis, keepdims=keep),
            x,
            ulps=6,
            options=options_of(axis, keep, ord=ord),
        )
case("norm", lambda x: np.linalg.norm(x, axis=(0, 1)), cube, ulps=4, options={"axis": [0, 1]})

for x in [cube, single]:
    for axis in [0, -1]:
        case("softmax", lambda x: special.softmax(x, axis=axis), x, ulps=4, options={"axis": axis})
        # Probabilities near 1 have small logarithms: differences of larger ones.
        atol = 8 * np.finfo(x.dtype).eps
        case("logSoftmax", lambda x: special.log_softmax(x, axis=axis), x, ulps=4, atol=atol, options={"axis": axis})
case("softmax", lambda x: special.softmax(x, axis=-1), np.array([[1000.0, 999.0], [-inf, 0.0]]), ulps=4)
case("logSoftmax", lambda x: special.log_softmax(x, axis=-1), np.array([[1000.0, 0.0], [-1000.0, 0.0]]), ulps=4)

write("reductions")
