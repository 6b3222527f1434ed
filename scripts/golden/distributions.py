"""Golden values for random distributions, from SciPy and mpmath: packages/core/test/golden/distributions.json.

Run from the root of the repository: python3 scripts/golden/distributions.py
Tests read the file and need neither Python nor its packages.
"""

import mpmath
import scipy
from scipy.special import betaincinv, gammaincinv

from file import save, versions_of

mpmath.mp.dps = 40
probabilities = [i / 50 for i in range(1, 50)]


def gammas():
    """Quantiles of the gamma distribution."""
    for alpha in [0.1, 0.5, 1.0, 1.7, 8.0, 300.0]:
        yield {"alpha": alpha, "quantiles": [float(gammaincinv(alpha, p)) for p in probabilities]}


def betas():
    """Quantiles of the beta distribution."""
    for a, b in [(0.3, 0.6), (1.0, 1.0), (2.0, 5.0), (40.0, 8.0)]:
        yield {"a": a, "b": b, "quantiles": [float(betaincinv(a, b, p)) for p in probabilities]}


def slope(alpha, z):
    """-(dF/d alpha) / p at a sample z of the gamma distribution; the upper tail's for z above alpha."""
    alpha, z = mpmath.mpf(alpha), mpmath.mpf(z)
    density = mpmath.exp((alpha - 1) * mpmath.log(z) - z - mpmath.loggamma(alpha))
    if z < alpha:
        return -mpmath.diff(lambda a: mpmath.gammainc(a, 0, z, regularized=True), alpha) / density
    return mpmath.diff(lambda a: mpmath.gammainc(a, z, mpmath.inf, regularized=True), alpha) / density


def slopes():
    for alpha in [1.0, 1.25, 2.0, 5.0, 30.0, 400.0]:
        for p in [1e-9, 1e-3, 0.1, 0.45, 0.5, 0.6, 0.9, 0.999, 1 - 1e-9]:
            z = float(gammaincinv(alpha, p))
            yield {"alpha": alpha, "z": z, "slope": float(slope(alpha, z))}


save(
    "packages/core/test/golden/distributions.json",
    "distributions",
    versions_of(scipy, mpmath),
    probabilities=probabilities,
    gammas=gammas(),
    betas=betas(),
    slopes=slopes(),
)
