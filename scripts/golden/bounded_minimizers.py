"""Golden values for minimisation within bounds, from SciPy's L-BFGS-B:
packages/second-order/test/golden/bounded-minimizers.json.

Run from the root of the repository: python3 scripts/golden/bounded_minimizers.py
The functions and bounds are given by formulas that the tests repeat; tests need neither Python nor its packages.
"""

import numpy as np
import scipy
from scipy.optimize import minimize

from file import save, versions_of


def rosenbrock(x):
    a, b = 1 - x[:-1], x[1:] - x[:-1] ** 2
    gradient = np.zeros_like(x)
    gradient[:-1] = -2 * a - 400 * x[:-1] * b
    gradient[1:] += 200 * b
    return np.sum(a**2 + 100 * b**2), gradient


def quadratic(x):
    """½·Σ i²·xᵢ² + Σ xᵢ·xᵢ₊₁ − Σ sin(i)·xᵢ, i = 1, 2, …"""
    i = np.arange(1, len(x) + 1)
    gradient = i**2 * x - np.sin(i)
    gradient[:-1] += x[1:]
    gradient[1:] += x[:-1]
    return 0.5 * np.sum(i**2 * x**2) + np.sum(x[:-1] * x[1:]) - np.sum(np.sin(i) * x), gradient


def exponentials(x):
    """Σ exp(xᵢ) − i·xᵢ/n"""
    i = np.arange(1, len(x) + 1)
    return np.sum(np.exp(x) - i * x / len(x)), np.exp(x) - i / len(x)


functions = {"rosenbrock": rosenbrock, "quadratic": quadratic, "exponentials": exponentials}


def bounds_of(kind, n):
    """[lower, upper] of each variable, by its number from 0."""
    def pair(i):
        middle, half = np.sin(3 * i + 1), 0.5 + 0.4 * np.cos(5 * i)
        return {
            "boxes": [middle - half, middle + half],
            "lower": [middle - half, None],
            "upper": [None, middle + half],
            "mixed": [[middle - half, middle + half], [middle, None], [None, middle], [None, None], [middle, middle]][i % 5],
        }[kind]

    return [pair(i) for i in range(n)]


rows = []
for name, function in functions.items():
    for n in [2, 7, 30]:
        for kind in ["boxes", "lower", "upper", "mixed"]:
            bounds = bounds_of(kind, n)
            options = {"ftol": 0, "gtol": 1e-6, "maxiter": 10000, "maxfun": 10000}
            result = minimize(function, np.full(n, 0.5), jac=True, method="L-BFGS-B", bounds=bounds, options=options)
            rows.append(
                {
                    "function": name,
                    "n": n,
                    "bounds": kind,
                    "fun": float(result.fun),
                    "nfev": int(result.nfev),
                    "x": [round(float(each), 9) for each in result.x],
                }
            )

save(
    "packages/second-order/test/golden/bounded-minimizers.json",
    "bounded_minimizers",
    versions_of(np, scipy),
    cases=rows,
)
