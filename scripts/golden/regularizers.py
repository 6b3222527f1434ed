"""Golden values of penalties and constraints from Keras: packages/regularizers/test/golden/regularizers.json; gradients of
penalties through JAX: packages/train/test/golden/penalty-gradients.json; and sparse regressions from scikit-learn:
packages/train/test/golden/sparse-regression.json.

Run from the root of the repository: KERAS_BACKEND=jax python3 scripts/golden/regularizers.py
Tests read the files and need neither Python nor its packages.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import jax
import jax.numpy as jnp
import keras
import numpy as np
import sklearn
from keras import constraints, regularizers
from sklearn.linear_model import ElasticNet, Lasso

from file import save, versions_of

keras.backend.set_floatx("float64")
random = np.random.default_rng(11)


def plain(a):
    a = np.asarray(a)
    return {"shape": list(a.shape), "values": a.ravel().tolist()}


matrix = np.round(random.normal(0, 1, (5, 4)) * 256) / 256
wide = np.round(random.normal(0, 3, (3, 6)) * 256) / 256
holes = matrix.copy()
holes[:, 1] = 0
holes[2, :] = 0
kernel = np.round(random.normal(0, 0.5, (2, 3, 2, 3)) * 256) / 256

penalties, slopes = [], []
for name, options, regularizer, weights in [
    ("l1", {}, regularizers.L1(), [matrix, holes, kernel]),
    ("l1", {"l1": 0.003}, regularizers.L1(0.003), [matrix]),
    ("l2", {}, regularizers.L2(), [matrix, holes, kernel]),
    ("l2", {"l2": 0.003}, regularizers.L2(0.003), [matrix]),
    ("l1l2", {"l1": 0.002, "l2": 0.05}, regularizers.L1L2(0.002, 0.05), [matrix, kernel]),
    ("orthogonality", {}, regularizers.OrthogonalRegularizer(), [matrix, wide, holes]),
    ("orthogonality", {"factor": 0.5, "mode": "columns"}, regularizers.OrthogonalRegularizer(0.5, "columns"), [matrix, wide, holes]),
]:
    for w in weights:
        row = {"name": name, "options": options, "weight": plain(w)}
        penalties.append({**row, "penalty": float(regularizer(jnp.asarray(w)))})
        # At 0 the gradient of |w| is 0 by definition here, and 1 in JAX; Keras' normalisation has no right one at zeros.
        if w is not holes or name == "l2":
            slopes.append({**row, "gradient": plain(jax.grad(lambda x: jnp.sum(regularizer(x)))(jnp.asarray(w)))})

projections = []
for name, options, constraint, weights in [
    ("maxNorm", {}, constraints.MaxNorm(), [matrix, wide, holes]),
    ("maxNorm", {"maxValue": 0.75, "axis": [0, 1, 2]}, constraints.MaxNorm(0.75, [0, 1, 2]), [kernel]),
    ("maxNorm", {"maxValue": 1, "axis": 1}, constraints.MaxNorm(1, 1), [matrix]),
    ("unitNorm", {}, constraints.UnitNorm(), [matrix, holes]),
    ("unitNorm", {"axis": [0, 1, 2]}, constraints.UnitNorm([0, 1, 2]), [kernel]),
    ("nonNeg", {}, constraints.NonNeg(), [matrix, kernel]),
    ("minMaxNorm", {}, constraints.MinMaxNorm(), [matrix, holes]),
    ("minMaxNorm", {"minValue": 2, "maxValue": 5, "rate": 0.25, "axis": 1}, constraints.MinMaxNorm(2, 5, 0.25, 1), [matrix, wide]),
]:
    for w in weights:
        projections.append({"name": name, "options": options, "weight": plain(w), "result": plain(constraint(jnp.asarray(w)))})

save("packages/regularizers/test/golden/regularizers.json", "regularizers", versions_of(np, jax, keras), penalties=penalties, constraints=projections)
save("packages/train/test/golden/penalty-gradients.json", "regularizers", versions_of(np, jax, keras), gradients=slopes)

# Twelve features, two of them nearly the same, four that matter.
x = random.normal(0, 1, (60, 12))
x[:, 5] = 0.9 * x[:, 1] + 0.3 * x[:, 5]
truth = np.array([2, -1.5, 0, 0, 0.75, 0, 0, 0, 0, -0.5, 0, 0])
y = x @ truth + random.normal(0, 0.3, 60)
x, y = np.round(x * 256) / 256, np.round(y * 256) / 256
# scikit-learn minimises ‖y − Xw‖² / 2n + α‖w‖₁: half of mean squared error plus λ = 2α. For the elastic net the penalty is
# α r‖w‖₁ + ½ α (1 − r)‖w‖², of which the double has λ₁ = 2αr and λ₂ = α(1 − r).
exact = {"fit_intercept": False, "tol": 1e-15, "max_iter": 1000000}
solutions = []
for l1 in [0.05, 0.2, 1.0]:
    solutions.append({"l1": l1, "l2": 0, "weights": Lasso(alpha=l1 / 2, **exact).fit(x, y).coef_.tolist()})
for l1, l2 in [(0.2, 0.1), (1.0, 0.5)]:
    alpha = l1 / 2 + l2
    solutions.append({"l1": l1, "l2": l2, "weights": ElasticNet(alpha=alpha, l1_ratio=l1 / 2 / alpha, **exact).fit(x, y).coef_.tolist()})
save("packages/train/test/golden/sparse-regression.json", "regularizers", versions_of(np, sklearn), features=[x.tolist()], targets=[y.tolist()], solutions=solutions)
