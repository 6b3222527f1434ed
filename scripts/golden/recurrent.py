"""Recurrent layers of Keras in float64: outputs, states, and gradients by JAX.

Writes packages/layers/test/golden/recurrent.json. Needs Keras with the JAX backend:
KERAS_BACKEND=jax python3 scripts/golden/recurrent.py
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"
os.environ["XLA_FLAGS"] = "--xla_backend_optimization_level=0"

import jax
import keras
import numpy as np
from keras import layers

from file import save, versions_of

keras.config.set_floatx("float64")
keras.config.set_dtype_policy("float64")
rng = np.random.default_rng(20261127)
cases = []


def plain(x):
    x = np.asarray(x)
    return {"shape": list(x.shape), "values": [float(f"{v:.10g}") for v in x.astype(np.float64).reshape(-1)]}


def drawn(shape, scale=1.0):
    """Numbers with two decimals, so that float32 and float64 start alike."""
    return np.round(rng.normal(0, scale, shape), 2)


def camel(name):
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def as_list(x):
    return list(x) if isinstance(x, (list, tuple)) else [x]


def case(program, layer, inputs, mask=None, ids=False, **more):
    """One layer with weights, inputs and a mask: what comes out, and the gradients of a weighted sum of it."""
    kwargs = {} if mask is None else {"mask": np.array(mask, dtype=bool)}
    first, *states = inputs

    def call(weights, inputs):
        first, *states = inputs
        given = dict(kwargs, initial_state=list(states)) if states else kwargs
        state = [v.value for v in layer.non_trainable_variables]
        outputs, _ = layer.stateless_call(weights, state, first, **given)
        return as_list(outputs)

    layer.build(first.shape)
    weights = [drawn(v.shape, 0.5) for v in layer.trainable_variables]
    cotangents = [drawn(y.shape) for y in jax.eval_shape(call, weights, inputs)]

    def total(weights, inputs):
        outputs = call(weights, inputs)
        return sum((y * c).sum() for y, c in zip(outputs, cotangents)), outputs

    arguments = 0 if ids else (0, 1)
    gradients, outputs = jax.jit(jax.grad(total, argnums=arguments, has_aux=True))(weights, inputs)
    of_weights, of_inputs = (gradients, []) if ids else gradients
    cases.append(
        {
            **program,
            "inputs": [plain(x) for x in inputs],
            "mask": mask,
            **more,
            "weights": [plain(w) for w in weights],
            "outputs": [plain(y) for y in outputs],
            "cotangents": [plain(c) for c in cotangents],
            "gradients": {"inputs": [plain(g) for g in of_inputs], "weights": [plain(g) for g in of_weights]},
        }
    )



@keras.saving.register_keras_serializable()
def tanh(x):
    """Keras' own rounds to float32."""
    return jax.numpy.tanh(x)


functions = {"tanh": tanh, "relu": jax.nn.relu}


def exact(factory):
    def make(activation="tanh", recurrent_activation=None, **options):
        gates = {} if recurrent_activation is None else {"recurrent_activation": functions[recurrent_activation]}
        return factory(activation=functions[activation], **gates, **options)

    return make


factories = {"simpleRnn": exact(layers.SimpleRNN), "lstm": exact(layers.LSTM), "gru": exact(layers.GRU)}
state_counts = {"simpleRnn": 1, "lstm": 2, "gru": 1}


def program(name, **options):
    return {"layer": name, "options": {camel(key): value for key, value in options.items()}}


def recurrent(name, shape=(2, 4, 3), states=False, mask=None, **options):
    batch = shape[0]
    inputs = [drawn(shape)] + [drawn((batch, options["units"])) for _ in range(state_counts[name] if states else 0)]
    case(program(name, **options), factories[name](**options), inputs, mask)


# Steps left out at the start, in the middle, at the end; a sequence with all and one with none.
gaps = [[False, True, False, True, True], [True, True, False, False, False], [True] * 5, [False] * 5]

for name in factories:
    kinds = [{}] if name != "gru" else [{}, {"reset_after": False}]
    for kind in kinds:
        recurrent(name, units=3, **kind)
        recurrent(name, (1, 1, 1), units=1, **kind)
        recurrent(name, (3, 2, 1), units=5, use_bias=False, **kind)
        recurrent(name, units=2, states=True, return_sequences=True, return_state=True, **kind)
        recurrent(name, units=2, return_sequences=True, go_backwards=True, return_state=True, **kind)
        recurrent(name, units=2, go_backwards=True, states=True, **kind)
        recurrent(name, (4, 5, 2), mask=gaps, units=3, **kind)
        recurrent(name, (4, 5, 2), mask=gaps, units=3, states=True, return_sequences=True, return_state=True, **kind)
        recurrent(name, (4, 5, 2), mask=gaps, units=2, return_sequences=True, go_backwards=True, return_state=True, **kind)
        recurrent(name, (4, 5, 2), mask=gaps, units=2, return_sequences=True, zero_output_for_mask=True, **kind)
        recurrent(name, (4, 5, 2), mask=gaps, units=2, zero_output_for_mask=True, **kind)
        activations = {"activation": "relu"}
        if name != "simpleRnn":
            activations["recurrent_activation"] = "tanh"
        recurrent(name, units=3, return_sequences=True, **activations, **kind)


def bidirectional(name, merge_mode, shape=(2, 3, 2), mask=None, states=False, **options):
    inner = program(name, **options)
    outer = {"layer": "bidirectional", "inner": inner, "options": {"mergeMode": merge_mode}}
    count = 2 * state_counts[name] if states else 0
    inputs = [drawn(shape)] + [drawn((shape[0], options["units"])) for _ in range(count)]
    case(outer, layers.Bidirectional(factories[name](**options), merge_mode=merge_mode), inputs, mask)


for merge_mode in ["concat", "sum", "mul", "ave", None]:
    bidirectional("lstm", merge_mode, units=2)
    bidirectional("gru", merge_mode, units=3, return_sequences=True)
    bidirectional("simpleRnn", merge_mode, (4, 5, 2), gaps, units=2, return_sequences=True, return_state=True)
bidirectional("lstm", "concat", states=True, units=2, return_sequences=True, return_state=True)
bidirectional("lstm", "concat", (4, 5, 2), gaps, units=2)
bidirectional("gru", "sum", (1, 1, 1), units=1, return_sequences=True)

cells = {"simpleRnn": exact(layers.SimpleRNNCell), "lstm": exact(layers.LSTMCell), "gru": exact(layers.GRUCell)}


def stacked(names, shape=(3, 4, 2), mask=None, units=3, **options):
    stack = layers.StackedRNNCells([cells[name](units=units) for name in names])
    inner = {"cells": list(names), "units": units}
    case(dict(program("rnn", **options), inner=inner), layers.RNN(stack, **options), [drawn(shape)], mask)


stacked(["lstm", "lstm"], return_sequences=True)
stacked(["simpleRnn", "gru"], go_backwards=True)
stacked(["gru", "lstm"], (4, 5, 2), gaps, return_sequences=True)

for shape in [(2, 3, 4), (1, 1, 1)]:
    x = drawn(shape)
    case(program("timeDistributedDense", units=2), layers.TimeDistributed(layers.Dense(2)), [x])

# Masks that layers make: padding with the id 0, and steps of one value.
ids = np.array([[3, 1, 0, 0], [2, 4, 4, 1], [0, 0, 0, 0]])
for mask_zero in [False, True]:
    model = keras.Sequential([layers.Embedding(5, 3, mask_zero=mask_zero), factories["lstm"](units=2)])
    case(program("embeddingLstm", mask_zero=mask_zero), model, [ids], ids=True)
steps = drawn((2, 4, 2))
steps[0, 1] = steps[1, 2:] = -1
steps[1, 0, 0] = -1
model = keras.Sequential([layers.Masking(mask_value=-1.0), factories["gru"](units=2, return_sequences=True)])
case(program("maskingGru"), model, [steps])

conv_layers = {"convLstm1d": layers.ConvLSTM1D, "convLstm2d": layers.ConvLSTM2D, "convLstm3d": layers.ConvLSTM3D}


def convolutional(name, shape, states=None, **options):
    inputs = [drawn(shape)] + [drawn(states) for _ in range(2 if states else 0)]
    case(program(name, **options), exact(conv_layers[name])(**options), inputs)


# Keras' masks do not broadcast over space there.
convolutional("convLstm1d", (2, 3, 5, 2), filters=2, kernel_size=2, return_sequences=True)
convolutional("convLstm2d", (2, 3, 4, 3, 2), filters=2, kernel_size=[2, 3], padding="same", return_state=True)
convolutional("convLstm2d", (1, 2, 5, 5, 1), filters=3, kernel_size=2, strides=2, go_backwards=True)
convolutional("convLstm2d", (1, 2, 5, 4, 2), (1, 3, 2, 2), filters=2, kernel_size=2, dilation_rate=2, use_bias=False)
convolutional("convLstm2d", (1, 1, 1, 1, 1), filters=1, kernel_size=1)
convolutional("convLstm3d", (1, 2, 2, 3, 2, 2), filters=1, kernel_size=2)

path = os.path.join(os.path.dirname(__file__), "../../packages/layers/test/golden/recurrent.json")
os.makedirs(os.path.dirname(path), exist_ok=True)
save(path, "recurrent", versions_of(keras, jax, np), cases=cases)
