"""Golden runs of callbacks, from Keras, and event files, from TensorBoard: packages/train/test/golden/callbacks.json.

Run from the root of the repository: KERAS_BACKEND=jax JAX_PLATFORMS=cpu python3 scripts/golden/callbacks.py
Tests read the file and need neither Python nor its packages.
"""

import base64
import io
import os
import tempfile

import keras
import numpy as np
import tensorboard
from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
from tensorboard.summary.writer.record_writer import RecordWriter

from file import save, versions_of

generator = np.random.default_rng(20261205)


def plateaus():
    """The learning rates that ReduceLROnPlateau leaves behind after values of what it watches."""
    falling = [5, 4, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1]
    noisy = [round(float(v), 3) for v in 3 * np.exp(-np.arange(30) / 8) + 0.3 * generator.random(30)]
    for values, options in [
        (falling, {"patience": 2, "factor": 0.5}),
        (falling, {"patience": 1, "factor": 0.1, "cooldown": 2}),
        (falling, {"patience": 0, "factor": 0.5, "min_lr": 0.02}),
        (falling, {"patience": 2, "factor": 0.5, "mode": "max"}),
        (noisy, {"patience": 2, "factor": 0.7, "min_delta": 0.05}),
        (noisy, {"patience": 1, "factor": 0.3, "min_delta": 0, "cooldown": 3, "min_lr": 1e-3}),
        ([2, float("nan"), 1.5, float("nan"), float("nan"), 0.5], {"patience": 2, "factor": 0.5}),
    ]:
        model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
        model.compile(optimizer=keras.optimizers.SGD(0.25), loss="mse")
        callback = keras.callbacks.ReduceLROnPlateau(monitor="val_loss", **options)
        callback.set_model(model)
        callback.on_train_begin()
        rates = []
        for epoch, value in enumerate(values):
            callback.on_epoch_end(epoch, {"val_loss": value})
            rates.append(float(keras.ops.convert_to_numpy(model.optimizer.learning_rate)))
        yield {
            "options": options,
            "values": [str(value) for value in values],
            "rates": rates,
        }


def stops():
    """The epochs at which EarlyStopping stops."""
    rows = [
        ([5, 4, 3, 3, 3, 3, 2], {"patience": 2}),
        ([5, 4, 3, 3.5, 2.95, 2.9, 2.85], {"patience": 2, "min_delta": 0.1}),
        ([1, 2, 3, 2, 2, 2, 2], {"patience": 3, "mode": "max"}),
        ([5, 4, 3, 2, 1, 1], {"patience": 2, "baseline": 2.5}),
        ([5, 6, 7, 3, 4, 5, 6], {"patience": 1, "start_from_epoch": 3}),
        ([5, 4, 3], {}),
        ([3, 3, 3], {}),
    ]
    for values, options in rows:
        model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
        callback = keras.callbacks.EarlyStopping(monitor="val_loss", **options)
        model.compile(optimizer="sgd", loss="mse")
        callback.set_model(model)
        callback.on_train_begin()
        stopped = None
        for epoch, value in enumerate(values):
            callback.on_epoch_end(epoch, {"val_loss": value})
            if model.stop_training:
                stopped = epoch
                break
        yield {"options": options, "values": values, "stopped": stopped}


def event(**fields):
    return event_pb2.Event(**fields)


def scalar(tag, value):
    return summary_pb2.Summary.Value(tag=tag, simple_value=value)


def events():
    histogram = summary_pb2.HistogramProto(
        min=-1.5, max=2.0, num=5, sum=1.25, sum_squares=9.5, bucket_limit=[-0.5, 0.5, 2.0], bucket=[1, 0, 4]
    )
    rows = [
        (
            {"wallTime": 1700000000.25, "step": 0, "fileVersion": "brain.Event:2"},
            event(wall_time=1700000000.25, file_version="brain.Event:2"),
        ),
        (
            {"wallTime": 1700000001.5, "step": 3, "isStart": True},
            event(
                wall_time=1700000001.5,
                step=3,
                session_log=event_pb2.SessionLog(status=event_pb2.SessionLog.START),
            ),
        ),
        (
            {"wallTime": 1.0, "step": 300, "scalars": {"epoch_loss": 0.1, "epoch_ä": 0}},
            event(
                wall_time=1.0,
                step=300,
                summary=summary_pb2.Summary(value=[scalar("epoch_loss", 0.1), scalar("epoch_ä", 0)]),
            ),
        ),
        (
            {
                "wallTime": 0,
                "step": 2**40,
                "histograms": {
                    "kernel": {
                        "min": -1.5,
                        "max": 2,
                        "count": 5,
                        "sum": 1.25,
                        "sumOfSquares": 9.5,
                        "limits": [-0.5, 0.5, 2],
                        "bins": [1, 0, 4],
                    }
                },
            },
            event(
                step=2**40,
                summary=summary_pb2.Summary(value=[summary_pb2.Summary.Value(tag="kernel", histo=histogram)]),
            ),
        ),
    ]
    path = os.path.join(tempfile.mkdtemp(), "events.out.tfevents.1.golden")
    with open(path, "wb") as file:
        for _, message in rows:
            buffer = io.BytesIO()
            RecordWriter(buffer).write(message.SerializeToString(deterministic=True))
            file.write(buffer.getvalue())
    # The loader checks lengths and checksums.
    assert len(list(EventFileLoader(path).Load())) == len(rows)
    for given, message in rows:
        buffer = io.BytesIO()
        RecordWriter(buffer).write(message.SerializeToString(deterministic=True))
        yield {"event": given, "record": base64.b64encode(buffer.getvalue()).decode()}


save(
    "packages/train/test/golden/callbacks.json",
    "callbacks",
    {**versions_of(keras, np), "tensorboard": tensorboard.__version__},
    plateaus=plateaus(),
    stops=stops(),
    events=events(),
)
