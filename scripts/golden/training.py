"""Golden runs of the training loop, from Keras: packages/train/test/golden/training.json.

Run from the root of the repository: KERAS_BACKEND=jax JAX_PLATFORMS=cpu python3 scripts/golden/training.py
Tests read the file and need neither Python nor Keras.
"""

import jax
import keras
import numpy as np

from file import save, versions_of

jax.config.update("jax_enable_x64", True)
keras.config.set_floatx("float64")
generator = np.random.default_rng(20261203)


def rounded(values):
    """As float32, which both sides can hold."""
    return np.asarray(values, "float32").astype("float64")


def normal(*shape):
    return rounded(generator.normal(size=shape))


def dense(units, kernel, bias, **options):
    """A layer that begins with the given weights."""
    return keras.layers.Dense(
        units,
        kernel_initializer=keras.initializers.Constant(kernel),
        bias_initializer=keras.initializers.Constant(bias),
        **options,
    )


def history_of(fitted):
    return {name: [float(value) for value in values] for name, values in fitted.history.items()}


def row(name, model, fitted, **given):
    return {
        "name": name,
        **{key: value.tolist() if isinstance(value, np.ndarray) else value for key, value in given.items()},
        "history": history_of(fitted),
        "weights": [w.ravel().tolist() for w in model.get_weights()],
    }


def weighted():
    x, y = normal(10, 2), generator.integers(0, 3, 10)
    kernel, bias = normal(2, 3), normal(3)
    sample_weight = rounded(generator.random(10))
    validation = normal(5, 2), generator.integers(0, 3, 5), rounded(generator.random(5))
    for name, classes, samples, one_hot in [
        ("class weights", {0: 0.5, 2: 3.0}, None, False),
        ("class weights of one-hot rows", {0: 0.5, 2: 3.0}, None, True),
        ("sample weights", None, sample_weight, False),
    ]:
        truth = np.eye(3)[y] if one_hot else y
        truth_validation = np.eye(3)[validation[1]] if one_hot else validation[1]
        kind = "Categorical" if one_hot else "SparseCategorical"
        model = keras.Sequential([keras.Input((2,)), dense(3, kernel, bias, kernel_regularizer=keras.regularizers.L2(0.01))])
        model.compile(
            optimizer=keras.optimizers.SGD(0.5),
            loss=getattr(keras.losses, f"{kind}Crossentropy")(from_logits=True),
            metrics=[getattr(keras.metrics, f"{kind}Accuracy")(name="plain")],
            weighted_metrics=[getattr(keras.metrics, f"{kind}Accuracy")(name="weighted")],
        )
        fitted = model.fit(
            x,
            truth,
            sample_weight=samples,
            class_weight=classes,
            validation_data=(validation[0], truth_validation, validation[2]),
            batch_size=4,
            epochs=3,
            shuffle=False,
            verbose=0,
        )
        yield row(
            name,
            model,
            fitted,
            x=x,
            y=truth,
            kernel=kernel,
            bias=bias,
            classWeight=classes,
            sampleWeight=samples,
            validation={
                "x": validation[0].tolist(),
                "y": np.asarray(truth_validation).tolist(),
                "sampleWeight": validation[2].tolist(),
            },
        )


def several():
    a, b, near, far = normal(9, 2), normal(9, 3), normal(9, 1), normal(9, 2)
    kernels = [normal(2, 4), normal(3, 4), normal(4, 1), normal(4, 2)]
    left, right = keras.Input((2,), name="a"), keras.Input((3,), name="b")
    hidden = keras.layers.Add()(
        [
            dense(4, kernels[0], np.zeros(4), activation="tanh")(left),
            dense(4, kernels[1], np.zeros(4), activation="tanh")(right),
        ]
    )
    model = keras.Model(
        [left, right],
        [
            dense(1, kernels[2], np.zeros(1), name="near")(hidden),
            dense(2, kernels[3], np.zeros(2), name="far")(hidden),
        ],
    )
    model.compile(
        optimizer=keras.optimizers.SGD(0.1),
        loss={"near": "mse", "far": "mae"},
        loss_weights={"near": 0.25, "far": 2.0},
        metrics={"near": [keras.metrics.MeanAbsoluteError(name="error")]},
    )
    fitted = model.fit([a, b], [near, far], batch_size=4, epochs=3, shuffle=False, verbose=0)
    yield row("two inputs and two outputs", model, fitted, a=a, b=b, near=near, far=far, kernels=[k.tolist() for k in kernels])


def masked():
    x, y = normal(6, 4, 2), normal(6, 4, 1)
    for i, length in enumerate([4, 2, 1, 3, 4, 2]):
        x[i, length:] = 0
    kernel = normal(2, 1)
    model = keras.Sequential([keras.Input((4, 2)), keras.layers.Masking(), dense(1, kernel, np.zeros(1))])
    # Keras leaves masked steps out of the loss, but out of metrics only where weights say so, too.
    model.compile(
        optimizer=keras.optimizers.SGD(0.2), loss="mse", weighted_metrics=[keras.metrics.MeanAbsoluteError(name="error")]
    )
    fitted = model.fit(x, y, sample_weight=np.any(x != 0, axis=-1).astype(float), batch_size=4, epochs=3, shuffle=False, verbose=0)
    yield row("masked steps", model, fitted, x=x, y=y, kernel=kernel)


save(
    "packages/train/test/golden/training.json",
    "training",
    versions_of(keras, jax, np),
    weighted=weighted(),
    several=several(),
    masked=masked(),
)
