"""Golden values for elementwise functions, from NumPy and SciPy: packages/core/test/golden/elementwise.json.

Run from the root of the repository: python3 scripts/golden/elementwise.py
Tests read the file and need neither Python nor its packages.
"""

import numpy as np
import scipy.special as special

from cases import case, write

inf, nan = np.inf, np.nan
single = np.float32

edges = [0.0, -0.0, 1.0, -1.0, inf, -inf, nan]
ordinary = [1e-30, -1e-7, 0.001, -0.3, 0.5, -0.75, 0.999, 1.5, -2.5, 3.25, -7.0, 20.5, 1e6]

# name, reference, allowed error; the ones with no error are exact
unary = [
    ("abs", np.abs, 0),
    ("neg", np.negative, 0),
    ("sign", np.sign, 0),
    ("square", np.square, 1),
    ("reciprocal", np.reciprocal, 1),
    ("floor", np.floor, 0),
    ("ceil", np.ceil, 0),
    ("round", np.rint, 0),
    ("trunc", np.trunc, 0),
    ("exp", np.exp, 2),
    ("exp2", np.exp2, 2),
    ("expm1", np.expm1, 3),
    ("log", np.log, 2),
    ("log1p", np.log1p, 2),
    ("log2", np.log2, 3),
    ("log10", np.log10, 3),
    ("sqrt", np.sqrt, 1),
    ("rsqrt", lambda x: 1 / np.sqrt(x), 2),
    ("cbrt", np.cbrt, 2),
    ("sin", np.sin, 2),
    ("cos", np.cos, 2),
    ("tan", np.tan, 4),
    ("asin", np.arcsin, 4),
    ("acos", np.arccos, 4),
    ("atan", np.arctan, 4),
    ("sinh", np.sinh, 4),
    ("cosh", np.cosh, 4),
    ("tanh", np.tanh, 3),
    ("asinh", np.arcsinh, 4),
    ("acosh", np.arccosh, 4),
    ("atanh", np.arctanh, 4),
    ("sigmoid", special.expit, 3),
    ("erf", special.erf, 4),
    ("normalProbability", special.ndtr, 4),
    ("isNaN", np.isnan, 0),
    ("isFinite", np.isfinite, 0),
    ("isInf", np.isinf, 0),
    ("signBit", np.signbit, 0),
    ("logicalNot", np.logical_not, 0),
]
# Where NumPy and SciPy lose the sign of zero, or choose another: the sign of −0 is −0 here, as in JavaScript; of 0 and −0 the
# larger is 0, as in IEEE 754-2019; a remainder of zero has the sign of the dividend.
unsigned = {"sign", "maximum", "minimum", "remainder", "xlogy"}
for name, reference, ulps in unary:
    for x in [np.array(edges + ordinary, single), np.array(edges[:2] + ordinary)]:
        case(name, reference, x, ulps=ulps, signed_zeros=name not in unsigned)
case("erfInv", special.erfinv, np.array([0, 0.1, -0.5, 0.9, 0.99, 1, -1, 1.5, nan], single), ulps=4)
case("erfInv", special.erfinv, np.array([1e-9, 0.1, -0.5, 0.9]), ulps=8)
case("nanToNum", np.nan_to_num, np.array([1.5, nan, inf, -inf]))
case(
    "nanToNum",
    lambda x: np.nan_to_num(x, nan=1, posinf=2, neginf=3),
    np.array([1.5, nan, inf, -inf], single),
    options={"nan": 1, "posInf": 2, "negInf": 3},
)

integers = {
    "int32": np.array([0, 1, -1, 7, -8, 2**31 - 1, -(2**31)], np.int32),
    "uint32": np.array([0, 1, 7, 2**31, 2**32 - 1], np.uint32),
    "uint8": np.array([0, 1, 7, 128, 255], np.uint8),
}
for x in integers.values():
    for name, reference in [("neg", np.negative), ("abs", np.abs), ("sign", np.sign), ("square", np.square)]:
        case(name, reference, x)
    for name, reference in [("floor", np.floor), ("ceil", np.ceil), ("round", np.rint), ("trunc", np.trunc)]:
        case(name, lambda x, f=reference: f(x.astype("float64")).astype(x.dtype), x)
    case("bitwiseNot", np.bitwise_not, x)
    case("logicalNot", np.logical_not, x)
    for name, reference in [("isNaN", np.isnan), ("isFinite", np.isfinite), ("isInf", np.isinf)]:
        case(name, reference, x)
truths = np.array([True, False])
case("bitwiseNot", np.bitwise_not, truths)
case("logicalNot", np.logical_not, truths)

column = np.array([[0.0], [-0.0], [2.0], [-3.5], [inf], [-inf], [nan]])
row = np.array([0.0, -0.0, 0.7, -3.5, 2.0, inf, -inf, nan])
binary = [
    ("add", np.add, 1),
    ("sub", np.subtract, 1),
    ("mul", np.multiply, 1),
    ("div", np.divide, 1),
    ("pow", np.power, 1),
    ("maximum", np.maximum, 0),
    ("minimum", np.minimum, 0),
    ("atan2", np.arctan2, 4),
    ("hypot", np.hypot, 2),
    ("copySign", np.copysign, 0),
    ("fmod", np.fmod, 0),
    ("remainder", np.remainder, 0),
    ("logAddExp", np.logaddexp, 4),
    ("xlogy", special.xlogy, 2),
    ("equal", np.equal, 0),
    ("notEqual", np.not_equal, 0),
    ("less", np.less, 0),
    ("lessEqual", np.less_equal, 0),
    ("greater", np.greater, 0),
    ("greaterEqual", np.greater_equal, 0),
    ("logicalAnd", np.logical_and, 0),
    ("logicalOr", np.logical_or, 0),
    ("logicalXor", np.logical_xor, 0),
    ("isClose", np.isclose, 0),
]
# In float32 the exact remainder of the stored numbers is rounded: halves leave none.
row32 = np.where(np.isfinite(row) & (row == 0.7), 0.75, row)
for name, reference, ulps in binary:
    signed = name not in unsigned
    case(name, reference, column.astype(single), row32.astype(single), ulps=ulps, signed_zeros=signed)
    case(name, reference, np.array([2.5, -7.0, 1e-3, 1e6]), np.array([[1.5], [-3.0]]), ulps=ulps, signed_zeros=signed)
case("floorDivide", np.floor_divide, np.array([7.0, -7.0, 1.0, -1.0, 0.3]), np.array([[2.0], [-2.0], [0.1]]))
case("floorDivide", np.floor_divide, np.array([7.0, -7.0, 0.5], single), np.array([[2.0], [-0.75], [inf]], single))
case("allClose", lambda a, b: np.allclose(a, b), np.array([1.0, inf]), np.array([1.000001, inf]))
case("allClose", lambda a, b: np.allclose(a, b, rtol=0), np.array([1.0]), np.array([1.000001]), options={"rtol": 0})
case(
    "isClose",
    lambda a, b: np.isclose(a, b, rtol=0.1, atol=0, equal_nan=True),
    np.array([10.0, nan, 0.0, inf]),
    np.array([[11.5], [nan], [9.1], [-inf]]),
    options={"rtol": 0.1, "atol": 0, "equalNaN": True},
)

words = [
    ("add", np.add),
    ("sub", np.subtract),
    ("mul", np.multiply),
    ("maximum", np.maximum),
    ("minimum", np.minimum),
    ("floorDivide", np.floor_divide),
    ("remainder", np.remainder),
    ("fmod", np.fmod),
    ("bitwiseAnd", np.bitwise_and),
    ("bitwiseOr", np.bitwise_or),
    ("bitwiseXor", np.bitwise_xor),
    ("equal", np.equal),
    ("less", np.less),
    ("greaterEqual", np.greater_equal),
    ("logicalAnd", np.logical_and),
]
for dtype, other in [("int32", [[3], [-2], [2**31 - 1], [0]]), ("uint32", [[3], [2**32 - 1], [0]]), ("uint8", [[3], [250], [0]])]:
    other = np.array(other, dtype)
    for name, reference in words:
        # The quotient of the smallest integer and −1 has no place in the type.
        x = integers[dtype][:-1] if dtype == "int32" and name == "floorDivide" else integers[dtype]
        case(name, reference, x, other)
    counts = np.array([[0], [1], [7]], dtype)
    case("leftShift", np.left_shift, integers[dtype], counts)
    case("rightShift", np.right_shift, integers[dtype], counts)
# C's division, which rounds towards zero.
case("div", lambda a, b: np.trunc(a / b).astype("int32"), np.array([7, -7, 9], np.int32), np.array([[2], [-3]], np.int32))
for name, reference in [
    ("bitwiseAnd", np.bitwise_and),
    ("bitwiseOr", np.bitwise_or),
    ("bitwiseXor", np.bitwise_xor),
    ("logicalXor", np.logical_xor),
    ("maximum", np.maximum),
    ("less", np.less),
]:
    case(name, reference, truths, truths.reshape(2, 1))

x = np.array([[-2.0, 0.5, nan], [3.0, -0.0, inf]])
condition = np.array([True, False, True])
case("where", np.where, condition, x, np.array([[1.0], [2.0]]))
case("where", np.where, np.array([[0], [3]], np.int32), np.array([1, 2], np.int32), np.array([5, 6], np.int32))
case("select", lambda c, v, o: np.select(c, v, o["default"]), [x < 0, x > 1], [x, x * 2], {"default": np.array(9.0)})
case("select", np.select, [condition, np.array([[True], [False]])], [np.array([1, 2, 3], np.int32), np.array([7, 8, 9], np.int32)])
case("clip", np.clip, x, -1, 1)
case("clip", np.clip, x.astype(single), np.array([-1.0, 0.0, 1.0], single), 2)
case("clip", np.clip, np.array([-5, 0, 9], np.int32), -3, 4)

# Conversions: NumPy leaves what does not fit undefined, so only what does is compared.
numbers = np.array([-1.75, 0.0, 1.25, 200.9])
for dtype in ["float32", "float64", "int32", "bool"]:
    case("cast", lambda x, d: x.astype(d), numbers, dtype, dtype=dtype)
for dtype in ["uint8", "uint32", "float64", "bool"]:
    case("cast", lambda x, d: x.astype(d), integers["int32"], dtype, dtype=dtype)
case("cast", lambda x, d: x.astype(d), truths, "float32", dtype="float32")

write("elementwise")
