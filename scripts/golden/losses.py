"""Golden values for losses, from Keras on JAX in float64: golden/keras.json in the tests of losses. Values and gradients of
each loss, without and with weights and masks, under every reduction.

Run from the root of the repository, with Keras 3, JAX and scikit-learn:
KERAS_BACKEND=jax JAX_PLATFORMS=cpu python3 scripts/golden/losses.py
"""

import jax

jax.config.update("jax_enable_x64", True)

import keras
import numpy as np
import sklearn
from keras.src import backend
from keras.src.backend.common import dtypes
from keras.src.losses.loss import reduce_weighted_values
from sklearn.metrics import mean_pinball_loss

from file import save, versions_of

keras.config.set_floatx("float64")
# Keras computes means in float32 on JAX, whatever their type, unless told that JAX has float64.
dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
random = np.random.default_rng(20261127)

reductions = {"mean": "sum_over_batch_size", "sum": "sum", "none": "none", "weightedMean": "mean_with_sample_weight"}


def array(x, dtype=None):
    x = np.asarray(x)
    dtype = dtype or {"f": "float64", "i": "int32", "b": "bool"}[x.dtype.kind]
    return {"shape": list(x.shape), "dtype": dtype, "values": (x.astype(int) if dtype == "bool" else x).reshape(-1).tolist()}


def digits(x, step=64):
    """Numbers of few digits, so that the file stays short."""
    return np.round(np.asarray(x) * step) / step


def numbers(*shape, scale=2.0):
    return digits(random.normal(size=shape) * scale)


def shares(*shape):
    """Numbers between 0 and 1, both excluded."""
    return digits(random.uniform(0.02, 0.98, size=shape), 128)


def distributions(*shape):
    return digits(random.dirichlet(np.ones(shape[-1]), size=shape[:-1]), 1024)


def one_hot(*shape):
    return np.eye(shape[-1])[random.integers(0, shape[-1], size=shape[:-1])]


def bits(*shape):
    return random.integers(0, 2, size=shape).astype(float)


def cases(name, call, y_true, y_pred, ours=None, differentiable=True, **options):
    """Rows for a loss without weights, with weights, with a mask, and with both. At kinks JAX takes one of two slopes."""

    def values_of(p):
        values = call(y_true, p, **options)
        return values, backend.get_keras_mask(values)

    def reduced(p, reduction, weight, mask):
        values, own = values_of(p)
        both = mask if own is None else own if mask is None else np.logical_and(own, mask)
        return reduce_weighted_values(values, weight, both, reductions[reduction], "float64")

    plain, _ = values_of(y_pred)
    shape = np.shape(plain)
    weight = digits(random.uniform(0, 3, size=shape), 8)
    mask = random.integers(0, 4, size=shape) > 0
    weightings = [(None, None), (weight, None), (None, mask), (weight, mask)]
    # The value of a whole batch has neither samples to weigh nor to leave out.
    for w, m in weightings if shape else weightings[:1]:
        row = {"loss": name, "options": options if ours is None else ours}
        row["yTrue"], row["yPred"] = array(y_true), array(y_pred)
        if w is not None:
            row["sampleWeight"] = array(w)
        if m is not None:
            row["mask"] = array(m)
        for reduction in reductions:
            row[reduction] = np.asarray(reduced(y_pred, reduction, w, m)).reshape(-1).tolist()
        if differentiable:
            row["gradient"] = np.asarray(jax.grad(lambda p: reduced(p, "mean", w, m))(y_pred)).reshape(-1).tolist()
        yield row


def errors():
    for name, call in {
        "meanSquaredError": keras.losses.mean_squared_error,
        "meanAbsoluteError": keras.losses.mean_absolute_error,
        "meanAbsolutePercentageError": keras.losses.mean_absolute_percentage_error,
        "huber": keras.losses.huber,
        "logCosh": keras.losses.log_cosh,
    }.items():
        yield from cases(name, call, numbers(6, 3), numbers(6, 3))
        yield from cases(name, call, numbers(2, 4, 2), numbers(2, 4, 2))
    tie = numbers(5, 2)
    yield from cases("meanAbsoluteError", keras.losses.mean_absolute_error, tie, np.where(bits(5, 2) > 0, tie, tie + 1), differentiable=False)
    yield from cases("meanAbsolutePercentageError", keras.losses.mean_absolute_percentage_error, bits(4, 2), numbers(4, 2))
    for delta in [0.25, 3.0]:
        yield from cases("huber", keras.losses.huber, numbers(5, 2), numbers(5, 2), delta=delta)
    edge = np.array([[-3.0, -1.0, 0.0, 1.0, 3.0, 100.0]]).T
    yield from cases("huber", keras.losses.huber, 0 * edge, edge)
    yield from cases("logCosh", keras.losses.log_cosh, 0 * edge, edge)
    msle = keras.losses.mean_squared_logarithmic_error
    yield from cases("meanSquaredLogarithmicError", msle, numbers(6, 3) ** 2, numbers(6, 3) ** 2)
    yield from cases("meanSquaredLogarithmicError", msle, shares(4, 2), numbers(4, 2))
    counts = random.integers(0, 6, size=(6, 3)).astype(float)
    yield from cases("poisson", keras.losses.poisson, counts, digits(random.uniform(0.1, 6, size=(6, 3))))
    yield from cases("poisson", keras.losses.poisson, np.array([[0.0], [2.0]]), np.array([[0.0], [0.0]]))


def directions():
    call = keras.losses.cosine_similarity
    yield from cases("cosineSimilarity", call, numbers(5, 4), numbers(5, 4))
    yield from cases("cosineSimilarity", call, numbers(2, 4, 3), numbers(2, 4, 3), axis=1)
    yield from cases("cosineSimilarity", call, np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[1.0, 2.0], [4.0, 3.0]]))


def crossentropies():
    binary, focal = keras.losses.binary_crossentropy, keras.losses.binary_focal_crossentropy
    renamed = lambda **options: {
        {"from_logits": "fromLogits", "label_smoothing": "labelSmoothing", "apply_class_balancing": "applyClassBalancing", "ignore_class": "ignoreClass"}.get(k, k): v
        for k, v in options.items()
    }

    def both(name, call, y_true, y_pred, **options):
        return cases(name, call, y_true, y_pred, renamed(**options), **options)

    for smoothing in [{}, {"label_smoothing": 0.2}]:
        yield from both("binaryCrossentropy", binary, bits(5, 3), shares(5, 3), **smoothing)
        yield from both("binaryCrossentropy", binary, bits(5, 3), numbers(5, 3, scale=3), from_logits=True, **smoothing)
        yield from both("binaryFocalCrossentropy", focal, bits(5, 3), shares(5, 3), **smoothing)
        yield from both("binaryFocalCrossentropy", focal, bits(5, 3), numbers(5, 3), from_logits=True, **smoothing)
    yield from both("binaryCrossentropy", binary, bits(2, 4, 3), shares(2, 4, 3), axis=1)
    yield from both("binaryCrossentropy", binary, np.array([[0.0], [1.0], [0.0]]), np.array([[1.0], [0.0], [0.0]]))
    yield from both("binaryCrossentropy", binary, bits(4, 1), np.array([[1e4], [-1e4], [0.0], [40.0]]), from_logits=True)
    yield from both("binaryFocalCrossentropy", focal, bits(5, 2), shares(5, 2), apply_class_balancing=True, alpha=0.7, gamma=3.0)
    yield from both("binaryFocalCrossentropy", focal, bits(5, 2), shares(5, 2), gamma=0.5)
    yield from both("binaryFocalCrossentropy", focal, bits(2, 4, 3), numbers(2, 4, 3), from_logits=True, axis=1)

    call, focal = keras.losses.categorical_crossentropy, keras.losses.categorical_focal_crossentropy
    for smoothing in [{}, {"label_smoothing": 0.2}]:
        yield from both("categoricalCrossentropy", call, one_hot(5, 4), distributions(5, 4), **smoothing)
        yield from both("categoricalCrossentropy", call, distributions(5, 4), numbers(5, 4), from_logits=True, **smoothing)
        yield from both("categoricalFocalCrossentropy", focal, one_hot(5, 4), distributions(5, 4), **smoothing)
        yield from both("categoricalFocalCrossentropy", focal, one_hot(5, 4), numbers(5, 4), from_logits=True, **smoothing)
    yield from both("categoricalCrossentropy", call, one_hot(2, 3, 4), numbers(2, 3, 4), from_logits=True)
    yield from both("categoricalCrossentropy", call, one_hot(3, 2), np.array([[1e4, -1e4], [-1e4, 1e4], [5.0, 5.0]]), from_logits=True)
    middle = np.moveaxis(one_hot(2, 3, 4), 2, 1)
    yield from both("categoricalCrossentropy", call, middle, shares(2, 4, 3), axis=1)
    yield from both("categoricalFocalCrossentropy", focal, one_hot(5, 3), shares(5, 3), alpha=[0.5, 1.0, 2.0], gamma=1.5)

    call = keras.losses.sparse_categorical_crossentropy
    ids = lambda *shape, classes=4: random.integers(0, classes, size=shape).astype("int32")
    yield from both("sparseCategoricalCrossentropy", call, ids(6), distributions(6, 4))
    yield from both("sparseCategoricalCrossentropy", call, ids(6, 1), numbers(6, 4), from_logits=True)
    yield from both("sparseCategoricalCrossentropy", call, ids(2, 3), numbers(2, 3, 4), from_logits=True)
    yield from both("sparseCategoricalCrossentropy", call, np.array([0, 3, -1, 2, -1]), numbers(5, 4), from_logits=True, ignore_class=-1)
    yield from both("sparseCategoricalCrossentropy", call, np.array([[0, 3, 1], [2, 1, 1]]), distributions(2, 3, 4), ignore_class=1)

    call = keras.losses.categorical_generalized_cross_entropy
    for q in [0.2, 0.5, 0.9]:
        yield from both("categoricalGeneralizedCrossEntropy", call, ids(5), distributions(5, 4) + 1 / 64, q=q)
    call = keras.losses.kl_divergence
    yield from both("klDivergence", call, distributions(5, 4), distributions(5, 4))
    yield from both("klDivergence", call, one_hot(2, 3, 4), distributions(2, 3, 4))


def margins():
    for name, call in {"hinge": keras.losses.hinge, "squaredHinge": keras.losses.squared_hinge}.items():
        yield from cases(name, call, bits(6, 3), numbers(6, 3))
        yield from cases(name, call, 2 * bits(2, 4, 2) - 1, numbers(2, 4, 2))
    yield from cases("categoricalHinge", keras.losses.categorical_hinge, one_hot(6, 4), numbers(6, 4))
    yield from cases("categoricalHinge", keras.losses.categorical_hinge, one_hot(2, 3, 4), numbers(2, 3, 4))


def regions():
    for options in [{}, {"axis": (1, 2)}, {"axis": (1,)}, {"axis": (0, 1)}]:
        ours = {k: list(v) for k, v in options.items()}
        yield from cases("dice", keras.losses.dice, bits(3, 4, 2), shares(3, 4, 2), ours, **options)
        # What Keras calls alpha weighs misses, which are beta in its description and in the paper.
        swapped = dict(ours, alpha=0.75, beta=0.25)
        yield from cases("tversky", keras.losses.tversky, bits(3, 4, 2), shares(3, 4, 2), swapped, **options, alpha=0.25, beta=0.75)
    yield from cases("dice", keras.losses.dice, np.zeros((2, 3)), np.zeros((2, 3)), {"axis": [1]}, axis=(1,))


def embeddings():
    vectors = random.normal(size=(7, 3))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    # One label that no other sample has.
    labels = np.array([0, 1, 0, 2, 1, 0, 3])
    for options in [{}, {"gamma": 16.0, "margin": 0.25}, {"gamma": 8.0, "remove_diagonal": False}]:
        ours = {{"remove_diagonal": "removeDiagonal"}.get(k, k): v for k, v in options.items()}
        yield from cases("circle", keras.losses.circle, labels, vectors, ours, **options)


def sequences():
    call = keras.losses.ctc
    labels = np.array([[1, 2, 2], [3, 0, 0], [1, 1, 0], [2, 3, 1]])
    yield from cases("ctc", call, labels, numbers(4, 7, 4))
    yield from cases("ctc", call, labels[:, :2], numbers(4, 4, 4))


def quantiles():
    for quantile in [0.1, 0.5, 0.9]:
        y_true, y_pred, weight = numbers(6), numbers(6), digits(random.uniform(0, 3, size=6), 8)
        row = {"loss": "pinball", "options": {"quantile": quantile}, "yTrue": array(y_true), "yPred": array(y_pred)}
        yield dict(row, mean=[mean_pinball_loss(y_true, y_pred, alpha=quantile)])
        weighted = mean_pinball_loss(y_true, y_pred, alpha=quantile, sample_weight=weight)
        yield dict(row, sampleWeight=array(weight), weightedMean=[weighted])


rows = [row for table in [errors, directions, crossentropies, margins, regions, embeddings, sequences, quantiles] for row in table()]
save("packages/losses/test/golden/keras.json", "losses", versions_of(keras, jax, np, sklearn), cases=rows)
