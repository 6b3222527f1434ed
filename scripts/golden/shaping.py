"""Golden values for functions that move elements and that make arrays, from NumPy: packages/core/test/golden/shaping.json.

Run from the root of the repository: python3 scripts/golden/shaping.py
Tests read the file and need neither Python nor its packages.
"""

import numpy as np

from cases import case, write

cube = np.arange(24, dtype="int32").reshape(2, 3, 4)
matrix = np.arange(6, dtype="float32").reshape(2, 3)
line = np.array([1.5, -0.0, np.nan, np.inf])
truths = np.array([[True, False, True]])
empty = np.zeros((2, 0, 3))

for shape in [[6, 4], [-1], [2, -1, 2]]:
    case("reshape", np.reshape, cube, shape)
case("reshape", np.reshape, empty, [0, 5])
case("flatten", np.ravel, matrix)
case("transpose", np.transpose, cube)
for axes in [[1, 2, 0], [-1, 0, 1]]:
    case("transpose", np.transpose, cube, axes)
case("moveAxis", np.moveaxis, cube, 0, -1)
case("moveAxis", np.moveaxis, cube, [0, -1], [-1, 0])
case("swapAxes", np.swapaxes, cube, 0, -1)
for axis in [0, -1, [0, -2]]:
    case("expandDims", lambda x, a: np.expand_dims(x, tuple(a) if isinstance(a, list) else a), matrix, axis)
case("squeeze", np.squeeze, cube.reshape(2, 1, 3, 1, 4))
case("squeeze", lambda x: np.squeeze(x, axis=-2), cube.reshape(2, 1, 3, 1, 4), options={"axis": -2})
case("broadcastTo", np.broadcast_to, np.array([[1], [2]], "int32"), [3, 2, 2])
case("broadcastTo", np.broadcast_to, line, [2, 4])
case("broadcastArrays", lambda l: list(np.broadcast_arrays(*l)), [matrix, np.array([[7], [8]], "float32")])

n = None
slices = [
    ([0, 1], [1, 3], []),
    ([n, -2], [], []),
    ([], [-1, -1, -1], []),
    ([], [], [-1, 2, -3]),
    ([5, -9, 2], [0, 9, n], [-2, 1, -1]),
    ([1, 0, 0], [1], [1, 3]),
    ([-1, 2, 3], [n, 0, -9], [-1, -1, -2]),
]
for start, stop, step in slices:
    def cut(x, start, stop, step):
        full = [list(part) + [None] * (x.ndim - len(part)) for part in (start, stop, step)]
        return x[tuple(slice(*bounds) for bounds in zip(*full))]

    # An undefined position is not in JSON: the test takes null for it.
    case("slice", cut, cube, start, stop, step)

for mode in ["constant", "edge", "reflect", "symmetric", "wrap"]:
    for x, widths in [(matrix, [[1, 2], [0, 3]]), (np.arange(3, dtype="int32"), [[5, 7]]), (truths, [[1, 1], [2, 0]])]:
        case("pad", lambda x, w: np.pad(x, w, mode=mode), x, widths, options={"mode": mode})
case("pad", lambda x, w: np.pad(x, w, constant_values=7), matrix, [[0, 1], [2, 0]], options={"value": 7})

for counts in [2, [2, 1], [2, 1, 3], []]:
    case("tile", lambda x, c: np.tile(x, c), matrix, counts)
case("repeat", np.repeat, matrix, 2)
for axis in [0, -1]:
    case("repeat", lambda x, c: np.repeat(x, c, axis=axis), matrix, 3, options={"axis": axis})
case("repeat", lambda x, c: np.repeat(x, c, axis=1), matrix, [2, 0, 3], options={"axis": 1})
case("roll", np.roll, cube, 5)
for shift, axis in [(1, 0), (-2, -1), ([1, -1], [0, 2]), (2, [1, 2]), ([1, 2], [1, 1])]:
    case(
        "roll",
        lambda x, s: np.roll(x, tuple(s) if isinstance(s, list) else s, axis=tuple(axis) if isinstance(axis, list) else axis),
        cube,
        shift,
        options={"axis": axis},
    )
case("flip", np.flip, cube)
for axis in [1, [0, -1]]:
    case("flip", lambda x: np.flip(x, tuple(axis) if isinstance(axis, list) else axis), cube, options={"axis": axis})

for sections, axis in [(2, 0), (3, -1), (5, 1), ([1, 2], 2), ([-1], 1), ([2, 1, 9], -1)]:
    case("arraySplit", lambda x, s: np.array_split(x, s, axis=axis), cube, sections, options={"axis": axis})
for axis in [0, 1, -1]:
    case("concatenate", lambda l: np.concatenate(l, axis=axis), [cube, cube[::-1]], options={"axis": axis})
case("concatenate", lambda l: np.concatenate(l, axis=1), [empty, np.ones((2, 2, 3))], options={"axis": 1})
for axis in [0, 1, -1]:
    case("stack", lambda l: np.stack(l, axis=axis), [matrix, matrix + 10], options={"axis": axis})

for offset in [0, 1, -2, 9]:
    case("tril", lambda x: np.tril(x, offset), cube, options={"offset": offset})
    case("triu", lambda x: np.triu(x, offset), cube, options={"offset": offset})
    case("diagonal", lambda x: np.diagonal(x, offset, 2, 0), cube, options={"offset": offset, "axis1": 2, "axis2": 0})
    case("diag", lambda x: np.diag(x, offset), matrix, options={"offset": offset})
for offset in [0, 1, -2]:
    case("diag", lambda x: np.diag(x, offset), line, options={"offset": offset})
    case("trace", lambda x: np.trace(x, offset, 1, 2).astype("int32"), cube, options={"offset": offset, "axis1": 1, "axis2": 2})
for indexing in ["xy", "ij"]:
    vectors = [np.array([1.0, 2.0]), np.array([3.0, 4.0, 5.0]), np.array([6.0])]
    case("meshgrid", lambda l: list(np.meshgrid(*l, indexing=indexing)), vectors, options={"indexing": indexing})

# Our default element type is float32.
case("arange", lambda a, b, c: np.arange(a, b, c), 1, 8, 3, dtype="float32")
case("linspace", lambda a, b, c: np.linspace(a, b, c), 0, 1, 5, dtype="float32")
case("eye", lambda n: np.eye(n), 3, dtype="float32")
case("full", lambda s, v: np.full(s, v, "float32"), [2, 2], 3)
case("ones", lambda s: np.ones(s, "float32"), [2, 1])
case("zeros", lambda s: np.zeros(s, "float32"), [0, 3])
case("onesLike", np.ones_like, cube)
case("zerosLike", np.zeros_like, truths)

write("shaping")
