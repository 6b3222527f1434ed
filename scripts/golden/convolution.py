"""Golden values for convolutions and pooling, from PyTorch: golden/convolution.json in the tests of core, and their
gradients in those of autograd.

Run from the root of the repository: python3 scripts/golden/convolution.py
Tests read the files and need neither Python nor PyTorch. Arrays are written with the channels last, as gradkit has them.
"""

import torch
import torch.nn.functional as F

from file import save, versions_of

torch.manual_seed(20261126)


def numbers(shape):
    """Numbers of few digits, so that the file stays short."""
    return (torch.randint(-40, 41, shape) / 16).double()


def array(x):
    return {"shape": list(x.shape), "values": x.reshape(-1).tolist()}


def last(x):
    """[batch, channels, ...spatial] to [batch, ...spatial, channels]."""
    return x.permute(0, *range(2, x.dim()), 1)


def kernel_last(w):
    """[filters, channels / groups, ...taps] to [...taps, channels / groups, filters]; transposed ones alike."""
    return w.permute(*range(2, w.dim()), 1, 0)


ours = {"stride": "strides", "output_padding": "outputPadding", "ceil_mode": "ceilMode", "count_include_pad": "countIncludePadding"}


def renamed(options):
    """Options by their names in gradkit, which pads before and after each axis."""
    pairs = lambda n: [[each, each] for each in n] if isinstance(n, list) else n
    return {ours.get(key, key): pairs(n) if key == "padding" else n for key, n in options.items()}


def differentiated(apply, *inputs):
    """The value, and the gradient by each input of its product with a fixed cotangent."""
    leaves = [x.clone().requires_grad_() for x in inputs]
    y = apply(*leaves)
    cotangent = numbers(y.shape)
    return y.detach(), cotangent, torch.autograd.grad(y, leaves, cotangent)


def convolution(rank, extents, taps, channels, filters, batch=2, **options):
    groups = options.get("groups", 1)
    x = numbers((batch, channels, *extents))
    w = numbers((filters, channels // groups, *taps))
    apply = [F.conv1d, F.conv2d, F.conv3d][rank - 1]
    y, cotangent, (gx, gw) = differentiated(lambda a, b: apply(a, b, **options), x, w)
    return {
        "name": f"conv{rank}d",
        "options": renamed(options),
        "x": array(last(x)),
        "kernel": array(kernel_last(w)),
        "value": array(last(y)),
        "cotangent": array(last(cotangent)),
        "gradients": [array(last(gx)), array(kernel_last(gw))],
    }


def transposed(rank, extents, taps, inputs, outputs, batch=2, **options):
    groups = options.get("groups", 1)
    x = numbers((batch, inputs, *extents))
    w = numbers((inputs, outputs // groups, *taps))
    apply = [F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d][rank - 1]
    y, cotangent, (gx, gw) = differentiated(lambda a, b: apply(a, b, **options), x, w)
    return {
        "name": f"conv{rank}dTranspose",
        "options": renamed(options),
        "x": array(last(x)),
        "kernel": array(kernel_last(w)),
        "value": array(last(y)),
        "cotangent": array(last(cotangent)),
        "gradients": [array(last(gx)), array(kernel_last(gw))],
    }


def pooling(kind, rank, extents, size, channels=2, batch=2, **options):
    """No two elements are equal: PyTorch gives the derivative of a tie to the first."""
    shape = (batch, channels, *extents)
    count = torch.tensor(shape).prod()
    x = ((torch.randperm(count) - count // 2) / 8).double().reshape(shape)
    apply = getattr(F, f"{kind}_pool{rank}d")
    y, cotangent, (gx,) = differentiated(lambda a: apply(a, size, **options), x)
    return {
        "name": f"{'average' if kind == 'avg' else kind}Pool{rank}d",
        "options": renamed({"size": size, **options}),
        "x": array(last(x)),
        "value": array(last(y)),
        "cotangent": array(last(cotangent)),
        "gradients": [array(last(gx))],
    }


cases = [
    convolution(1, [9], [3], 2, 3),
    convolution(1, [10], [4], 4, 6, stride=3, padding=2, groups=2),
    convolution(1, [11], [3], 3, 6, dilation=3, padding=4, groups=3),
    convolution(2, [5, 6], [3, 3], 2, 3, padding=1),
    convolution(2, [7, 6], [3, 2], 2, 2, stride=[2, 3], padding=[2, 0]),
    convolution(2, [6, 7], [2, 3], 4, 4, stride=2, dilation=[2, 1], padding=1, groups=2),
    convolution(2, [5, 5], [3, 3], 4, 8, groups=4, padding=1, batch=1),
    convolution(2, [5, 5], [1, 1], 3, 4, stride=2),
    convolution(3, [3, 4, 3], [2, 3, 2], 2, 2, stride=[1, 2, 1], padding=[1, 1, 0], batch=1),
    transposed(1, [5], [3], 2, 3, stride=2, padding=1, output_padding=1),
    transposed(1, [4], [4], 4, 2, stride=3, dilation=2, groups=2),
    transposed(1, [4], [2], 2, 2, stride=4, output_padding=2),
    transposed(2, [3, 4], [3, 3], 2, 3),
    transposed(2, [3, 4], [3, 2], 2, 2, stride=2, padding=1, output_padding=[1, 0]),
    transposed(2, [3, 3], [3, 3], 4, 4, stride=[3, 1], dilation=[1, 2], groups=4, batch=1),
    transposed(3, [2, 2, 2], [2, 3, 2], 2, 1, stride=[1, 2, 2], padding=[1, 1, 0], batch=1),
    pooling("max", 1, [9], [3], stride=2, padding=1),
    pooling("max", 1, [9], [2], stride=2, ceil_mode=True),
    pooling("max", 2, [6, 5], [2, 2]),
    pooling("max", 2, [6, 7], [3, 2], stride=[2, 1], padding=[1, 1], dilation=[1, 2]),
    pooling("max", 2, [7, 7], [3, 3], stride=2, ceil_mode=True, padding=1),
    pooling("max", 3, [4, 3, 4], [2, 3, 2], stride=[2, 1, 2], batch=1),
    pooling("avg", 1, [9], [3], stride=2, padding=1, count_include_pad=False),
    pooling("avg", 2, [6, 5], [2, 2]),
    pooling("avg", 2, [6, 7], [3, 3], stride=2, padding=1, count_include_pad=True),
    pooling("avg", 2, [6, 7], [3, 3], stride=2, padding=1, ceil_mode=True, count_include_pad=False),
    pooling("avg", 2, [6, 7], [3, 2], stride=[2, 3], padding=[1, 0], ceil_mode=True, count_include_pad=True),
    pooling("avg", 3, [4, 3, 4], [2, 3, 2], stride=[2, 1, 2], padding=[0, 1, 1], count_include_pad=True, batch=1),
]


def write(path, keys):
    rows = [{key: case[key] for key in keys if key in case} for case in cases]
    save(path, "convolution", versions_of(torch), cases=rows)


inputs = ["name", "options", "x", "kernel"]
write("packages/core/test/golden/convolution.json", [*inputs, "value"])
write("packages/autograd/test/golden/convolution.json", [*inputs, "cotangent", "gradients"])
