"""Golden values for views, convolutions and pools, from NumPy and SciPy: packages/core/test/golden/windows.json.

Run from the root of the repository: python3 scripts/golden/windows.py
Tests read the file and need neither Python nor its packages. All numbers are whole or halves, and all results exact.
"""

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import convolve, correlate

from cases import case, write

generator = np.random.default_rng(7)


def whole(*shape):
    return generator.integers(-4, 5, shape).astype("float32")


def spread(kernel, steps):
    """Zeros between neighbours."""
    wide = np.zeros([(n - 1) * step + 1 for n, step in zip(kernel.shape, steps)])
    wide[tuple(slice(None, None, step) for step in steps)] = kernel
    return wide


def margins(extents, taps, strides, dilations, padding):
    reach = [(t - 1) * d + 1 for t, d in zip(taps, dilations)]
    if padding == "valid":
        return [(0, 0) for _ in extents]
    if padding == "causal":
        return [(reach[0] - 1, 0)]
    if padding == "same":
        total = [max(0, (math.ceil(n / s) - 1) * s + r - n) for n, s, r in zip(extents, strides, reach)]
        return [(n // 2, n - n // 2) for n in total]
    return [tuple(pair) for pair in padding]


def conv(x, kernel, strides, dilations, padding, groups):
    rank = x.ndim - 2
    sides = margins(x.shape[1:-1], kernel.shape[:rank], strides, dilations, padding)
    padded = np.pad(x, [(0, 0), *sides, (0, 0)])
    filters = kernel.shape[-1]
    per_group = filters // groups
    channels = kernel.shape[-2]
    every = tuple(slice(None, None, s) for s in strides)
    result = [
        [
            sum(
                correlate(image[..., (f // per_group) * channels + c], spread(kernel[..., c, f], dilations), "valid")
                for c in range(channels)
            )[every]
            for f in range(filters)
        ]
        for image in padded
    ]
    return np.moveaxis(np.array(result), 1, -1)


def transposed(x, kernel, strides):
    """Full: every element lays the kernel at its place."""
    channels, filters = kernel.shape[-2:]
    result = [
        [sum(convolve(spread(image[..., f], strides), kernel[..., c, f]) for f in range(filters)) for c in range(channels)]
        for image in x
    ]
    return np.moveaxis(np.array(result), 1, -1)


def options_of(rank, strides, dilations, padding, groups):
    options = {"strides": strides[0] if rank == 1 else strides, "dilation": dilations[0] if rank == 1 else dilations}
    options["padding"] = padding
    if groups > 1:
        options["groups"] = groups
    return options


for name, image, kernel, strides, dilations, padding, groups in [
    ("conv1d", (2, 7, 2), (3, 2, 3), [1], [1], "valid", 1),
    ("conv1d", (1, 7, 4), (2, 2, 2), [2], [3], "same", 2),
    ("conv1d", (1, 6, 1), (3, 1, 2), [1], [2], "causal", 1),
    ("conv2d", (2, 5, 4, 2), (3, 2, 2, 2), [1, 1], [1, 1], "valid", 1),
    ("conv2d", (1, 6, 5, 2), (3, 3, 2, 3), [2, 2], [1, 1], "same", 1),
    ("conv2d", (1, 5, 6, 4), (2, 2, 2, 4), [1, 2], [2, 1], [[1, 0], [0, 2]], 2),
    ("conv3d", (1, 3, 4, 3, 2), (2, 2, 2, 2, 2), [1, 2, 1], [1, 1, 2], "same", 1),
]:
    case(
        name,
        lambda x, k: conv(x, k, strides, dilations, padding, groups),
        whole(*image),
        whole(*kernel),
        signed_zeros=False,
        options=options_of(len(strides), strides, dilations, padding, groups),
    )


def each_channel(x, kernel, strides, dilations):
    channels, multiplier = kernel.shape[-2:]
    joined = kernel.reshape(*kernel.shape[:-2], 1, channels * multiplier)
    return conv(x, joined, strides, dilations, "valid", channels)


def separable(x, kernel, mixing, strides):
    return each_channel(x, kernel, strides, [1] * len(strides)) @ mixing.reshape(mixing.shape[-2:])


case("depthwiseConv1d", lambda x, k: each_channel(x, k, [2], [1]), whole(1, 7, 2), whole(3, 2, 2), signed_zeros=False, options={"strides": 2})
case("depthwiseConv2d", lambda x, k: each_channel(x, k, [1, 1], [2, 2]), whole(1, 5, 5, 2), whole(2, 2, 2, 2), signed_zeros=False, options={"dilation": 2})
case("separableConv1d", lambda x, k, m: separable(x, k, m, [1]), whole(1, 5, 2), whole(2, 2, 2), whole(1, 4, 3), signed_zeros=False)
case("separableConv2d", lambda x, k, m: separable(x, k, m, [2, 2]), whole(1, 5, 5, 2), whole(2, 2, 2, 1), whole(1, 1, 2, 3), signed_zeros=False, options={"strides": 2})
for name, image, kernel, strides in [
    ("conv1dTranspose", (2, 3, 2), (3, 3, 2), [2]),
    ("conv2dTranspose", (1, 2, 3, 2), (3, 2, 2, 2), [2, 1]),
    ("conv3dTranspose", (1, 2, 2, 2, 1), (2, 2, 2, 2, 1), [1, 2, 2]),
]:
    case(
        name,
        lambda x, k: transposed(x, k, strides),
        whole(*image),
        whole(*kernel),
        signed_zeros=False,
        options={"strides": strides[0] if len(strides) == 1 else strides},
    )


def pool(x, size, strides, fold):
    rank = x.ndim - 2
    views = sliding_window_view(x, size, axis=tuple(range(1, rank + 1)))
    every = (slice(None), *(slice(None, None, s) for s in strides))
    return fold(views[every], axis=tuple(range(-rank, 0)))


for rank, image, size, strides in [(1, (2, 7, 2), [3], [2]), (2, (1, 5, 6, 2), [2, 2], [1, 2]), (3, (1, 3, 4, 3, 1), [2, 2, 2], [1, 2, 1])]:
    chosen = {"size": size[0] if rank == 1 else size, "strides": strides[0] if rank == 1 else strides}
    x = whole(*image)
    case(f"maxPool{rank}d", lambda x: pool(x, size, strides, np.max), x, options=chosen)
    case(f"averagePool{rank}d", lambda x: pool(x, size, strides, np.mean), x, ulps=2, signed_zeros=False, options=chosen)
x = whole(2, 3, 4, 2)
case("globalMaxPool", lambda x: np.max(x, axis=(1, 2)), x)
case("globalAveragePool", lambda x: np.mean(x, axis=(1, 2)), x, ulps=2, signed_zeros=False)

case("slidingWindow", lambda x, n: sliding_window_view(x, n), np.arange(6, dtype="int32"), 4)
case("slidingWindow", lambda x, n: sliding_window_view(x, n), x[0, :, :, 0], [2, 3])
case("slidingWindow", lambda x, n: sliding_window_view(x, n, axis=-2)[:, :, ::2], x, 2, options={"axis": -2, "strides": 2})

write("windows")
