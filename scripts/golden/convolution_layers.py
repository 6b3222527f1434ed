"""Golden values for layers of convolution: packages/layers/test/golden/convolution.json. See layer_cases.py."""

from keras import layers

from layer_cases import case, whole, write

for options, shape in [
    (dict(filters=3, kernel_size=3), (2, 7, 2)),
    (dict(filters=2, kernel_size=2, strides=2, padding="same"), (1, 7, 3)),
    (dict(filters=4, kernel_size=3, padding="causal", dilation_rate=2, groups=2), (2, 6, 4)),
    (dict(filters=2, kernel_size=4, padding="causal", strides=3), (1, 8, 1)),
    (dict(filters=1, kernel_size=1, use_bias=False), (1, 1, 1)),
]:
    case("conv1d", layers.Conv1D, whole(*shape), **options)

for options, shape in [
    (dict(filters=3, kernel_size=3), (2, 5, 6, 2)),
    (dict(filters=2, kernel_size=(3, 2), strides=(2, 1), padding="same"), (1, 6, 5, 2)),
    (dict(filters=2, kernel_size=3, strides=2), (1, 8, 7, 1)),
    (dict(filters=4, kernel_size=2, dilation_rate=(2, 3), groups=2), (1, 6, 6, 6)),
    (dict(filters=6, kernel_size=3, padding="same", groups=3, use_bias=False), (1, 3, 4, 3)),
]:
    case("conv2d", layers.Conv2D, whole(*shape), **options)

for options, shape in [
    (dict(filters=2, kernel_size=2), (1, 3, 4, 3, 2)),
    (dict(filters=1, kernel_size=(1, 2, 3), strides=(1, 2, 2), padding="same"), (1, 2, 5, 5, 1)),
]:
    case("conv3d", layers.Conv3D, whole(*shape), **options)

for options, shape in [
    (dict(kernel_size=3), (2, 6, 3)),
    (dict(kernel_size=2, depth_multiplier=3, strides=2, padding="same"), (1, 5, 2)),
    (dict(kernel_size=3, dilation_rate=2, use_bias=False), (1, 7, 2)),
]:
    case("depthwiseConv1d", layers.DepthwiseConv1D, whole(*shape), **options)

for options, shape in [
    (dict(kernel_size=3, padding="same"), (1, 5, 4, 3)),
    (dict(kernel_size=(2, 3), depth_multiplier=2, strides=(2, 2)), (2, 5, 7, 2)),
    (dict(kernel_size=2, dilation_rate=2, padding="same"), (1, 5, 5, 1)),
]:
    case("depthwiseConv2d", layers.DepthwiseConv2D, whole(*shape), **options)

for options, shape in [
    (dict(filters=4, kernel_size=3), (1, 6, 2)),
    (dict(filters=2, kernel_size=2, depth_multiplier=2, strides=2, padding="same", use_bias=False), (2, 7, 3)),
]:
    case("separableConv1d", layers.SeparableConv1D, whole(*shape), **options)

for options, shape in [
    (dict(filters=3, kernel_size=3), (1, 5, 5, 2)),
    (dict(filters=2, kernel_size=(2, 3), depth_multiplier=2, strides=2, padding="same"), (1, 5, 6, 2)),
    (dict(filters=1, kernel_size=2, dilation_rate=3), (1, 6, 5, 1)),
]:
    case("separableConv2d", layers.SeparableConv2D, whole(*shape), **options)

for options, shape in [
    (dict(filters=3, kernel_size=3, strides=2), (1, 4, 2)),
    (dict(filters=2, kernel_size=3, strides=2, padding="same"), (2, 4, 2)),
    (dict(filters=2, kernel_size=2, strides=3), (1, 3, 1)),
    (dict(filters=2, kernel_size=4, strides=2, padding="same", output_padding=1), (1, 3, 2)),
    (dict(filters=1, kernel_size=3, dilation_rate=2), (1, 4, 1)),
]:
    case("conv1dTranspose", layers.Conv1DTranspose, whole(*shape), **options)

for options, shape in [
    (dict(filters=2, kernel_size=3, strides=2, padding="same"), (1, 3, 4, 2)),
    (dict(filters=3, kernel_size=(2, 3), strides=(1, 2)), (2, 3, 2, 1)),
    (dict(filters=1, kernel_size=3, strides=2, output_padding=1, use_bias=False), (1, 2, 3, 2)),
]:
    case("conv2dTranspose", layers.Conv2DTranspose, whole(*shape), **options)

case("conv3dTranspose", layers.Conv3DTranspose, whole(1, 2, 2, 3, 2), filters=2, kernel_size=2, strides=2)
case("conv3dTranspose", layers.Conv3DTranspose, whole(1, 2, 1, 2, 1), filters=1, kernel_size=(1, 3, 2), padding="same")

case("dense", layers.Dense, whole(3, 4), units=2)
case("dense", layers.Dense, whole(2, 3, 2), units=3, use_bias=False)

write("convolution", "convolution_layers")
