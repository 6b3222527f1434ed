"""Golden values for divisions, weights, scaling, sequences and synthetic sets: packages/data/test/golden/datasets.json.

Run from the root of the repository: python3 scripts/golden/datasets.py
Computed by scikit-learn in float64, sequences by Keras.
"""

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np
import sklearn
from file import save, versions_of
from sklearn.datasets import make_circles, make_moons
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.preprocessing import MinMaxScaler
from sklearn.utils.class_weight import compute_class_weight

random = np.random.default_rng(11)

label_lists = {
    "two classes": [0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1],
    "three, rare last": [1, 1, 0, 2, 0, 1, 0, 0, 2, 1, 1, 0, 1],
    "sorted": [0] * 7 + [1] * 5 + [2] * 4,
    "random": random.integers(0, 4, 40).tolist(),
}


def fold_rows():
    for name, labels in label_lists.items():
        for folds in [2, 3, 4]:
            zeros = np.zeros(len(labels))
            yield {
                "name": name,
                "labels": labels,
                "folds": folds,
                "plain": [test.tolist() for _, test in KFold(folds).split(zeros)],
                "stratified": [test.tolist() for _, test in StratifiedKFold(folds).split(zeros, labels)],
            }


def weight_rows():
    for name, labels in label_lists.items():
        weights = compute_class_weight("balanced", classes=np.unique(labels), y=labels)
        yield {"name": name, "labels": labels, "weights": weights.tolist()}


def scaling_rows():
    train = np.round(random.normal(0, 3, (6, 4)), 3)
    train[:, 2] = 1.5
    test = np.round(random.normal(0, 5, (3, 4)), 3)
    for low, high in [(0, 1), (-1, 1), (2, 10)]:
        scaler = MinMaxScaler(feature_range=(low, high)).fit(train)
        yield {
            "range": [low, high],
            "train": train.tolist(),
            "test": test.tolist(),
            "scaledTrain": scaler.transform(train).tolist(),
            "scaledTest": scaler.transform(test).tolist(),
        }


def sequence_rows():
    sequences = [[1], [2, 3], [], [4, 5, 6, 7], [8, 9, 10]]
    for maxlen in [None, 2, 3, 6]:
        for padding in ["pre", "post"]:
            for truncating in ["pre", "post"]:
                result = keras.utils.pad_sequences(
                    sequences, maxlen=maxlen, padding=padding, truncating=truncating, value=-1
                )
                yield {
                    "sequences": sequences,
                    "maxLength": maxlen,
                    "padding": padding,
                    "truncating": truncating,
                    "result": result.tolist(),
                }


def shape_rows():
    for samples in [2, 5, 10]:
        for name, make, options in [
            ("moons", make_moons, {}),
            ("circles", make_circles, {}),
            ("circles", make_circles, {"factor": 0.3}),
        ]:
            x, y = make(samples, shuffle=False, **options)
            yield {"name": name, "options": {"samples": samples, **options}, "x": x.tolist(), "y": y.tolist()}


if __name__ == "__main__":
    save(
        "packages/data/test/golden/datasets.json",
        "datasets",
        versions_of(np, sklearn, keras),
        folds=fold_rows(),
        weights=weight_rows(),
        scaling=scaling_rows(),
        sequences=sequence_rows(),
        shapes=shape_rows(),
    )
