"""Golden values for learning rates over the whole length of schedules, from Keras on JAX in float64, and from Optax and
NumPy where Keras has none: packages/optimizers/test/golden/schedules.json.

Run from the root of the repository: KERAS_BACKEND=jax JAX_PLATFORMS=cpu python3 scripts/golden/schedules.py
Tests read the file and need neither Python nor its packages.
"""

import jax

jax.config.update("jax_enable_x64", True)

import keras
import numpy as np
import optax

from file import save, versions_of
from keras.src.backend.common import dtypes

# On JAX, Keras narrows what some functions return, such as cosines.
dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
keras.config.set_floatx("float64")

STEPS = 40
cases = []


def case(name, arguments, rate, origin, steps=STEPS):
    cases.append({"schedule": name, "arguments": arguments, "origin": origin, "rates": [float(rate(t)) for t in range(steps)]})


def camel(option):
    first, *rest = option.split("_")
    return first + "".join(word.capitalize() for word in rest)


def keras_case(kind, name=None, **options):
    ours = {camel(key): value for key, value in options.items()}
    schedule = getattr(keras.optimizers.schedules, kind)(**options)
    case(name or kind[0].lower() + kind[1:], [ours], schedule, "keras")


for staircase in [False, True]:
    decay = {"initial_learning_rate": 0.1, "decay_steps": 7, "decay_rate": 0.8, "staircase": staircase}
    keras_case("ExponentialDecay", **decay)
    keras_case("InverseTimeDecay", **decay)
keras_case("PiecewiseConstantDecay", "piecewiseConstant", boundaries=[5, 6, 20], values=[0.1, 0.3, 0.01, 0.001])
keras_case("PolynomialDecay", initial_learning_rate=0.1, decay_steps=30)
keras_case("PolynomialDecay", initial_learning_rate=0.1, decay_steps=9, end_learning_rate=0.02, power=2.5, cycle=True)
keras_case("PolynomialDecay", initial_learning_rate=0.1, decay_steps=20, end_learning_rate=0.2, power=0.5)
keras_case("CosineDecay", initial_learning_rate=0.1, decay_steps=30)
keras_case("CosineDecay", initial_learning_rate=0.1, decay_steps=30, alpha=0.2)
keras_case("CosineDecay", initial_learning_rate=0.01, decay_steps=20, alpha=0.1, warmup_target=0.1, warmup_steps=10)
keras_case("CosineDecayRestarts", initial_learning_rate=0.1, first_decay_steps=5)
keras_case("CosineDecayRestarts", initial_learning_rate=0.1, first_decay_steps=9, t_mul=1.0, m_mul=0.5, alpha=0.1)
keras_case("CosineDecayRestarts", initial_learning_rate=0.1, first_decay_steps=3, t_mul=1.5, m_mul=0.9)

inner = {"initialLearningRate": 0.1, "decaySteps": 7, "decayRate": 0.8}
decayed = optax.exponential_decay(0.1, 7, 0.8)
case(
    "warmup",
    [10, {"exponentialDecay": inner}],
    optax.join_schedules([optax.linear_schedule(0.0, 0.1, 10), decayed], [10]),
    "optax",
)
case(
    "warmup",
    [6, 0.5, {"initialLearningRate": 0.2}],
    optax.linear_schedule(0.2, 0.5, 6),
    "optax",
)

ramp = {"minLearningRate": 1e-5, "maxLearningRate": 2.0, "steps": STEPS}
geometric, straight = np.geomspace(1e-5, 2.0, STEPS), np.linspace(1e-5, 2.0, STEPS)
case("lrRangeTest", [ramp], lambda t: geometric[t], "numpy")
case("lrRangeTest", [{**ramp, "ramp": "linear"}], lambda t: straight[t], "numpy")

save(
    "packages/optimizers/test/golden/schedules.json",
    "schedules",
    versions_of(keras, jax, optax, np),
    cases=cases,
)
