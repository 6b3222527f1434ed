"""Golden values for layers that change shapes: packages/layers/test/golden/shape.json. See layer_cases.py."""

from keras import layers

from layer_cases import case, whole, write

case("flatten", layers.Flatten, whole(2, 3, 2))
case("reshape", layers.Reshape, whole(2, 3, 4), target_shape=(2, 6))
case("reshape", layers.Reshape, whole(2, 12), target_shape=(2, -1, 3))
case("permute", layers.Permute, whole(2, 3, 4), dims=(2, 1))
case("permute", layers.Permute, whole(1, 2, 3, 2), dims=(3, 1, 2))
case("repeatVector", layers.RepeatVector, whole(2, 3), n=3)
case("zeroPadding1d", layers.ZeroPadding1D, whole(2, 3, 2))
case("zeroPadding1d", layers.ZeroPadding1D, whole(1, 2, 2), padding=(0, 2))
case("zeroPadding2d", layers.ZeroPadding2D, whole(1, 2, 3, 2))
case("zeroPadding2d", layers.ZeroPadding2D, whole(1, 2, 3, 1), padding=(0, 2))
case("zeroPadding2d", layers.ZeroPadding2D, whole(1, 2, 2, 1), padding=((1, 0), (0, 2)), options={"padding": [[1, 0], [0, 2]]})
case("zeroPadding3d", layers.ZeroPadding3D, whole(1, 2, 1, 2, 2))
case("zeroPadding3d", layers.ZeroPadding3D, whole(1, 1, 2, 2, 1), padding=((0, 1), (1, 0), (2, 0)), options={"padding": [[0, 1], [1, 0], [2, 0]]})
case("cropping1d", layers.Cropping1D, whole(2, 4, 2))
case("cropping1d", layers.Cropping1D, whole(1, 4, 2), cropping=(0, 2))
case("cropping2d", layers.Cropping2D, whole(1, 3, 3, 1))
case("cropping2d", layers.Cropping2D, whole(1, 4, 5, 2), cropping=((1, 0), (2, 1)), options={"cropping": [[1, 0], [2, 1]]})
case("cropping3d", layers.Cropping3D, whole(1, 3, 4, 3, 2))
case("cropping3d", layers.Cropping3D, whole(1, 4, 3, 5, 1), cropping=(1, 0, 2))
case("upSampling1d", layers.UpSampling1D, whole(2, 3, 2))
case("upSampling1d", layers.UpSampling1D, whole(1, 2, 1), size=3)
case("upSampling2d", layers.UpSampling2D, whole(1, 2, 3, 2))
case("upSampling2d", layers.UpSampling2D, whole(1, 2, 2, 1), size=(3, 1))
case("upSampling2d", layers.UpSampling2D, whole(1, 3, 2, 2), interpolation="bilinear")
case("upSampling2d", layers.UpSampling2D, whole(1, 2, 4, 1), size=(3, 4), interpolation="bilinear")
case("upSampling2d", layers.UpSampling2D, whole(1, 1, 2, 1), size=(4, 1), interpolation="bilinear")
case("upSampling3d", layers.UpSampling3D, whole(1, 2, 1, 2, 2))
case("upSampling3d", layers.UpSampling3D, whole(1, 1, 2, 2, 1), size=(2, 1, 3))

write("shape", "shape_layers")
