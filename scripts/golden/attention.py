"""Attention layers of Keras in float64: outputs, weights of the average, and gradients by JAX.

Writes packages/layers/test/golden/attention.json. Needs Keras with the JAX backend:
KERAS_BACKEND=jax python3 scripts/golden/attention.py
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"
os.environ["XLA_FLAGS"] = "--xla_backend_optimization_level=0"

import jax
import keras
import keras.src.ops
import numpy as np
from keras import layers

from file import save, versions_of

keras.config.set_floatx("float64")
keras.config.set_dtype_policy("float64")
# Keras' own rounds to float32.
keras.src.ops.tanh = jax.numpy.tanh
rng = np.random.default_rng(20261128)
cases = []


def plain(x):
    x = np.asarray(x)
    return {"shape": list(x.shape), "values": [float(f"{v:.10g}") for v in x.astype(np.float64).reshape(-1)]}


def drawn(*shape):
    """Numbers with two decimals, so that float32 and float64 start alike."""
    return np.round(rng.normal(0, 1, shape), 2)


def camel(name):
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def as_list(x):
    return list(x) if isinstance(x, (list, tuple)) else [x]


# What Keras takes in the call, and we when the layer is made.
call_options = ["use_causal_mask", "return_attention_scores"]


def case(name, factory, inputs, masks=None, attention_mask=None, as_arguments=True, **options):
    """One layer with weights and inputs: what comes out, and the gradients of a weighted sum of it."""
    layer = factory(**{key: value for key, value in options.items() if key not in call_options})
    given = {key: value for key, value in options.items() if key in call_options}
    arrays = None if masks is None else [None if mask is None else np.array(mask, dtype=bool) for mask in masks]
    if attention_mask is not None:
        given["attention_mask"] = np.array(attention_mask, dtype=bool)
    # A tensor alone attends to itself.
    parts = lambda inputs: inputs * 2 if len(inputs) == 1 else inputs

    def call(weights, inputs):
        state = [v.value for v in layer.non_trainable_variables]
        tensors = parts(inputs)
        arguments = dict(given)
        if as_arguments:
            if arrays is not None:
                names = ["query_mask", "value_mask", "key_mask"]
                arguments.update({key: mask for key, mask in zip(names, arrays) if mask is not None})
            outputs, _ = layer.stateless_call(weights, state, *tensors, **arguments)
        else:
            if arrays is not None:
                arguments["mask"] = arrays
            outputs, _ = layer.stateless_call(weights, state, tensors, **arguments)
        return as_list(outputs)

    shapes = [x.shape for x in parts(inputs)]
    layer.build(*shapes) if as_arguments else layer.build(shapes)
    weights = [drawn(*v.shape) for v in layer.trainable_variables]
    cotangents = [drawn(*y.shape) for y in jax.eval_shape(call, weights, inputs)]

    def total(weights, inputs):
        outputs = call(weights, inputs)
        return sum((y * c).sum() for y, c in zip(outputs, cotangents)), outputs

    gradient = jax.jit(jax.grad(total, argnums=(0, 1), has_aux=True))
    (of_weights, of_inputs), outputs = gradient(weights, inputs)
    # Dropout is there to make Keras take the path that knows masks.
    shown = {camel(key): value for key, value in options.items() if key != "dropout"}
    cases.append(
        {
            "layer": name,
            "options": shown if attention_mask is None else {**shown, "useAttentionMask": True},
            "inputs": [plain(x) for x in inputs],
            "masks": masks,
            "attentionMask": attention_mask,
            "weights": [plain(w) for w in weights],
            "outputs": [plain(y) for y in outputs],
            "cotangents": [plain(c) for c in cotangents],
            "gradients": {"inputs": [plain(g) for g in of_inputs], "weights": [plain(g) for g in of_weights]},
        }
    )


value_mask = [[True, False, True, True], [True, True, False, False]]
query_mask = [[True, True, False], [False, True, True]]

for name, factory, kinds in [
    ("attention", layers.Attention, [{}, {"use_scale": True}, {"score_mode": "concat"}, {"score_mode": "concat", "use_scale": True}]),
    ("additiveAttention", layers.AdditiveAttention, [{}, {"use_scale": False}]),
]:
    for kind in kinds:
        three = lambda: [drawn(2, 3, 2), drawn(2, 4, 5), drawn(2, 4, 2)]
        case(name, factory, [drawn(2, 3, 4)], as_arguments=False, **kind)
        case(name, factory, three(), as_arguments=False, return_attention_scores=True, **kind)
        case(name, factory, [drawn(1, 1, 1), drawn(1, 1, 1)], as_arguments=False, **kind)
        case(name, factory, three(), [query_mask, value_mask], as_arguments=False, return_attention_scores=True, **kind)
        case(name, factory, [drawn(2, 3, 2), drawn(2, 4, 2)], as_arguments=False, use_causal_mask=True, **kind)
        # Keys that are masked and later: every query sees at least one.
        case(name, factory, three(), [None, value_mask], as_arguments=False, use_causal_mask=True, **kind)


def heads(inputs, masks=None, attention_mask=None, **options):
    case("multiHeadAttention", layers.MultiHeadAttention, inputs, masks, attention_mask, **options)


seen = rng.random((2, 3, 4)) < 0.6
seen[0, 1] = False
seen = seen.tolist()
three = lambda: [drawn(2, 3, 2), drawn(2, 4, 3), drawn(2, 4, 5)]

heads([drawn(2, 5, 4)], num_heads=2, key_dim=3)
heads([drawn(1, 1, 1)], num_heads=1, key_dim=1)
heads(three(), num_heads=2, key_dim=3, value_dim=4, output_shape=7, return_attention_scores=True)
heads([drawn(2, 3, 2), drawn(2, 4, 3)], num_heads=3, key_dim=2, use_bias=False)
heads([drawn(2, 4, 3)], num_heads=2, key_dim=2, use_causal_mask=True)
heads(three(), num_heads=2, key_dim=2, use_causal_mask=True, return_attention_scores=True)
heads(three(), [None, value_mask, None], num_heads=2, key_dim=2)
heads(three(), [None, value_mask, value_mask[::-1]], num_heads=2, key_dim=2, use_causal_mask=True, dropout=0.1)
heads(three(), None, seen, num_heads=2, key_dim=2, return_attention_scores=True)
heads(three(), [None, value_mask, None], seen, num_heads=2, key_dim=2, use_causal_mask=True, dropout=0.1)
heads([drawn(2, 6, 3)], num_heads=2, key_dim=2, sliding_window=2)
heads([drawn(2, 6, 3)], num_heads=2, key_dim=2, sliding_window=3, use_causal_mask=True, return_attention_scores=True)
heads(three(), num_heads=2, key_dim=2, value_dim=3, use_gate=True, return_attention_scores=True)
heads([drawn(2, 3, 4, 2)], num_heads=2, key_dim=2, attention_axes=[2], return_attention_scores=True)
heads([drawn(2, 3, 4, 2)], num_heads=2, key_dim=2, attention_axes=[1])
heads([drawn(2, 3, 2, 2)], num_heads=2, key_dim=2, return_attention_scores=True)
heads([drawn(2, 3, 2, 2), drawn(2, 3, 4, 3)], num_heads=2, key_dim=3, attention_axes=[-2], output_shape=[2, 3])


def grouped(inputs, masks=None, attention_mask=None, **options):
    case("groupedQueryAttention", layers.GroupQueryAttention, inputs, masks, attention_mask, **options)


grouped([drawn(2, 5, 4)], head_dim=3, num_query_heads=4, num_key_value_heads=2)
grouped([drawn(2, 3, 2)], head_dim=2, num_query_heads=3, num_key_value_heads=1, use_bias=False)
grouped(three(), head_dim=2, num_query_heads=2, num_key_value_heads=2, return_attention_scores=True)
grouped(three(), [None, value_mask, None], head_dim=2, num_query_heads=4, num_key_value_heads=2, use_causal_mask=True)
grouped(three(), [query_mask, value_mask, None], seen, head_dim=1, num_query_heads=6, num_key_value_heads=2, dropout=0.1)
grouped([drawn(2, 6, 3)], head_dim=2, num_query_heads=4, num_key_value_heads=2, use_gate=True, sliding_window=2)

path = os.path.join(os.path.dirname(__file__), "../../packages/layers/test/golden/attention.json")
save(path, "attention", versions_of(keras, jax, np), cases=cases)
