"""Golden files of the format safetensors, from its own library: packages/train/test/golden/safetensors.json.

Run from the root of the repository: python3 scripts/golden/safetensors_files.py
Tests read the file and need neither Python nor its packages.
"""

import base64

import numpy as np
import safetensors
from safetensors.numpy import save as serialize

from file import save, versions_of

generator = np.random.default_rng(20261201)

FILES = {
    "every type of ours": (
        {
            "float64": np.array([[np.pi, -0.0], [np.nan, np.inf]]),
            "float32": generator.normal(size=(2, 3)).astype("float32"),
            "uint32": np.array([0, 2**32 - 1], dtype="uint32"),
            "int32": np.array([-(2**31), 2**31 - 1, 7], dtype="int32"),
            "uint8": np.arange(5, dtype="uint8"),
            "bool": np.array([True, False, True]),
        },
        None,
    ),
    "names and texts": (
        {'b/"quoted"\\': np.float32([1]), "a": np.float32([2]), "ä": np.float32([3]), "c\n": np.float32([4])},
        {"author": 'me, "quoted" ü'},
    ),
    "scalars and nothing": ({"scalar": np.array(3.5), "empty": np.zeros((3, 0, 2), "float32")}, None),
    "no arrays": ({}, None),
}

# float16 with signs, subnormal numbers, the largest, infinities and NaN; bfloat16 as its bits.
HALF = np.array([0.0, -0.0, 1.5, -2.25, 6.0e-8, -6.1e-5, 65504.0, np.inf, -np.inf, np.nan], dtype="float16")

CONVERTED = {
    "float16": HALF,
    "int8": np.array([-128, 127], dtype="int8"),
    "int16": np.array([-32768, 32767], dtype="int16"),
    "uint16": np.array([0, 65535], dtype="uint16"),
    "int64": np.array([-(2**31), 2**31 - 1], dtype="int64"),
    "uint64": np.array([0, 2**32 - 1], dtype="uint64"),
}


def text(data):
    return base64.b64encode(data).decode()


def row(name, array):
    wide = {"f": "<f8", "b": "u1", "u": "<u8", "i": "<i8"}[array.dtype.kind]
    return {
        "name": name,
        "dtype": str(array.dtype),
        "shape": list(array.shape),
        "values": [str(value) for value in array.astype(wide).ravel().tolist()],
    }


def files():
    for name, (arrays, metadata) in FILES.items():
        yield {
            "name": name,
            "metadata": metadata or {},
            "arrays": [row(key, array) for key, array in arrays.items()],
            "file": text(serialize(arrays, metadata)),
        }


def converted():
    yield {"arrays": [row(key, array) for key, array in CONVERTED.items()], "file": text(serialize(CONVERTED))}


save(
    "packages/train/test/golden/safetensors.json",
    "safetensors_files",
    versions_of(safetensors, np),
    files=files(),
    converted=converted(),
)
