"""Counts of evaluations of SciPy's minimisers: golden/minimizers.json in the tests of second-order, with the minima found.

Run from the root of the repository, for some minutes: python3 scripts/golden/minimizers.py
Needs NumPy and SciPy 1.17 or later. `--only NAME` runs problems whose names hold it and prints them alone.
"""

import argparse
import json
import warnings
from multiprocessing import Pool

import numpy as np
import scipy
from scipy.optimize import least_squares, minimize

from file import save, versions_of
from minimization_problems import problems, tiny

warnings.simplefilter("ignore")
tolerances = [1e-5, 1e-8]
methods = ["L-BFGS-B", "BFGS", "CG", "Newton-CG", "trust-ncg", "trust-exact"]

# Dense matrices of 1,000 variables are no test of a method.
dense = ["BFGS", "trust-exact"]
largest_dense = 100
most_iterations = 5000
# Some methods go on for millions, where the function is NaN.
most_evaluations = 20000


class TooMany(Exception):
    pass


def projected(problem, x, gradient):
    """The gradient as a step that stays within the bounds; the sign of its numbers is reversed."""
    if problem.bounds is None:
        return gradient
    lower, upper = (
        np.array([fallback if bound[side] is None else bound[side] for bound in problem.bounds])
        for side, fallback in ((0, -np.inf), (1, np.inf))
    )
    return np.clip(x - gradient, lower, upper) - x


class Counted:
    """A problem as SciPy calls it. Notes the counts when the gradient first is within the tolerance."""

    def __init__(self, problem, gtol):
        self.problem = problem
        self.gtol = gtol
        self.nfev = self.ngev = self.nhev = 0
        self.first = None

    @property
    def counts(self):
        return {"nfev": self.nfev, "ngev": self.ngev, "nhev": self.nhev}

    def fun(self, x):
        if self.nfev == most_evaluations:
            raise TooMany
        self.nfev += 1
        return self.problem.fun(x)

    def grad(self, x):
        self.ngev += 1
        gradient = self.problem.grad(x)
        if self.first is None and np.abs(projected(self.problem, x, gradient)).max() <= self.gtol:
            self.first = self.counts
        return gradient

    def hess(self, x):
        self.nhev += 1
        return self.problem.hess(x)

    def hessp(self, x, v):
        self.nhev += 1
        return self.problem.hessp(x, v)


def options_of(method, gtol, n):
    if method == "L-BFGS-B":
        return {"gtol": gtol, "ftol": 0, "maxiter": 10**6, "maxfun": 10**6}
    if method == "Newton-CG":
        return {"xtol": gtol, "maxiter": most_iterations}
    return {"gtol": gtol, "maxiter": max(most_iterations, 200 * n)}


def run(problem, method, gtol):
    counted = Counted(problem, gtol)
    second = {
        "Newton-CG": {"hessp": counted.hessp},
        "trust-ncg": {"hessp": counted.hessp},
        "trust-exact": {"hess": counted.hess},
    }.get(method, {})
    bounds = {"bounds": problem.bounds} if problem.bounds else {}
    options = options_of(method, gtol, problem.n)
    arguments = {"jac": counted.grad, "method": method, "options": options, **second, **bounds}
    try:
        with np.errstate(all="ignore"):
            found = minimize(counted.fun, problem.x0, **arguments)
    except TooMany:
        return {**counted.counts, "fun": None, "gradNorm": None, "success": False, "first": counted.first}
    norm = float(np.abs(projected(problem, found.x, problem.grad(found.x))).max())
    value = float(found.fun)
    return {
        **counted.counts,
        "fun": value if np.isfinite(value) else None,
        "gradNorm": norm if np.isfinite(norm) else None,
        "success": bool(found.success),
        "first": counted.first,
    }


def row(name):
    problem = next(each for each in problems if each.id == name)
    runs = {}
    for method in ["L-BFGS-B"] if problem.bounds else methods:
        if method in dense and problem.n > largest_dense:
            continue
        for gtol in tolerances:
            runs[f"{method}@{gtol:.0e}".replace("e-0", "e-")] = run(problem, method, gtol)
    gradient = problem.grad(problem.x0)
    return {"id": name, "fun": problem.fun(problem.x0), "gradNorm": float(np.abs(gradient).max()), **runs}


def fitted(problem):
    """Evaluations of residuals that SciPy's methods of least squares take, with tolerances of 1e-8."""

    def residuals(x):
        return problem.evaluate(np.asarray(x, float)[:, None])[:, 0]

    def jacobian(x):
        return problem.evaluate(np.asarray(x)[:, None] + tiny * 1j * np.eye(problem.n)).imag / tiny

    runs = {}
    for method, scale in [("lm", "jac"), ("trf", 1.0)]:
        tolerances = {"ftol": 1e-8, "xtol": 1e-8, "gtol": 1e-8}
        found = least_squares(
            residuals, problem.x0, jac=jacobian, method=method, x_scale=scale, max_nfev=10**5, **tolerances
        )
        runs[method] = {"nfev": found.nfev, "ngev": found.njev, "fun": 2 * float(found.cost)}
    return {"id": problem.id, **runs}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    only = parser.parse_args().only
    names = [each.id for each in problems if only in each.id]
    if only:
        for name in names:
            for key, value in row(name).items():
                print(key, json.dumps(value))
    else:
        with Pool(2) as pool:
            rows = pool.map(row, names, chunksize=1)
        save(
            "packages/second-order/test/golden/minimizers.json",
            "minimizers",
            versions_of(np, scipy),
            problems=rows,
            leastSquares=[fitted(each) for each in problems if each.is_sum_of_squares],
        )
