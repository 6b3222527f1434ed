"""Golden values for activations that learn: packages/layers/test/golden/activation.json. See layer_cases.py."""

from keras import layers

from layer_cases import case, rough, write

case("prelu", layers.PReLU, rough(3, 4), draw=rough)
case("prelu", layers.PReLU, rough(2, 3, 2, 2), draw=rough, shared_axes=(1, 2))
case("prelu", layers.PReLU, rough(2, 3, 4), draw=rough, shared_axes=1)

write("activation", "activation_layers")
