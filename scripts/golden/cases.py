"""What the programs of golden values share: cases as data, and the file that holds them.

A case names a function of @gradkit/core, the arguments it is called with, and the result that NumPy or SciPy give. Arrays
of float32 are computed in float64 and not rounded; `ulps` is the error that is allowed then, in units in the last place.
"""

import math

import numpy as np
import scipy

from file import save, versions_of

cases = []
# Arrays that several cases use are written once, and named by their position.
arrays = []


def plain(values):
    """Numbers of an array as JSON can hold them."""
    special = {math.inf: "Infinity", -math.inf: "-Infinity"}

    def one(x):
        x = x.item()
        if isinstance(x, float) and math.isnan(x):
            return "NaN"
        if isinstance(x, float):
            return special.get(x, x)
        return x

    return [one(x) for x in np.asarray(values).reshape(-1)]


def array(values, dtype=None):
    values = np.asarray(values)
    return {"shape": list(values.shape), "dtype": dtype or values.dtype.name, "values": plain(values)}


def shared(encoded_array):
    if len(encoded_array["values"]) < 6:
        return encoded_array
    if encoded_array not in arrays:
        arrays.append(encoded_array)
    return {"array": arrays.index(encoded_array)}


def wide(x):
    """float32 in float64, lists element by element; everything else as it is."""
    if isinstance(x, (list, tuple)):
        return [wide(y) for y in x]
    if isinstance(x, np.ndarray) and x.dtype == np.float32:
        return x.astype(np.float64)
    return x


def encoded(x):
    if isinstance(x, (list, tuple)):
        return [encoded(y) for y in x]
    if isinstance(x, dict):
        return {key: encoded(y) for key, y in x.items()}
    if isinstance(x, np.ndarray):
        # A float32 as the shortest decimal that names it.
        if x.dtype == np.float32:
            shortest = [float(str(v)) if np.isfinite(v) else v for v in x.reshape(-1)]
            return shared(array(np.array(shortest).reshape(x.shape), "float32"))
        return shared(array(x))
    if isinstance(x, float) and not math.isfinite(x):
        raise ValueError("infinite options are written as strings by hand")
    return x


def dtypes_of(x):
    if isinstance(x, (list, tuple)):
        return {name for y in x for name in dtypes_of(y)}
    if isinstance(x, dict):
        return dtypes_of(list(x.values()))
    return {x.dtype.name} if isinstance(x, np.ndarray) else set()


def result_of(x, dtype, ulps):
    if isinstance(x, (list, tuple)):
        return [result_of(y, dtype, ulps) for y in x]
    x = np.asarray(x)
    if dtype is None and x.dtype == np.int64:
        dtype = "int32"
    if dtype == "float32" and ulps > 0:
        # Nine digits name a float32, and three more tell where between two of them.
        x = np.array([float(f"{v:.12g}") for v in x.reshape(-1)]).reshape(x.shape)
    return array(x, dtype)


def case(call, reference, *arguments, ulps=0, atol=0, dtype=None, options=None, signed_zeros=True):
    """`reference` gets the arguments, float32 widened; options go to our function only."""
    with np.errstate(all="ignore"):
        found = reference(*wide(list(arguments)))
    if dtype is None and "float32" in dtypes_of(list(arguments)) and np.asarray(found).dtype == np.float64:
        dtype = "float32"
    row = {
        "call": call,
        "arguments": encoded([*arguments, *([options] if options else [])]),
        "result": result_of(found, dtype, ulps),
    }
    if ulps > 0:
        row["ulps"] = ulps
    if atol > 0:
        row["atol"] = float(f"{atol:.3g}")
    if not signed_zeros:
        row["signedZeros"] = False
    cases.append(row)


def write(name):
    path = f"packages/core/test/golden/{name}.json"
    save(path, name, versions_of(np, scipy), arrays=arrays, cases=cases)
