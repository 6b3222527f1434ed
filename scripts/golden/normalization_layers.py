"""Golden values for layers of normalisation: packages/layers/test/golden/normalization.json. See layer_cases.py.

Instance normalisation is Keras' group normalisation with a group of each channel. Spectral norms are those of NumPy.
"""

import numpy as np
from keras import layers

from layer_cases import case, generator, rough, write


def positive(*shape):
    return np.round(generator.uniform(0.5, 2, shape), 3)


def moving(features):
    return [rough(features), positive(features)]


batch = ("batchNormalization", layers.BatchNormalization)
for training in [True, False]:
    case(*batch, rough(5, 3), draw=rough, training=training, state=moving(3))
    case(*batch, rough(2, 3, 4, 2), draw=rough, training=training, state=moving(2), momentum=0.9, epsilon=0.01)
    case(*batch, rough(2, 3, 4), draw=rough, training=training, state=moving(3), axis=1)
    case(*batch, rough(3, 4, 2), draw=rough, training=training, state=moving(2), scale=False)
    case(*batch, rough(1, 2, 2, 3, 2), draw=rough, training=training, state=moving(2), center=False)
case(
    *batch,
    rough(3, 4, 2),
    draw=rough,
    training=True,
    state=moving(2),
    mask=[[True, True, False, False], [True, False, True, True], [False, False, False, True]],
)

case("layerNormalization", layers.LayerNormalization, rough(3, 5), draw=rough)
case("layerNormalization", layers.LayerNormalization, rough(2, 3, 4), draw=rough, axis=(1, 2), epsilon=1e-5)
case("layerNormalization", layers.LayerNormalization, rough(2, 3, 2), draw=rough, axis=1, center=False)
case("layerNormalization", layers.LayerNormalization, rough(2, 3, 2, 2), draw=rough, axis=(1, 3), scale=False)

case("groupNormalization", layers.GroupNormalization, rough(2, 3, 6), draw=rough, groups=3)
case("groupNormalization", layers.GroupNormalization, rough(2, 2, 3, 4), draw=rough, groups=2, epsilon=1e-5, scale=False)
case("groupNormalization", layers.GroupNormalization, rough(1, 4, 3), draw=rough, groups=2, axis=1)
case("groupNormalization", layers.GroupNormalization, rough(2, 3, 3), draw=rough, groups=1, center=False)
case("groupNormalization", layers.GroupNormalization, rough(2, 4, 3), draw=rough, groups=-1)
case("instanceNormalization", layers.GroupNormalization, rough(2, 3, 4, 2), draw=rough, options={}, groups=-1)

case("rmsNormalization", layers.RMSNormalization, rough(3, 5), draw=rough)
case("rmsNormalization", layers.RMSNormalization, rough(2, 3, 4), draw=rough, axis=(1, 2), epsilon=0.01)

case("unitNormalization", layers.UnitNormalization, rough(3, 4))
case("unitNormalization", layers.UnitNormalization, rough(2, 3, 2), axis=(1, 2))
case("unitNormalization", layers.UnitNormalization, rough(2, 3, 2), axis=1)

write("normalization", "normalization_layers")
