"""Golden values for nonlinear least squares, from SciPy: packages/second-order/test/golden/least-squares.json.

- fits: models of the harder regressions of NIST with data made here, exact values and noise; solutions that SciPy finds, their
  last digits from Gauss-Newton steps with gradients in extended precision, and how many evaluations each of SciPy's methods
  takes from two starts at tolerances of 1e-15
- robust: each loss on data with outliers
- bounded: solutions within bounds, some of them active

Run from the root of the repository: python3 scripts/golden/least_squares.py
Tests read the file and need neither Python nor SciPy.
"""

import numpy as np
import scipy
from scipy.optimize import curve_fit, least_squares

from file import save, versions_of

generator = np.random.default_rng(20261126)
TIGHT = dict(ftol=1e-15, xtol=1e-15, gtol=1e-15, max_nfev=20000)


def arctan(u):
    """With the derivative that complex steps need: NumPy's loses small imaginary parts."""
    return np.arctan(u.real) + 1j * u.imag / (1 + u.real**2) if np.iscomplexobj(u) else np.arctan(u)


MODELS = {
    "bennett": lambda b, x: b[0] * (b[1] + x) ** (-1 / b[2]),
    "hahn": lambda b, x: (b[0] + b[1] * x + b[2] * x**2 + b[3] * x**3) / (1 + b[4] * x + b[5] * x**2 + b[6] * x**3),
    "kirby": lambda b, x: (b[0] + b[1] * x + b[2] * x**2) / (1 + b[3] * x + b[4] * x**2),
    "roszman": lambda b, x: b[0] - b[1] * x - arctan(b[2] / (x - b[3])) / np.pi,
    "waves": lambda b, x: b[0]
    + b[1] * np.cos(2 * np.pi * x / 12)
    + b[2] * np.sin(2 * np.pi * x / 12)
    + b[4] * np.cos(2 * np.pi * x / b[3])
    + b[5] * np.sin(2 * np.pi * x / b[3])
    + b[7] * np.cos(2 * np.pi * x / b[6])
    + b[8] * np.sin(2 * np.pi * x / b[6]),
    "decay": lambda b, x: b[0] * np.exp(-b[1] * x) + b[2],
}


def jacobian(model, b, x):
    """Exact to rounding, by complex steps."""
    columns = []
    for j in range(len(b)):
        shifted = np.array(b, dtype=complex)
        shifted[j] += 1e-30j
        columns.append(np.imag(model(shifted, x.astype(complex))) / 1e-30)
    return np.stack(columns, axis=1)


def arguments(name, x, y):
    model = MODELS[name]
    return (lambda b: model(b, x) - y), (lambda b: jacobian(model, b, x))


def polish(name, b, x, y):
    """The zero of the gradient, with parameters and residuals in numbers of 64 bits of mantissa."""
    b, wide_x, wide_y = (np.asarray(each, dtype=np.longdouble) for each in (b, x, y))
    for _ in range(200):
        jac = jacobian(MODELS[name], b.astype(float), x)
        scale = np.sqrt((jac**2).sum(axis=0))
        triangle = np.linalg.qr(jac / scale)[1]
        gradient = ((jac / scale).T @ (MODELS[name](b, wide_x) - wide_y)).astype(float)
        b = b - np.linalg.solve(triangle, np.linalg.solve(triangle.T, gradient)) / scale
    return b.astype(float)


def fit(name, true, x, noise, starts):
    x = np.round(x, 6)
    y = np.array([float(f"{each:.6g}") for each in MODELS[name](np.array(true), x) + noise * generator.normal(size=len(x))])
    residuals, jac = arguments(name, x, y)
    results = [
        least_squares(residuals, true, jac, method=method, x_scale="jac", **TIGHT) for method in ("lm", "trf")
    ]
    best = min(results, key=lambda result: result.cost)
    solution = polish(name, best.x, x, y)
    assert np.max(np.abs(best.x / solution - 1)) < 1e-6, name
    hessian = best.jac.T @ best.jac
    counts = {}
    for method in ("lm", "trf"):
        counts[method] = []
        for start in starts:
            found = least_squares(residuals, start, jac, method=method, x_scale="jac", **TIGHT)
            is_found = found.cost < best.cost * (1 + 1e-8)
            counts[method].append(int(found.nfev) if is_found else None)
    return {
        "model": name,
        "x": x.tolist(),
        "y": y.tolist(),
        "starts": starts,
        "solution": solution.tolist(),
        "cost": float(best.cost),
        "errors": np.sqrt(np.diag(np.linalg.inv(hessian)) * 2 * best.cost / (len(x) - len(true))).tolist(),
        "nfev": counts,
    }


def fits():
    yield fit("bennett", [-2523.5, 46.74, 0.9322], np.linspace(7.4, 16, 60) ** 2 / 3, 3e-4, [[-2000, 50, 0.8], [-1500, 45, 0.85]])
    hahn = [1.0776, -0.12269, 4.0864e-3, -1.4263e-6, -5.7610e-3, 2.4054e-4, -1.2314e-7]
    x = np.linspace(24, 850, 120)
    yield fit("hahn", hahn, x, 0.05, [[10, -1, 0.05, -1e-5, -0.05, 0.001, -1e-6], [1, -0.1, 0.005, -1e-6, -0.005, 1e-4, -1e-7]])
    kirby = [1.6745, -0.13927, 2.5961e-3, -1.7242e-3, 2.1665e-5]
    yield fit("kirby", kirby, np.linspace(9, 372, 80), 0.1, [[2, -0.1, 0.003, -0.001, 1e-5], [1.5, -0.15, 0.0025, -0.002, 2e-5]])
    roszman = [0.20197, -6.1953e-6, 1204.46, -181.34]
    x = -np.geomspace(250, 4800, 25)
    yield fit("roszman", roszman, x, 1e-3, [[0.1, -1e-5, 1000, -100], [0.2, -5e-6, 1200, -150]])
    waves = [10.5, 3.08, 0.53, 44.3, -1.62, 0.53, 26.9, 0.21, 1.5]
    x = np.arange(1.0, 121.0)
    yield fit("waves", waves, x, 0.5, [[11, 3, 0.5, 40, -0.7, -1.3, 25, -0.3, 1.4], [10, 3, 0.5, 44, -1.5, 0.5, 26, -0.1, 1.5]])


def robust():
    true = [5.0, 0.6, 1.0]
    x = np.round(np.linspace(0, 8, 30), 4)
    y = np.round(MODELS["decay"](true, x) + 0.05 * generator.normal(size=30), 4)
    y[[3, 11, 20, 27]] += [4.0, -3.0, 6.0, 2.5]
    residuals, jac = arguments("decay", x, y)
    for loss in ("linear", "soft_l1", "huber", "cauchy", "arctan"):
        for scale in (0.1, 1.0):
            found = least_squares(residuals, true, jac, loss=loss, f_scale=scale, x_scale="jac", **TIGHT)
            far = least_squares(residuals, [3, 0.3, 0], jac, loss=loss, f_scale=scale, x_scale="jac", **TIGHT)
            assert abs(far.cost / found.cost - 1) < 1e-10, (loss, scale)
            yield {
                "loss": loss.replace("_", "-"),
                "fScale": scale,
                "x": x.tolist(),
                "y": y.tolist(),
                "start": [3, 0.3, 0],
                "solution": found.x.tolist(),
                "cost": float(found.cost),
                "nfev": int(far.nfev),
            }


def bounded():
    x = np.round(np.linspace(0, 8, 30), 4)
    y = np.round(MODELS["decay"]([5.0, 0.6, 1.0], x) + 0.05 * generator.normal(size=30), 4)
    residuals, jac = arguments("decay", x, y)
    infinity = np.inf
    for lower, upper, start in (
        ([0, 0, 0], [10, 10, 10], [1, 1, 1]),
        ([0, 0, 0], [4, 10, 10], [1, 1, 1]),
        ([0, 0, 1.5], [infinity, infinity, infinity], [1, 1, 2]),
        ([0, 0.8, -infinity], [4.5, 2, infinity], [1, 1, 2]),
        ([0, 0, -infinity], [infinity, 0.5, 0.9], [8, 0.1, 0]),
        ([6, 0.9, 2], [7, 1, 3], [6.5, 0.95, 2.5]),
    ):
        found = least_squares(residuals, start, jac, bounds=(lower, upper), x_scale="jac", **TIGHT)
        yield {
            "x": x.tolist(),
            "y": y.tolist(),
            "bounds": [[None if abs(each) == infinity else each for each in pair] for pair in zip(lower, upper)],
            "start": start,
            "solution": found.x.tolist(),
            "active": found.active_mask.tolist(),
            "cost": float(found.cost),
            "nfev": int(found.nfev),
        }


def covariances():
    """What curve_fit, which is independent of our formula, says of a fit without bounds."""
    x = np.round(np.linspace(0, 8, 30), 4)
    y = np.round(MODELS["decay"]([5.0, 0.6, 1.0], x) + 0.05 * generator.normal(size=30), 4)
    solution, covariance = curve_fit(lambda x, *b: MODELS["decay"](b, x), x, y, p0=[3, 0.3, 0], ftol=1e-15, xtol=1e-15)
    yield {"x": x.tolist(), "y": y.tolist(), "start": [3, 0.3, 0], "solution": solution.tolist(), "covariance": covariance.ravel().tolist()}


save(
    "packages/second-order/test/golden/least-squares.json",
    "least_squares",
    versions_of(np, scipy),
    fits=fits(),
    robust=robust(),
    bounded=bounded(),
    covariances=covariances(),
)
