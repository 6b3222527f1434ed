"""Golden values for products and for reading and writing at positions, from NumPy: packages/core/test/golden/products.json.

Run from the root of the repository: python3 scripts/golden/products.py
Tests read the file and need neither Python nor its packages.
"""

import numpy as np

from cases import case, write

generator = np.random.default_rng(5)


def random(*shape):
    return generator.normal(size=shape).round(2)


def product(name, reference, *arguments, options=None):
    # Sums of products may cancel: their error is relative to what is added.
    kind = np.float32 if any(getattr(x, "dtype", None) == np.float32 for x in arguments) else np.float64
    size = np.abs(reference(*[np.abs(x).astype("float64") if isinstance(x, np.ndarray) else x for x in arguments])).max(initial=0)
    case(name, reference, *arguments, ulps=4, atol=float(size * 8 * np.finfo(kind).eps), options=options)


for left, right in [((2, 3), (3, 2)), ((3,), (3, 2)), ((2, 3), (3,)), ((3,), (3,)), ((2, 1, 2, 3), (4, 3, 2)), ((2, 0), (0, 3))]:
    product("matmul", np.matmul, random(*left), random(*right))
product("matmul", np.matmul, random(2, 3).astype("float32"), random(3, 2).astype("float32"))
case("matmul", np.matmul, np.array([[1, 2], [2**30, 4]], "int32"), np.array([[3], [4]], "int32"))
product("outer", np.outer, random(2, 2), random(3))
product("inner", np.inner, random(2, 3), random(4, 3))
product("inner", np.inner, random(3), random(3))
product("vdot", np.vdot, random(2, 3), random(2, 3))
product("kron", np.kron, random(2, 2), random(3))
product("kron", np.kron, random(2), random(1, 2, 2))
for axes in [1, 2, 0, [[0, 1], [1, 0]], [[-1], [0]]]:
    product("tensordot", lambda a, b: np.tensordot(a, b, axes), random(3, 2, 2), random(2, 3, 2) if axes != 2 else random(2, 2, 2), options={"axes": axes})

for specification, *shapes in [
    ("ij,jk->ik", (2, 3), (3, 4)),
    ("ij,jk", (2, 3), (3, 4)),
    ("bij,bjk->bik", (2, 2, 3), (2, 3, 2)),
    ("bhqd,bhkd->bhqk", (2, 2, 2, 3), (2, 2, 3, 3)),
    ("ii", (3, 3)),
    ("ii->i", (3, 3)),
    ("iij->ji", (2, 2, 3)),
    ("ij->", (2, 3)),
    ("ba", (2, 3)),
    ("i,j->ij", (2,), (3,)),
    ("i,i", (4,), (4,)),
    ("...ij,...jk->...ik", (2, 1, 2, 3), (4, 3, 2)),
    ("...i->i...", (2, 3, 2)),
    ("i...,i...", (2, 3), (2, 1)),
    ("ij,jk,kl->il", (2, 3), (3, 4), (4, 2)),
    ("i,ij,j", (2,), (2, 3), (3,)),
    ("a,ab,abc->abc", (2,), (2, 3), (2, 3, 2)),
    (",ij->ij", (), (2, 2)),
    ("ij,ij->j", (0, 3), (0, 3)),
    ("ij,jk->ik", (2, 1), (3, 2)),
]:
    product("einsum", lambda s, *xs: np.einsum(s, *xs), specification, *[np.array(random(*shape)) for shape in shapes])

x = np.arange(24, dtype="float64").reshape(2, 3, 4)
at = np.array([[2, 0], [-1, 1]], "int32")
for axis in [1, -1]:
    case("take", lambda x, i: np.take(x, i, axis=axis), x, at, options={"axis": axis})
case("take", lambda x, i: np.take(x, i, axis=0, mode="clip"), x, np.array([0, 7], "int32"))
along = np.array([[[0, -1, 2, 1]], [[2, 2, 0, 1]]], "int32")
case("takeAlongAxis", lambda x, i: np.take_along_axis(x, i, 1), x, along, options={"axis": 1})
case("takeAlongAxis", lambda x, i: np.take_along_axis(x, i, 2), x, np.array([[[3, 0]]], "int32"))
case("embedding", lambda t, i: t[i], x[0], at)
case("gatherND", lambda x, i: x[i[..., 0], i[..., 1]], x, np.array([[0, 2], [-1, 0]], "int32"))
case("gatherND", lambda x, i: x[i[..., 0], i[..., 1], i[..., 2]], x, np.array([[[0, 2, 1]], [[1, 0, -1]]], "int32"))


def put(x, i, v, axis):
    x = x.copy()
    np.put_along_axis(x, i, v, axis)
    return x


def written(x, i, v, method):
    x = x.copy()
    place = tuple(np.moveaxis(i, -1, 0))
    if method is None:
        x[place] = v
    else:
        method.at(x, place, v)
    return x


case("putAlongAxis", lambda x, i, v: put(x, i, v, 1), x, along, -1.5, options={"axis": 1})
case("putAlongAxis", lambda x, i, v: put(x, i, v, -1), x, np.array([[[3, 0]]], "int32"), np.array([[[7.0], [8.0], [9.0]]]))
case("putAlongAxis", lambda x, i, v: put(x, i, v, 0), np.array([1.0, 2.0, 3.0]), np.array([1, 1, -1], "int32"), np.array([4.0, 5.0, 6.0]))
for name, method in [("set", None), ("add", np.add), ("mul", np.multiply), ("min", np.minimum), ("max", np.maximum)]:
    places = np.array([[0, 1], [1, 2], [0, 1]], "int32")
    values = np.array([[3.0, -1.0, 20.0, 6.5], [0.5, 0.0, 100.0, -4.0], [2.0, 8.0, 4.0, 1.0]])
    case("scatterND", lambda x, i, v: written(x, i, v, method), x, places, values, options={"reduction": name})
case("scatterAdd", lambda x, i, v: written(x, i[:, None], v, np.add), x, np.array([1, 0, 1], "int32"), np.ones((3, 3, 4)))
case("oneHot", lambda i, d: (i[..., None] == np.arange(d)).astype("float32"), np.array([[2, 0], [3, 9]], "int32"), 4)

write("products")
