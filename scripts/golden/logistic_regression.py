"""Golden values for logistic regressions, as scikit-learn finds them: golden/logistic-regression.json in the tests of second-order.

Run from the root of the repository, with scikit-learn: python3 scripts/golden/logistic_regression.py
"""

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

from file import save, versions_of

random = np.random.default_rng(20261205)
x = np.round(random.normal(size=(60, 3)) * 8) / 8
scores = x @ np.round(random.normal(size=(3, 3)) * 4) / 4 + random.gumbel(size=(60, 3))
labels = scores.argmax(axis=1)


def fitted(y, strength):
    """The minimum of Σ cross-entropies + λ/2 ‖w‖², the intercepts free."""
    model = LogisticRegression(C=1 / strength, solver="newton-cg", tol=1e-13, max_iter=10000).fit(x, y)
    return {
        "lambda": strength,
        "weights": model.coef_.T.tolist(),
        "intercepts": model.intercept_.tolist(),
    }


save(
    "packages/second-order/test/golden/logistic-regression.json",
    "logistic_regression",
    versions_of(sklearn, np),
    x=x.tolist(),
    labels=labels.tolist(),
    binary=[fitted(labels == 0, strength) for strength in (1.0, 0.01)],
    multinomial=[fitted(labels, strength) for strength in (1.0, 0.01)],
)
