"""Golden values of activations: packages/activations/test/golden/activations.json (values) and
packages/train/test/golden/activation-derivatives.json (first and second derivatives, where they exist).

Values are computed with 60 digits by mpmath from the formulas and rounded once; the script stops unless Keras, in float64,
has the same values and JAX the same derivatives through it. Functions of a whole axis come from Keras and JAX alone, but
for sparsemax, whose results in Keras do not sum to 1: here it is the nearest point of the simplex, found by bisection.

Run from the root of the repository: KERAS_BACKEND=jax python3 scripts/golden/activations.py
Tests read the files and need neither Python nor its packages.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import jax
import jax.numpy as jnp
import keras
import mpmath
import numpy as np
from keras import activations
from mpmath import mpf

from file import save, versions_of

mpmath.mp.dps = 60
keras.backend.set_floatx("float64")

# All exact in float32. Around kinks and branch points, far out, and next to nothing.
magnitudes = [2.0**-40, 2.0**-20, 2.0**-10, 0.125, 0.25, 0.5, 0.625, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 7.25, 8.0, 9.5, 12.0, 20.0, 50.0, 10000.0]
points = sorted([-m for m in magnitudes] + [0.0] + magnitudes)
# Through the tail of the normal distribution: exact in float32, down to where float64 underflows.
dense = np.random.default_rng(1).uniform(-37, 3, 300).astype("float32").astype("float64").tolist()


def relu(x, slope=0, largest=mpmath.inf, threshold=0):
    if x >= largest:
        return mpf(largest)
    return x if x >= threshold else mpf(slope) * (x - threshold)


def elu(x, alpha=1):
    return x if x > 0 else mpf(alpha) * mpmath.expm1(x)


def sigmoid(x):
    return 1 / (1 + mpmath.exp(-x)) if x > 0 else mpmath.exp(x) / (1 + mpmath.exp(x))


def softplus(x):
    return max(x, mpf(0)) + mpmath.log1p(mpmath.exp(-abs(x)))


def shrunk(x, threshold):
    return mpf(0) if abs(x) <= threshold else x - mpmath.sign(x) * threshold


def sparse_plus(x):
    return mpf(0) if x <= -1 else x if x >= 1 else (x + 1) ** 2 / 4


half = mpf(1) / 2
root = mpmath.sqrt(2 / mpmath.pi)

# Keras' own tanh and exponential compute in float32: JAX's stand in for them.
# name, options, Keras' function, the formula, kinks: where derivatives are a convention
rows = [
    ("linear", {}, activations.linear, lambda x: x, []),
    ("sigmoid", {}, activations.sigmoid, sigmoid, []),
    ("tanh", {}, jnp.tanh, mpmath.tanh, []),
    ("exp", {}, jnp.exp, mpmath.exp, []),
    ("relu", {}, activations.relu, relu, [0]),
    ("relu", {"negativeSlope": 0.125, "maxValue": 4, "threshold": 1}, lambda x: activations.relu(x, 0.125, 4.0, 1.0), lambda x: relu(x, 0.125, 4, 1), [1, 4]),
    ("relu6", {}, activations.relu6, lambda x: relu(x, largest=6), [0, 6]),
    ("leakyRelu", {"negativeSlope": 0.25}, lambda x: activations.leaky_relu(x, 0.25), lambda x: relu(x, 0.25), [0]),
    ("elu", {}, activations.elu, elu, [0]),
    ("elu", {"alpha": 0.5}, lambda x: activations.elu(x, 0.5), lambda x: elu(x, 0.5), [0]),
    ("selu", {}, activations.selu, lambda x: mpf("1.0507009873554804934193349852946") * elu(x, mpf("1.6732632423543772848170429916717")), [0]),
    ("celu", {}, activations.celu, elu, [0]),
    ("celu", {"alpha": 2}, lambda x: activations.celu(x, 2.0), lambda x: 2 * elu(x / 2), [0]),
    ("softplus", {}, activations.softplus, softplus, []),
    ("softsign", {}, activations.softsign, lambda x: x / (1 + abs(x)), [0]),
    ("gelu", {}, activations.gelu, lambda x: x * mpmath.erfc(-x / mpmath.sqrt(2)) / 2, []),
    ("gelu", {"approximate": "tanh"}, lambda x: activations.gelu(x, True), lambda x: x * sigmoid(2 * root * (x + mpf("0.044715") * x**3)), []),
    ("gelu", {"approximate": "sigmoid"}, None, lambda x: x * sigmoid(mpf("1.702") * x), []),
    ("silu", {}, activations.silu, lambda x: x * sigmoid(x), []),
    ("silu", {"beta": 2.5}, None, lambda x: x * sigmoid(x * 5 / 2), []),
    ("silu", {"beta": -0.5}, None, lambda x: x * sigmoid(-x / 2), []),
    ("mish", {}, activations.mish, lambda x: x * mpmath.tanh(softplus(x)), []),
    ("hardSigmoid", {}, activations.hard_sigmoid, lambda x: relu(x + 3, largest=6) / 6, [-3, 3]),
    ("hardSilu", {}, activations.hard_silu, lambda x: x * relu(x + 3, largest=6) / 6, [-3, 3]),
    ("hardTanh", {}, activations.hard_tanh, lambda x: relu(x + 1, largest=2) - 1, [-1, 1]),
    ("logSigmoid", {}, activations.log_sigmoid, lambda x: -softplus(-x), []),
    ("hardShrink", {}, activations.hard_shrink, lambda x: x if abs(x) > half else mpf(0), [-0.5, 0.5]),
    ("hardShrink", {"threshold": 2}, lambda x: activations.hard_shrink(x, 2.0), lambda x: x if abs(x) > 2 else mpf(0), [-2, 2]),
    ("softShrink", {}, activations.soft_shrink, lambda x: shrunk(x, half), [-0.5, 0.5]),
    ("softShrink", {"threshold": 2}, lambda x: activations.soft_shrink(x, 2.0), lambda x: shrunk(x, 2), [-2, 2]),
    ("tanhShrink", {}, activations.tanh_shrink, lambda x: x - mpmath.tanh(x), []),
    ("threshold", {"threshold": 1, "defaultValue": -2}, lambda x: activations.threshold(x, 1.0, -2.0), lambda x: x if x > 1 else mpf(-2), [1]),
    ("sparsePlus", {}, activations.sparse_plus, sparse_plus, [-1, 1]),
    ("sparseSigmoid", {}, activations.sparse_sigmoid, lambda x: relu(x + 1, largest=2) / 2, [-1, 1]),
    ("squareplus", {}, activations.squareplus, lambda x: (x + mpmath.sqrt(x * x + 4)) / 2, []),
    ("squareplus", {"b": 0.25}, lambda x: activations.squareplus(x, 0.25), lambda x: (x + mpmath.sqrt(x * x + mpf(0.25))) / 2, []),
]


def scalar(f):
    """Keras' function of one float64 number, as JAX differentiates."""
    return lambda x: jnp.reshape(f(jnp.reshape(x, (1,))), ())


def number(value):
    """Rounded once; what is below the smallest normal number is 0."""
    value = float(value)
    return value if abs(value) > 1e-300 else 0.0


def agree(name, what, x, ours, theirs):
    # Keras' formulas cancel on some branches: absolute below 1.
    if not abs(ours - float(theirs)) <= 1e-12 * max(1, abs(ours), abs(x)):
        raise SystemExit(f"{name}: {what} at {x}: {ours}, Keras has {theirs}")


values, derivatives = [], []
for name, options, theirs, formula, kinks in rows:
    at = [x for x in points if not (name == "exp" and abs(x) > 100)]
    if name == "gelu" and not options:
        at = sorted(at + dense)
    smooth = [x for x in at if x not in kinks and abs(x) <= 100]
    ys = [number(formula(mpf(x))) for x in at]
    # A step of 10⁻¹⁵ with 60 digits: wide of no kink, and exact to more digits than float64 has.
    first = [number(mpmath.diff(formula, mpf(x), 1, h=mpf("1e-15"))) for x in smooth]
    second = [number(mpmath.diff(formula, mpf(x), 2, h=mpf("1e-15"))) for x in smooth]
    if theirs is not None:
        f = scalar(theirs)
        df, ddf = jax.grad(f), jax.grad(jax.grad(f))
        for x, y in zip(at, ys):
            if "threshold" in options and x in kinks:
                continue  # Keras' relu jumps just above the threshold, its documentation says at it.
            agree(name, "value", x, y, f(jnp.float64(x)))
        for x, d, dd in zip(smooth, first, second):
            agree(name, "derivative", x, d, df(jnp.float64(x)))
            agree(name, "second derivative", x, dd, ddf(jnp.float64(x)))
    row = {"name": name, "options": options, "keras": theirs is not None}
    values.append({**row, "x": at, "y": ys})
    derivatives.append({**row, "x": smooth, "first": first, "second": second})



def sparsemax(axis):
    """The projection on the simplex: Σ max(x − τ, 0) = 1, and the derivative with the support held fixed."""

    def project(x):
        low, high = jnp.max(x, axis, keepdims=True) - 1, jnp.max(x, axis, keepdims=True)
        for _ in range(100):
            middle = (low + high) / 2
            total = jnp.sum(jnp.maximum(x - middle, 0), axis, keepdims=True)
            low, high = jnp.where(total > 1, middle, low), jnp.where(total > 1, high, middle)
        support = x > high
        tau = (jnp.sum(jnp.where(support, x, 0), axis, keepdims=True) - 1) / jnp.sum(support, axis, keepdims=True)
        return jnp.where(support, x - tau, 0)

    return project


random = np.random.default_rng(7)
logits = np.round(random.normal(0, 2, (3, 4, 5)) * 64) / 64
logits[0, 0] = [1, 1, 1, 1, 1]
logits[0, 1] = [0, 0, 3, 3, 0]
logits[0, 2] = [1000, 999.5, -1000, 0, 999]
along = [
    ("softmax", {"axis": -1}, lambda x: activations.softmax(x, axis=-1), logits),
    ("softmax", {"axis": 0}, lambda x: activations.softmax(x, axis=0), logits),
    ("logSoftmax", {"axis": 1}, lambda x: activations.log_softmax(x, axis=1), logits),
    ("sparsemax", {"axis": -1}, sparsemax(-1), logits),
    ("sparsemax", {"axis": 1}, sparsemax(1), random.normal(0, 0.7, (3, 4, 5))),
    ("glu", {"axis": 1}, lambda x: activations.glu(x, axis=1), logits),
    ("glu", {"axis": -1}, lambda x: activations.glu(x, axis=-1), logits[:, :, :4]),
]
axis_values, axis_derivatives = [], []
for name, options, f, x in along:
    y, pullback = jax.vjp(f, jnp.asarray(x))
    cotangent = np.round(random.normal(0, 1, y.shape) * 64) / 64
    (gradient,) = pullback(jnp.asarray(cotangent))
    plain = lambda a: {"shape": list(a.shape), "values": np.asarray(a).ravel().tolist()}
    axis_values.append({"name": name, "options": options, "x": plain(x), "y": plain(y)})
    axis_derivatives.append({"name": name, "options": options, "x": plain(x), "cotangent": plain(cotangent), "gradient": plain(gradient)})

versions = versions_of(np, mpmath, jax, keras)
save("packages/activations/test/golden/activations.json", "activations", versions, values=values, alongAxis=axis_values)
save("packages/train/test/golden/activation-derivatives.json", "activations", versions, derivatives=derivatives, alongAxis=axis_derivatives)
