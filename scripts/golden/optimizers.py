"""Golden values for optimizers, from Keras on JAX in float64, and from NumPy and Optax where Keras has none:
packages/optimizers/test/golden/optimizers.json.

Run from the root of the repository: KERAS_BACKEND=jax JAX_PLATFORMS=cpu python3 scripts/golden/optimizers.py
Tests read the file and need neither Python nor its packages.
"""

import jax

jax.config.update("jax_enable_x64", True)

import keras
import numpy as np
import optax

from file import save, versions_of
from keras.src.backend.common import dtypes

# On JAX, Keras narrows what some functions return, such as means and cosines.
dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
keras.config.set_floatx("float64")
generator = np.random.default_rng(20270204)

STEPS = 12
shapes = {"layer/kernel": [3, 2], "layer/bias": [2], "filter/kernel": [2, 1, 2, 2]}


def rounded(values):
    """What JSON holds of numbers that are only inputs."""
    return np.round(values, 4)


start = {name: rounded(generator.normal(size=shape)) for name, shape in shapes.items()}


def gradients_at(step):
    """Gradients large and small, of changing signs; one element is never moved, one row only now and then."""
    found = {}
    for name, shape in shapes.items():
        scale = 10.0 ** generator.integers(-3, 2, shape)
        found[name] = rounded(generator.normal(size=shape) * scale)
    found["layer/kernel"][0, 1] = 0.0
    if step % 3 != 1:
        found["layer/kernel"][2] = 0.0
    if step == 4:
        found["layer/bias"][:] = 0.0
    return found


gradients = [gradients_at(step) for step in range(STEPS)]


def flat(arrays):
    """The numbers of all arrays, one after the other, in the order of the parameters."""
    return [float(x) for name in shapes for x in np.asarray(arrays[name], dtype="float64").reshape(-1)]


def run_keras(optimizer, flatten=False, exclude=None):
    """Contents of all parameters after each step, and of their averages if there are some."""

    def shaped(name, values):
        return values.reshape(-1, values.shape[-1]) if flatten and values.ndim > 2 else values

    # Muon looks at the names of whole paths.
    variables = {name: keras.Variable(shaped(name, value), dtype="float64", name=name.replace("/", "_")) for name, value in start.items()}
    if exclude:
        optimizer.exclude_from_weight_decay(var_names=exclude)
    optimizer.build(list(variables.values()))
    contents, averages = [], []
    for each in gradients:
        optimizer.apply([shaped(name, each[name]) for name in variables], list(variables.values()))
        contents.append(flat({name: variable.numpy() for name, variable in variables.items()}))
        if optimizer.use_ema:
            found = optimizer._model_variables_moving_average
            averages.append(flat({name: average.numpy() for name, average in zip(variables, found)}))
    return {"contents": contents, **({"averages": averages} if averages else {})}


def run_numpy(update):
    """`update` changes a parameter in place: (step from 1, name, parameter, gradient, slots)."""
    parameters = {name: value.copy() for name, value in start.items()}
    slots = {name: {} for name in start}
    contents = []
    for step, each in enumerate(gradients, 1):
        for name, parameter in parameters.items():
            update(step, name, parameter, each[name], slots[name])
        contents.append(flat(parameters))
    return {"contents": contents}


cases = []


def case(name, options, result, origin):
    cases.append({"optimizer": name, "options": options, "origin": origin, **result})


def camel(option):
    """beta_1 is beta1, learning_rate is learningRate."""
    first, *rest = option.split("_")
    return first + "".join(word if word.isdigit() else word.capitalize() for word in rest)


optimizers = keras.optimizers
classes = {
    "sgd": optimizers.SGD,
    "adagrad": optimizers.Adagrad,
    "adadelta": optimizers.Adadelta,
    "rmsprop": optimizers.RMSprop,
    "adam": optimizers.Adam,
    "adamw": optimizers.AdamW,
    "adamax": optimizers.Adamax,
    "nadam": optimizers.Nadam,
    "lion": optimizers.Lion,
    "lamb": optimizers.Lamb,
    "adafactor": optimizers.Adafactor,
    "ftrl": optimizers.Ftrl,
    "muon": optimizers.Muon,
    "scheduleFreeAdamw": optimizers.ScheduleFreeAdamW,
}
# What is called otherwise here.
renamed = {
    "clipnorm": "clipNorm",
    "clipvalue": "clipValue",
    "global_clipnorm": "globalClipNorm",
    "beta_2_decay": "beta2Decay",
    "l1_regularization_strength": "l1",
    "l2_regularization_strength": "l2",
    "l2_shrinkage_regularization_strength": "l2Shrinkage",
    "adam_lr_ratio": "adamLearningRateRatio",
    "exclude_layers": "exclude",
}


def keras_case(name, exclude=None, flatten=False, schedule=None, **options):
    """A case of Keras. `schedule` is the name and the options of a schedule of Keras; `exclude` is what does not decay."""
    ours = {renamed.get(key, camel(key)): value for key, value in options.items()}
    theirs = dict(options)
    if schedule is not None:
        kind, arguments = schedule
        theirs["learning_rate"] = getattr(optimizers.schedules, kind)(**arguments)
        ours["learningRate"] = {kind[0].lower() + kind[1:]: {camel(key): value for key, value in arguments.items()}}
    if exclude:
        ours["excludeFromWeightDecay"] = exclude
    if "use_ema" in options:
        ours = {key: value for key, value in ours.items() if not key.lower().startswith(("useema", "ema"))}
        ours["ema"] = {"momentum": options["ema_momentum"]}
        if "ema_overwrite_frequency" in options:
            ours["ema"]["overwriteEvery"] = options["ema_overwrite_frequency"]
    case(name, ours, run_keras(classes[name](**theirs), flatten, exclude), "keras")


exponential = ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 3, "decay_rate": 0.5})
cosine = ("CosineDecay", {"initial_learning_rate": 0.01, "decay_steps": 8, "warmup_target": 0.1, "warmup_steps": 3})

# Every one with its defaults, with other numbers, and with decay, clipping and a schedule.
keras_case("sgd")
keras_case("sgd", learning_rate=0.1, momentum=0.9)
keras_case("sgd", learning_rate=0.1, momentum=0.9, nesterov=True)
keras_case("adagrad")
keras_case("adagrad", learning_rate=0.1, initial_accumulator_value=0.0, epsilon=1e-3)
keras_case("adadelta")
keras_case("adadelta", learning_rate=1.0, rho=0.8, epsilon=1e-4)
keras_case("rmsprop")
keras_case("rmsprop", learning_rate=0.01, rho=0.8, momentum=0.9, epsilon=1e-4)
keras_case("rmsprop", learning_rate=0.01, centered=True)
keras_case("rmsprop", learning_rate=0.01, momentum=0.5, centered=True)
keras_case("adam")
keras_case("adam", learning_rate=0.05, beta_1=0.5, beta_2=0.8, epsilon=1e-3)
keras_case("adam", learning_rate=0.05, beta_2=0.9, amsgrad=True)
keras_case("adamw")
keras_case("adamw", learning_rate=0.05, weight_decay=0.1, amsgrad=True, exclude=["bias"])
keras_case("adamax")
keras_case("adamax", learning_rate=0.05, beta_1=0.5, beta_2=0.8, epsilon=1e-3)
keras_case("nadam")
keras_case("nadam", learning_rate=0.05, beta_1=0.5, beta_2=0.8, epsilon=1e-3)
keras_case("lion")
keras_case("lion", learning_rate=0.05, beta_1=0.5, beta_2=0.8, weight_decay=0.1, exclude=["bias"])
keras_case("lamb")
keras_case("lamb", learning_rate=0.05, beta_1=0.5, beta_2=0.8, epsilon=1e-3, weight_decay=0.1)
keras_case("adafactor")
keras_case("adafactor", learning_rate=0.5, beta_2_decay=-0.5, epsilon_1=1e-6, epsilon_2=1.0, clip_threshold=0.5)
keras_case("ftrl")
keras_case("ftrl", learning_rate=0.1, l1_regularization_strength=0.5, l2_regularization_strength=0.1)
keras_case(
    "ftrl",
    learning_rate=0.1,
    learning_rate_power=-0.7,
    initial_accumulator_value=0.5,
    l2_shrinkage_regularization_strength=0.1,
    beta=0.3,
)
keras_case("muon", flatten=True)
keras_case("muon", flatten=True, learning_rate=0.05, momentum=0.5, nesterov=False, ns_steps=3, rms_rate=0.5)
keras_case(
    "muon",
    flatten=True,
    learning_rate=0.05,
    exclude_layers=["filter"],
    adam_lr_ratio=0.1,
    adam_beta_1=0.5,
    adam_beta_2=0.8,
    epsilon=1e-3,
    weight_decay=0.1,
    adam_weight_decay=0.2,
    exclude=["bias"],
)

keras_case("scheduleFreeAdamw")
keras_case("scheduleFreeAdamw", learning_rate=0.05, beta_1=0.7, beta_2=0.8, epsilon=1e-3, warmup_steps=4, weight_decay=0.1)

# What all have in common, on one or two of them.
keras_case("adam", learning_rate=0.05, weight_decay=0.1, exclude=["bias", "filter"])
keras_case("adam", learning_rate=0.05, clipnorm=0.5)
keras_case("adam", learning_rate=0.05, clipvalue=0.1)
keras_case("adam", learning_rate=0.05, global_clipnorm=0.5)
keras_case("sgd", learning_rate=0.05, momentum=0.9, global_clipnorm=0.5, weight_decay=0.01)
keras_case("adam", schedule=exponential)
keras_case("nadam", schedule=cosine, weight_decay=0.01)
keras_case("sgd", learning_rate=0.1, momentum=0.9, gradient_accumulation_steps=3)
keras_case("nadam", schedule=exponential, weight_decay=0.1, clipnorm=0.5, gradient_accumulation_steps=4)
keras_case("sgd", learning_rate=0.1, use_ema=True, ema_momentum=0.9)
keras_case("adam", learning_rate=0.1, use_ema=True, ema_momentum=0.5, ema_overwrite_frequency=3)


def adafactor_without_relative_step(step, name, p, g, slots):
    """Keras ignores relative_step, so the paper's algorithm 4 with a fixed relative rate is written out."""
    decay = 1 - step**-0.8
    squares = g**2 + 1e-30
    if p.ndim < 2:
        v = slots["v"] = decay * slots.get("v", 0.0) + (1 - decay) * squares
    else:
        r = slots["r"] = decay * slots.get("r", 0.0) + (1 - decay) * squares.mean(axis=-1)
        c = slots["c"] = decay * slots.get("c", 0.0) + (1 - decay) * squares.mean(axis=-2)
        v = (r / r.mean(axis=-1, keepdims=True))[..., None] * c[..., None, :]
    u = g / np.sqrt(v)
    u /= max(1.0, np.sqrt(np.mean(u**2)))
    p -= max(1e-3, np.sqrt(np.mean(p**2))) * 0.5 * u


case(
    "adafactor",
    {"learningRate": 0.5, "relativeStep": False},
    run_numpy(adafactor_without_relative_step),
    "numpy",
)


def run_optax(transformation):
    parameters = {name: jax.numpy.asarray(value) for name, value in start.items()}
    state = transformation.init(parameters)
    contents = []
    for each in gradients:
        updates, state = transformation.update(each, state, parameters)
        parameters = optax.apply_updates(parameters, updates)
        contents.append(flat(parameters))
    return {"contents": contents}


clipped = optax.chain(optax.adaptive_grad_clip(0.1, eps=0.05), optax.sgd(0.1, momentum=0.9))
case(
    "sgd",
    {"learningRate": 0.1, "momentum": 0.9, "gradientClip": {"clipping": 0.1, "epsilon": 0.05}},
    run_optax(clipped),
    "optax",
)


def run_lookahead(fast, period, size):
    parameters = optax.LookaheadParams.init_synced({name: jax.numpy.asarray(value) for name, value in start.items()})
    transformation = optax.lookahead(fast, period, size)
    state = transformation.init(parameters)
    contents = []
    for each in gradients:
        updates, state = transformation.update(each, state, parameters)
        parameters = optax.apply_updates(parameters, updates)
        contents.append(flat(parameters.fast))
    return {"contents": contents}


for options, fast in [
    ({"learningRate": 0.1, "momentum": 0.9}, optax.sgd(0.1, momentum=0.9)),
    ({"learningRate": 0.05}, optax.sgd(0.05)),
]:
    case(
        "lookahead",
        {"inner": {"sgd": options}, "syncPeriod": 4, "slowStepSize": 0.3},
        run_lookahead(fast, 4, 0.3),
        "optax",
    )

save(
    "packages/optimizers/test/golden/optimizers.json",
    "optimizers",
    versions_of(keras, jax, optax, np),
    parameters=[{"name": name, "shape": shape, "start": start[name].reshape(-1).tolist()} for name, shape in shapes.items()],
    gradients=[flat(each) for each in gradients],
    cases=cases,
)
