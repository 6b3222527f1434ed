"""Golden values for metrics over three batches of different sizes, without and with weights: golden/keras.json (Keras on JAX
in float64) and golden/sklearn.json (scikit-learn, on all batches at once) in the tests of metrics, and
golden/loss-metrics.json in those of train.

Run from the root of the repository, with Keras 3, JAX and scikit-learn:
KERAS_BACKEND=jax JAX_PLATFORMS=cpu python3 scripts/golden/metrics.py
"""

import jax

jax.config.update("jax_enable_x64", True)

import keras
import numpy as np
import sklearn
import sklearn.metrics as sk
from keras.src.backend.common import dtypes

from file import save, versions_of

keras.config.set_floatx("float64")
# Keras computes in float32 on JAX, whatever the type, unless told that JAX has float64.
dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
random = np.random.default_rng(20261129)
sizes = [5, 1, 8]


def array(x):
    x = np.asarray(x)
    return {"shape": list(x.shape), "dtype": "int32" if x.dtype.kind == "i" else "float64", "values": x.reshape(-1).tolist()}


def digits(x, step=64):
    """Numbers of few digits, so that the file stays short."""
    return np.round(np.asarray(x) * step) / step


def numbers(*shape, scale=2.0):
    return digits(random.normal(size=shape) * scale)


def shares(*shape):
    """Probabilities that lie on no threshold of 200 equal steps, but for 0 and 1."""
    return np.round(random.uniform(0, 1, size=shape) * 1000) / 1000


def distributions(*shape):
    return digits(random.dirichlet(np.ones(shape[-1]), size=shape[:-1]), 1024)


def bits(*shape):
    return random.integers(0, 2, size=shape).astype(float)


def ids(*shape, classes=4):
    return random.integers(0, classes, size=shape).astype("int32")


def one_hot(*shape):
    return np.eye(shape[-1])[random.integers(0, shape[-1], size=shape[:-1])]


def batches(truth, prediction, weighted, steps=()):
    """Batches of different sizes; weights of samples, or of timesteps."""
    return [
        (truth(n), prediction(n), digits(random.uniform(0, 3, size=(n, *steps)), 8) if weighted else None) for n in sizes
    ]


def row(name, options, rows, result, **more):
    written = []
    for truth, prediction, weight in rows:
        batch = {"yTrue": array(truth), "yPred": array(prediction)}
        if weight is not None:
            batch["sampleWeight"] = array(weight)
        written.append(batch)
    return {"metric": name, "options": options, "batches": written, "result": np.asarray(result, float).reshape(-1).tolist(), **more}


def streamed(metric, rows, given=lambda y, p: (y, p)):
    for truth, prediction, weight in rows:
        metric.update_state(*given(truth, prediction), sample_weight=weight)
    return metric.result()


def keras_rows():
    m = keras.metrics
    f64 = {"dtype": "float64"}
    # Keras adds 10⁻⁷ to some divisors.
    loose = {"tolerance": 1e-6}
    for weighted in [False, True]:
        binary = lambda: batches(lambda n: bits(n), lambda n: shares(n), weighted)
        labels = lambda: batches(lambda n: bits(n, 3), lambda n: shares(n, 3), weighted)
        classes = lambda: batches(lambda n: one_hot(n, 4), lambda n: distributions(n, 4), weighted)
        sparse = lambda: batches(lambda n: ids(n), lambda n: distributions(n, 4), weighted)
        steps = lambda: batches(lambda n: ids(n, 3), lambda n: distributions(n, 3, 4), weighted, (3,))
        real = lambda: batches(lambda n: numbers(n, 3), lambda n: numbers(n, 3), weighted)

        for options in [{}, {"threshold": 0.3}]:
            for make in [binary, labels]:
                rows = make()
                yield row("binaryAccuracy", options, rows, streamed(m.BinaryAccuracy(**options, **f64), rows))
        rows = classes()
        yield row("categoricalAccuracy", {}, rows, streamed(m.CategoricalAccuracy(**f64), rows))
        yield row("accuracy", {}, rows, streamed(m.CategoricalAccuracy(**f64), rows))
        for make in [sparse, steps]:
            rows = make()
            yield row("sparseCategoricalAccuracy", {}, rows, streamed(m.SparseCategoricalAccuracy(**f64), rows))
            yield row("accuracy", {}, rows, streamed(m.SparseCategoricalAccuracy(**f64), rows))
            yield row("topKAccuracy", {"k": 2}, rows, streamed(m.SparseTopKCategoricalAccuracy(k=2, **f64), rows))
        rows = classes()
        yield row("topKAccuracy", {"k": 3}, rows, streamed(m.TopKCategoricalAccuracy(k=3, **f64), rows))

        counts = {"truePositives": m.TruePositives, "falsePositives": m.FalsePositives, "trueNegatives": m.TrueNegatives, "falseNegatives": m.FalseNegatives}
        for name, metric in counts.items():
            for options in [{}, {"thresholds": 0.7}, {"thresholds": [0.1, 0.5, 0.9]}]:
                rows = binary()
                yield row(name, options, rows, streamed(metric(**options, **f64), rows))
            rows = labels()
            yield row(name, {}, rows, streamed(metric(**f64), rows))
        for name, metric in {"precision": m.Precision, "recall": m.Recall}.items():
            for options in [{}, {"thresholds": 0.7}, {"thresholds": [0.1, 0.5, 0.9]}, {"thresholds": [0.0, 0.25, 0.5, 0.75, 1.0]}]:
                rows = binary()
                yield row(name, options, rows, streamed(metric(**options, **f64), rows))
            for options, ours in [({"class_id": 1}, {"classId": 1}), ({"top_k": 2}, {"topK": 2}), ({"top_k": 1, "class_id": 0}, {"topK": 1, "classId": 0})]:
                rows = labels()
                yield row(name, ours, rows, streamed(metric(**options, **f64), rows))

        at = {
            "precisionAtRecall": (m.PrecisionAtRecall, "recall"),
            "recallAtPrecision": (m.RecallAtPrecision, "precision"),
            "sensitivityAtSpecificity": (m.SensitivityAtSpecificity, "specificity"),
            "specificityAtSensitivity": (m.SpecificityAtSensitivity, "sensitivity"),
        }
        for name, (metric, option) in at.items():
            for value, count in [(0.5, 200), (0.8, 11), (0.3, 1)]:
                rows = binary()
                options = {option: value, "numThresholds": count}
                yield row(name, options, rows, streamed(metric(value, num_thresholds=count, **f64), rows))
            rows = labels()
            yield row(name, {option: 0.6, "classId": 2}, rows, streamed(metric(0.6, class_id=2, **f64), rows))

        for curve, theirs in [("roc", "ROC"), ("pr", "PR"), ("prGain", "PRGAIN")]:
            for method in ["interpolation", "majoring", "minoring"]:
                rows = binary()
                options = {"curve": curve, "summationMethod": method}
                yield row("auc", options, rows, streamed(m.AUC(curve=theirs, summation_method=method, **f64), rows))
            rows = binary()
            options = {"curve": curve, "numThresholds": 6}
            yield row("auc", options, rows, streamed(m.AUC(num_thresholds=6, curve=theirs, **f64), rows))
        rows = batches(lambda n: bits(n), lambda n: bits(n), weighted)
        yield row("auc", {}, rows, streamed(m.AUC(**f64), rows))
        rows = binary()
        yield row("auc", {"thresholds": [0.2, 0.55, 0.6]}, rows, streamed(m.AUC(thresholds=[0.2, 0.55, 0.6], **f64), rows))
        rows = batches(lambda n: bits(n), lambda n: numbers(n), weighted)
        yield row("auc", {"fromLogits": True}, rows, streamed(m.AUC(from_logits=True, **f64), rows))
        for weights in [None, [1.0, 2.0, 0.5]]:
            for curve, theirs in [("roc", "ROC"), ("pr", "PR")]:
                # Keras takes weights of samples with several labels only where it can broadcast them to [n, labels].
                rows = batches(lambda n: bits(n, 3), lambda n: shares(n, 3), False)
                metric = m.AUC(multi_label=True, num_labels=3, label_weights=weights, curve=theirs, **f64)
                options = {"labels": 3, "curve": curve, **({} if weights is None else {"labelWeights": weights})}
                yield row("auc", options, rows, streamed(metric, rows))

        for average in [None, "micro", "macro", "weighted"]:
            ours = {"classes": 4, "average": average or "none"}
            rows = classes()
            yield row("f1Score", ours, rows, streamed(m.F1Score(average=average, **f64), rows), **loose)
            rows = batches(lambda n: bits(n, 4), lambda n: shares(n, 4), weighted)
            metric = m.FBetaScore(average=average, beta=2.0, threshold=0.4, **f64)
            yield row("fBetaScore", {**ours, "beta": 2, "threshold": 0.4}, rows, streamed(metric, rows), **loose)

        rows = real()
        yield row("rootMeanSquaredError", {}, rows, streamed(m.RootMeanSquaredError(**f64), rows))
        rows = real()
        yield row("meanCosineSimilarity", {}, rows, streamed(m.CosineSimilarity(**f64), rows))
        for average, ours in [("uniform_average", "uniformAverage"), ("variance_weighted_average", "varianceWeightedAverage"), (None, "none")]:
            rows = real()
            options = {"outputs": 3, "classAggregation": ours}
            yield row("r2Score", options, rows, streamed(m.R2Score(class_aggregation=average, **f64), rows))
        rows = batches(lambda n: numbers(n, 1), lambda n: numbers(n, 1), False)
        yield row("r2Score", {"numRegressors": 2}, rows, streamed(m.R2Score(num_regressors=2, **f64), rows), **loose)
        rows = batches(lambda n: numbers(n, 5), lambda n: numbers(n, 5), weighted)
        yield row("pearsonCorrelation", {}, rows, streamed(m.PearsonCorrelation(**f64), rows))
        yield row("concordanceCorrelation", {}, rows, streamed(m.ConcordanceCorrelation(**f64), rows), **loose)

        # Keras wants class ids as predictions, and counts in float32.
        rows = sparse()
        chosen = lambda y, p: (y, p.argmax(-1))
        yield row("meanIoU", {"classes": 4}, rows, streamed(m.MeanIoU(4, dtype="float64"), rows, chosen), **loose)
        yield row("meanIoU", {"classes": 4, "ignoreClass": 2}, rows, streamed(m.MeanIoU(4, ignore_class=2, dtype="float64"), rows, chosen), **loose)
        yield row("iou", {"classes": 4, "targetClassIds": [0, 3]}, rows, streamed(m.IoU(4, [0, 3], dtype="float64"), rows, chosen), **loose)
        rows = classes()
        yield row("meanIoU", {"classes": 4}, rows, streamed(m.OneHotMeanIoU(4, dtype="float64"), rows), **loose)
        rows = binary()
        yield row("binaryIoU", {}, rows, streamed(m.BinaryIoU(dtype="float64"), rows), **loose)
        yield row("binaryIoU", {"targetClassIds": [1], "threshold": 0.3125}, rows, streamed(m.BinaryIoU([1], 0.3125, dtype="float64"), rows), **loose)


def together(rows):
    weights = [w for _, _, w in rows]
    joined = [np.concatenate(parts) for parts in zip(*[(y, p) for y, p, _ in rows])]
    return (*joined, None if weights[0] is None else np.concatenate(weights))


def sklearn_rows():
    for weighted in [False, True]:
        binary = lambda: batches(lambda n: bits(n), lambda n: shares(n), weighted)
        # Few different scores, so that there are ties.
        tied = lambda: batches(lambda n: bits(n), lambda n: np.round(shares(n) * 4) / 4, weighted)
        sparse = lambda: batches(lambda n: ids(n), lambda n: distributions(n, 4), weighted)
        real = lambda: batches(lambda n: numbers(n, 2), lambda n: numbers(n, 2), weighted)

        rows = sparse()
        y, p, w = together(rows)
        c = p.argmax(-1)
        yield row("confusionMatrix", {"classes": 4}, rows, sk.confusion_matrix(y, c, labels=range(4), sample_weight=w))
        yield row("balancedAccuracy", {"classes": 4}, rows, sk.balanced_accuracy_score(y, c, sample_weight=w))
        yield row("matthewsCorrelation", {"classes": 4}, rows, sk.matthews_corrcoef(y, c, sample_weight=w))
        for weighting in ["none", "linear", "quadratic"]:
            result = sk.cohen_kappa_score(y, c, weights=None if weighting == "none" else weighting, sample_weight=w)
            yield row("cohenKappa", {"classes": 4, "weighting": weighting}, rows, result)
        yield row("meanIoU", {"classes": 4}, rows, sk.jaccard_score(y, c, average="macro", sample_weight=w))
        yield row("topKAccuracy", {"k": 2}, rows, sk.top_k_accuracy_score(y, p, k=2, labels=range(4), sample_weight=w))
        yield row("accuracy", {}, rows, sk.accuracy_score(y, c, sample_weight=w))

        rows = binary()
        y, p, w = together(rows)
        c = p > 0.5
        yield row("matthewsCorrelation", {"classes": 2}, rows, sk.matthews_corrcoef(y, c, sample_weight=w))
        yield row("precision", {}, rows, sk.precision_score(y, c, sample_weight=w))
        yield row("recall", {}, rows, sk.recall_score(y, c, sample_weight=w))
        yield row("specificity", {}, rows, sk.recall_score(1 - y, ~c, sample_weight=w))
        yield row("f1Score", {}, rows, sk.f1_score(y, c, sample_weight=w))
        yield row("fBetaScore", {"beta": 0.5}, rows, sk.fbeta_score(y, c, beta=0.5, sample_weight=w))
        for average in ["micro", "macro", "weighted"]:
            rows = batches(lambda n: bits(n, 3), lambda n: shares(n, 3), weighted)
            y, p, w = together(rows)
            options = {"classes": 3, "threshold": 0.5, "average": average}
            yield row("f1Score", options, rows, sk.f1_score(y, p > 0.5, average=average, sample_weight=w))

        for make in [binary, tied]:
            rows = make()
            y, p, w = together(rows)
            yield row("exactAuc", {}, rows, sk.roc_auc_score(y, p, sample_weight=w))
            yield row("exactAuc", {"curve": "pr"}, rows, sk.average_precision_score(y, p, sample_weight=w))

        rows = real()
        y, p, w = together(rows)
        yield row("r2Score", {"outputs": 2}, rows, sk.r2_score(y, p, sample_weight=w))
        yield row("r2Score", {"outputs": 2, "classAggregation": "varianceWeightedAverage"}, rows, sk.r2_score(y, p, multioutput="variance_weighted", sample_weight=w))
        yield row("explainedVariance", {"outputs": 2}, rows, sk.explained_variance_score(y, p, sample_weight=w))
        yield row("rootMeanSquaredError", {}, rows, np.sqrt(sk.mean_squared_error(y, p, sample_weight=w)))
    rows = batches(lambda n: numbers(n), lambda n: numbers(n), False)
    y, p, _ = together(rows)
    yield row("pearsonCorrelation", {"axis": 0}, rows, np.corrcoef(y, p)[0, 1])
    ccc = 2 * np.cov(y, p, bias=True)[0, 1] / (y.var() + p.var() + (y.mean() - p.mean()) ** 2)
    yield row("concordanceCorrelation", {"axis": 0}, rows, ccc)


def loss_rows():
    m = keras.metrics
    for weighted in [False, True]:
        real = lambda: batches(lambda n: numbers(n, 3), lambda n: numbers(n, 3), weighted)
        signs = lambda: batches(lambda n: bits(n, 3), lambda n: numbers(n, 3), weighted)
        labels = lambda: batches(lambda n: bits(n, 3), lambda n: shares(n, 3), weighted)
        classes = lambda: batches(lambda n: one_hot(n, 4), lambda n: distributions(n, 4), weighted)
        sparse = lambda: batches(lambda n: ids(n), lambda n: distributions(n, 4), weighted)
        steps = lambda: batches(lambda n: ids(n, 3), lambda n: distributions(n, 3, 4), weighted, (3,))
        positive = lambda: batches(lambda n: numbers(n, 3) ** 2, lambda n: numbers(n, 3) ** 2 + 0.125, weighted)
        for name, metric, make in [
            ("meanSquaredError", m.MeanSquaredError, real),
            ("meanAbsoluteError", m.MeanAbsoluteError, real),
            ("meanAbsolutePercentageError", m.MeanAbsolutePercentageError, positive),
            ("meanSquaredLogarithmicError", m.MeanSquaredLogarithmicError, positive),
            ("logCosh", m.LogCoshError, real),
            ("poisson", m.Poisson, positive),
            ("klDivergence", m.KLDivergence, classes),
            ("hinge", m.Hinge, signs),
            ("squaredHinge", m.SquaredHinge, signs),
            ("categoricalHinge", m.CategoricalHinge, classes),
            ("binaryCrossentropy", m.BinaryCrossentropy, labels),
            ("categoricalCrossentropy", m.CategoricalCrossentropy, classes),
            ("sparseCategoricalCrossentropy", m.SparseCategoricalCrossentropy, sparse),
            ("sparseCategoricalCrossentropy", m.SparseCategoricalCrossentropy, steps),
        ]:
            rows = make()
            yield row(name, {}, rows, streamed(metric(dtype="float64"), rows))
        rows = signs()
        yield row("binaryCrossentropy", {"fromLogits": True, "labelSmoothing": 0.1}, rows, streamed(m.BinaryCrossentropy(from_logits=True, label_smoothing=0.1, dtype="float64"), rows))


save("packages/metrics/test/golden/keras.json", "metrics", versions_of(keras, jax, np), cases=keras_rows())
save("packages/metrics/test/golden/sklearn.json", "metrics", versions_of(sklearn, np), cases=sklearn_rows())
save("packages/train/test/golden/loss-metrics.json", "metrics", versions_of(keras, jax, np), cases=loss_rows())
