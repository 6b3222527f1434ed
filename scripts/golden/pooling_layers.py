"""Golden values for layers of pooling: packages/layers/test/golden/pooling.json. See layer_cases.py."""

import numpy as np
from keras import layers

from layer_cases import case, generator, rough, write


def distinct(*shape):
    """Numbers without ties: largest elements are unique, and so are derivatives."""
    return generator.permutation(int(np.prod(shape))).reshape(shape).astype("float64") - 5


for kind, one, two, three in [
    ("maxPooling", layers.MaxPooling1D, layers.MaxPooling2D, layers.MaxPooling3D),
    ("averagePooling", layers.AveragePooling1D, layers.AveragePooling2D, layers.AveragePooling3D),
]:
    case(f"{kind}1d", one, distinct(2, 7, 2), options={}, pool_size=2)
    case(f"{kind}1d", one, distinct(1, 7, 2), pool_size=3, strides=2, padding="same")
    case(f"{kind}1d", one, distinct(1, 5, 1), pool_size=2, strides=3)
    case(f"{kind}2d", two, distinct(2, 5, 6, 2), options={}, pool_size=2)
    case(f"{kind}2d", two, distinct(1, 5, 7, 1), pool_size=(3, 2), strides=(1, 2), padding="same")
    case(f"{kind}2d", two, distinct(1, 1, 1, 2), pool_size=1)
    case(f"{kind}3d", three, distinct(1, 3, 4, 5, 2), options={}, pool_size=2)
    case(f"{kind}3d", three, distinct(1, 2, 3, 3, 1), pool_size=(1, 2, 3), strides=1, padding="same")

for kind, pools in [
    ("globalMaxPooling", (layers.GlobalMaxPooling1D, layers.GlobalMaxPooling2D, layers.GlobalMaxPooling3D)),
    ("globalAveragePooling", (layers.GlobalAveragePooling1D, layers.GlobalAveragePooling2D, layers.GlobalAveragePooling3D)),
]:
    for rank, pool in enumerate(pools, 1):
        case(f"{kind}{rank}d", pool, distinct(2, *[3, 2, 4][:rank], 3))
        case(f"{kind}{rank}d", pool, distinct(1, *[1, 5, 2][:rank], 2), options={"keepDims": True}, keepdims=True)

case(
    "globalAveragePooling1d",
    layers.GlobalAveragePooling1D,
    rough(3, 4, 2),
    mask=[[True, True, False, False], [True, False, True, True], [False, False, False, True]],
)

for kind, pools in [
    ("adaptiveMaxPooling", (layers.AdaptiveMaxPooling1D, layers.AdaptiveMaxPooling2D, layers.AdaptiveMaxPooling3D)),
    ("adaptiveAveragePooling", (layers.AdaptiveAveragePooling1D, layers.AdaptiveAveragePooling2D, layers.AdaptiveAveragePooling3D)),
]:
    one, two, three = pools
    case(f"{kind}1d", one, distinct(2, 7, 2), output_size=3)
    case(f"{kind}1d", one, distinct(1, 3, 2), output_size=5)
    case(f"{kind}2d", two, distinct(1, 6, 5, 2), output_size=(3, 2))
    case(f"{kind}2d", two, distinct(1, 4, 4, 1), output_size=4)
    case(f"{kind}3d", three, distinct(1, 3, 5, 4, 1), output_size=(2, 2, 2))

write("pooling", "pooling_layers")
