"""Golden values for linear algebra: packages/core/test/golden/linalg.json.

NumPy and SciPy say what functions return; where a matrix is so ill-conditioned that they are off themselves, mpmath
computes with 80 digits what is right, and the result is rounded once.

Run from the root of the repository: python3 scripts/golden/linalg.py
Tests read the file and need neither Python nor any of these.
"""

import mpmath
import numpy as np
import scipy
import scipy.linalg

from cases import array
from file import save, versions_of

mpmath.mp.dps = 80
generator = np.random.default_rng(20261126)


def hilbert(n):
    """Elements as float64 holds them: what is exact for these is what can be asked for."""
    return 1.0 / (np.arange(n)[:, None] + np.arange(n)[None, :] + 1)


def orthogonal(n):
    return np.linalg.qr(generator.normal(size=(n, n)))[0]


def positive_definite(*shape):
    x = generator.normal(size=shape)
    return x @ np.swapaxes(x, -1, -2) + np.eye(shape[-1])


def symmetric(*shape):
    x = generator.normal(size=shape)
    return (x + np.swapaxes(x, -1, -2)) / 2


repeated = orthogonal(5)
repeated = repeated @ np.diag([1.0, 1.0, 2.0, 2.0, 2.0]) @ repeated.T
repeated = (repeated + repeated.T) / 2
graded = np.array([10.0 ** (-4 * (i + j)) for i in range(5) for j in range(5)]).reshape(5, 5)
graded = graded * (np.ones((5, 5)) + 4 * np.eye(5))
deficient = np.array([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [1.0, 0.0, 1.0], [0.0, 2.0, 2.0]])

definite = {
    "0 × 0": np.zeros((0, 0)),
    "1 × 1": np.array([[4.0]]),
    "3 × 3": positive_definite(3, 3),
    "float32": positive_definite(4, 4).astype("float32"),
    "batched": positive_definite(2, 3, 4, 4),
    "graded": graded,
    "Hilbert": hilbert(6),
    "17 × 17": positive_definite(17, 17),
}
symmetrics = {
    **definite,
    "repeated": repeated,
    "unit": np.eye(3),
    "zero": np.zeros((3, 3)),
    "indefinite": symmetric(2, 5, 5),
    "of rank 1": np.ones((4, 4)),
}
squares = {
    "0 × 0": np.zeros((0, 0)),
    "1 × 1": np.array([[-3.0]]),
    "3 × 3": generator.normal(size=(3, 3)),
    "float32": generator.normal(size=(4, 4)).astype("float32"),
    "batched": generator.normal(size=(2, 2, 3, 3)),
    "permuted": np.eye(4)[[2, 0, 3, 1]] * 2,
    "17 × 17": generator.normal(size=(17, 17)),
}
rectangles = {
    "3 × 5": generator.normal(size=(3, 5)),
    "5 × 3": generator.normal(size=(5, 3)),
    "batched": generator.normal(size=(2, 4, 2)),
    "float32": generator.normal(size=(4, 6)).astype("float32"),
    "1 × 4": generator.normal(size=(1, 4)),
    "4 × 1": generator.normal(size=(4, 1)),
    "0 × 3": np.zeros((0, 3)),
    "deficient": deficient,
    "17 × 9": generator.normal(size=(17, 9)),
}


def choleskys():
    for name, a in definite.items():
        yield {"name": name, "a": array(a), "l": array(np.linalg.cholesky(a))}


def triangulars():
    for n, k in [(1, 1), (3, 2), (5, 1), (17, 4)]:
        a = generator.normal(size=(n, n)) + 3 * np.eye(n)
        b = generator.normal(size=(n, k))
        for lower in [True, False]:
            for transpose in [True, False]:
                for unit in [True, False]:
                    x = scipy.linalg.solve_triangular(a, b, lower=lower, trans=int(transpose), unit_diagonal=unit)
                    yield {
                        "a": array(a),
                        "b": array(b),
                        "lower": lower,
                        "transpose": transpose,
                        "unitDiagonal": unit,
                        "x": array(x),
                    }


def solves():
    for name, a in squares.items():
        b = generator.normal(size=a.shape[:-1] + (2,)).astype(a.dtype)
        yield {
            "name": name,
            "a": array(a),
            "b": array(b),
            "x": array(np.linalg.solve(a, b)),
            "inv": array(np.linalg.inv(a)),
            "det": array(np.linalg.det(a)),
            "sign": array(np.linalg.slogdet(a)[0]),
            "logabsdet": array(np.linalg.slogdet(a)[1]),
        }


def singulars():
    """Determinants of matrices without full rank, and of very large and small ones."""
    for a in [np.zeros((3, 3)), np.ones((3, 3)), np.array([[0.0, 1.0], [0.0, 2.0]]), np.eye(3) * 1e-200]:
        sign, logabsdet = np.linalg.slogdet(a)
        yield {"a": array(a), "det": array(np.linalg.det(a)), "sign": array(sign), "logabsdet": array(logabsdet)}


def qrs():
    for name, a in {**squares, **rectangles}.items():
        if name in ["deficient", "0 × 3"]:
            continue
        q, r = np.linalg.qr(a)
        yield {"name": name, "a": array(a), "q": array(q), "r": array(r)}


def eighs():
    for name, a in symmetrics.items():
        yield {"name": name, "a": array(a), "eigenvalues": array(np.linalg.eigvalsh(a))}


def svds():
    for name, a in {**squares, **rectangles}.items():
        yield {
            "name": name,
            "a": array(a),
            "s": array(np.linalg.svd(a, compute_uv=False)),
            "rank": array(np.asarray(np.linalg.matrix_rank(a) if a.size else 0)),
            "pinv": array(np.linalg.pinv(a, rcond=1e-6 if a.dtype == np.float32 else 1e-14)),
        }


def least_squares():
    for name, a in rectangles.items():
        if a.ndim > 2 or a.size == 0:
            continue
        b = generator.normal(size=(a.shape[0], 2)).astype(a.dtype)
        x, _, rank, s = np.linalg.lstsq(a, b, rcond=None)
        residuals = np.sum((b - a @ x) ** 2, axis=0)
        yield {
            "name": name,
            "a": array(a),
            "b": array(b),
            "x": array(x),
            "residuals": array(residuals),
            "rank": int(rank),
            "s": array(s),
        }


def norms():
    orders = ["fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf]
    for name, a in {**squares, **rectangles}.items():
        if a.size == 0:
            continue
        row = {"name": name, "a": array(a), "norms": [array(np.linalg.norm(a, o, (-2, -1))) for o in orders]}
        if a.shape[-1] == a.shape[-2]:
            row["conds"] = [array(np.linalg.cond(a, o)) for o in orders]
        yield row


def powers():
    a = generator.normal(size=(2, 3, 3))
    for exponent in [0, 1, 2, 5, 8, -1, -3]:
        yield {"a": array(a), "exponent": exponent, "power": array(np.linalg.matrix_power(a, exponent))}


def exponentials():
    for a in [
        np.zeros((3, 3)),
        np.array([[2.0]]),
        generator.normal(size=(4, 4)),
        20 * generator.normal(size=(3, 3)),
        generator.normal(size=(2, 2, 3, 3)) * np.array([0.01, 0.1, 1, 10]).reshape(2, 2, 1, 1),
        np.array([[0.0, 1e3], [0.0, 0.0]]),
        np.array([[1.0, 1e4], [0.0, -1.0]]),
        generator.normal(size=(4, 4)).astype("float32"),
    ]:
        yield {"a": array(a), "expm": array(scipy.linalg.expm(a))}


def exact():
    """With 80 digits: singular values, the solution and the determinant of ill-conditioned matrices."""
    sizes = 10.0 ** -np.arange(0, 30, 6)
    mixed = np.ones((5, 5)) * 0.3 + generator.normal(size=(5, 5))
    for name, a in {
        "Hilbert of 6": hilbert(6),
        "Hilbert of 10": hilbert(10),
        "scaled columns": mixed * sizes[None, :],
        "scaled rows": mixed * sizes[:, None],
        "scaled rows and columns": mixed * sizes[:, None] * sizes[None, ::-1],
        "nearly singular": np.array([[1.0, 1.0, 0.0], [1.0, 1.0 + 2.0**-50, 0.0], [0.0, 0.0, 1.0]]),
    }.items():
        m = mpmath.matrix(a.tolist())
        b = np.arange(1.0, len(a) + 1)
        yield {
            "name": name,
            "a": array(a),
            "s": array(np.array([float(x) for x in mpmath.svd_r(m, compute_uv=False)])),
            "b": array(b),
            "x": array(np.array([float(x) for x in mpmath.lu_solve(m, mpmath.matrix(b.tolist()))])),
            "det": float(mpmath.det(m)),
        }


save(
    "packages/core/test/golden/linalg.json",
    "linalg",
    versions_of(np, scipy, mpmath),
    cholesky=choleskys(),
    solveTriangular=triangulars(),
    solve=solves(),
    singular=singulars(),
    qr=qrs(),
    eigh=eighs(),
    svd=svds(),
    lstsq=least_squares(),
    norms=norms(),
    matrixPower=powers(),
    expm=exponentials(),
    exact=exact(),
)
