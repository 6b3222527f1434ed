"""Test problems for minimisers, stated in NumPy independently of `packages/second-order/test/problems`.

A formula gets `x` of shape (n, points), real or complex, and returns residuals of shape (m, points) or values of shape (points,).
It is all there is: gradients are taken by complex steps, which are exact up to rounding, and Hessians by differences of fourth
order of those. Only where there are 1,000 variables, gradients have formulas, too.
"""

from dataclasses import dataclass
from typing import Callable

import numpy as np

tiny = 1e-40
exp, sin, cos, log, sqrt = np.exp, np.sin, np.cos, np.log, np.sqrt


@dataclass
class Problem:
    id: str
    x0: np.ndarray
    formula: Callable
    is_sum_of_squares: bool
    bounds: list | None = None
    gradient: Callable | None = None

    @property
    def n(self):
        return len(self.x0)

    def evaluate(self, x):
        result = self.formula(x)
        return result if self.is_sum_of_squares else result[None]

    def fun(self, x):
        with np.errstate(all="ignore"):
            r = self.evaluate(np.asarray(x, float)[:, None])[:, 0]
            return float(r @ r) if self.is_sum_of_squares else float(r[0])

    def gradients(self, points):
        """Gradients at `points`, of shape (n, points)."""
        if self.gradient is not None:
            return self.gradient(points)
        n, count = points.shape
        with np.errstate(all="ignore"):
            steps = points[:, :, None] + tiny * 1j * np.eye(n)[:, None, :]
            slopes = self.evaluate(steps.reshape(n, count * n))
            slopes = slopes.imag.reshape(-1, count, n) / tiny
            if not self.is_sum_of_squares:
                return slopes[0].T
            return 2 * np.einsum("mp,mpn->np", self.evaluate(points), slopes)

    def grad(self, x):
        return self.gradients(np.asarray(x, float)[:, None])[:, 0]

    def derivative(self, x, direction, h):
        """Derivative of the gradient along `direction`."""
        multiples, weights = np.array([1, -1, 2, -2]), np.array([8, -8, -1, 1])
        return self.gradients(x[:, None] + h * direction[:, None] * multiples) @ weights / (12 * h)

    def hessp(self, x, v):
        length = np.linalg.norm(v)
        if length == 0:
            return np.zeros(self.n)
        h = 2**-12 * max(1, np.linalg.norm(x) / np.sqrt(self.n)) / length
        return self.derivative(np.asarray(x, float), v, h)

    def hess(self, x):
        x = np.asarray(x, float)
        columns = [self.derivative(x, e, 2**-12 * max(1, abs(x[j]))) for j, e in enumerate(np.eye(self.n))]
        matrix = np.array(columns)
        return (matrix + matrix.T) / 2


problems = []


def squares(name, x0, bounds=None):
    """Adds a sum of squares, of which the decorated function returns the residuals."""
    return lambda formula: problems.append(add(name, x0, lambda x: np.stack(list(formula(x))), True, bounds))


def smooth(name, x0, bounds=None, gradient=None):
    """Adds a function that is no sum of squares."""
    return lambda formula: problems.append(add(name, x0, formula, False, bounds, gradient))


def add(name, x0, formula, is_sum_of_squares, bounds, gradient=None):
    x0 = np.array(x0, float)
    return Problem(f"{name}/{len(x0)}", x0, formula, is_sum_of_squares, bounds, gradient)


def joined(first, second):
    """A gradient of sums over neighbours: the parts of the first of each two and of the second."""
    return np.pad(first, ((0, 1), (0, 0))) + np.pad(second, ((1, 0), (0, 0)))


def column(*values):
    return np.array(values, float).reshape(-1, 1)


def absolute(z):
    """|z| of real numbers, continued to complex ones."""
    return np.where(z.real < 0, -z, z)


# Moré, Garbow and Hillstrom, 1 to 19


@squares("mgh01_rosenbrock", [-1.2, 1])
def _(x):
    return 10 * (x[1] - x[0] ** 2), 1 - x[0]


@squares("mgh02_freudenstein_roth", [0.5, -2])
def _(x):
    return x[0] - 13 + ((5 - x[1]) * x[1] - 2) * x[1], x[0] - 29 + ((x[1] + 1) * x[1] - 14) * x[1]


@squares("mgh03_powell_badly_scaled", [0, 1])
def _(x):
    return 1e4 * x[0] * x[1] - 1, exp(-x[0]) + exp(-x[1]) - 1.0001


@squares("mgh04_brown_badly_scaled", [1, 1])
def _(x):
    return x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2


@squares("mgh05_beale", [1, 1])
def _(x):
    return 1.5 - x[0] * (1 - x[1]), 2.25 - x[0] * (1 - x[1] ** 2), 2.625 - x[0] * (1 - x[1] ** 3)


@squares("mgh06_jennrich_sampson", [0.3, 0.4])
def _(x):
    i = np.arange(1, 11)[:, None]
    return 2 + 2 * i - exp(i * x[0]) - exp(i * x[1])


@squares("mgh07_helical_valley", [-1, 0, 0])
def _(x):
    angle = np.arctan(x[1] / x[0]) + np.where(x[0].real < 0, np.pi, 0)
    return 10 * (x[2] - 10 * angle / (2 * np.pi)), 10 * (sqrt(x[0] ** 2 + x[1] ** 2) - 1), x[2]


@squares("mgh08_bard", [1, 1, 1])
def _(x):
    y = column(0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.1, 4.39)
    u = np.arange(1, 16)[:, None]
    v = 16 - u
    return y - (x[0] + u / (v * x[1] + np.minimum(u, v) * x[2]))


@squares("mgh09_gaussian", [0.4, 1, 0])
def _(x):
    half = [0.0009, 0.0044, 0.0175, 0.054, 0.1295, 0.242, 0.3521]
    y = column(*half, 0.3989, *reversed(half))
    t = (8 - np.arange(1, 16)[:, None]) / 2
    return x[0] * exp(-x[1] * (t - x[2]) ** 2 / 2) - y


@squares("mgh10_meyer", [0.02, 4000, 250])
def _(x):
    y = [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872]
    return x[0] * exp(x[1] / (45 + 5 * np.arange(1, 17)[:, None] + x[2])) - column(*y)


@squares("mgh11_gulf", [5, 2.5, 0.15])
def _(x):
    t = np.arange(1, 100)[:, None] / 100
    y = 25 + (-50 * log(t)) ** (2 / 3)
    return exp(-exp(x[2] * log(absolute(y - x[1]))) / x[0]) - t


@squares("mgh12_box3d", [0, 10, 20])
def _(x):
    t = np.arange(1, 11)[:, None] / 10
    return exp(-t * x[0]) - exp(-t * x[1]) - x[2] * (exp(-t) - exp(-10 * t))


@squares("mgh13_powell_singular", [3, -1, 0, 1])
def _(x):
    return x[0] + 10 * x[1], sqrt(5) * (x[2] - x[3]), (x[1] - 2 * x[2]) ** 2, sqrt(10) * (x[0] - x[3]) ** 2


@squares("mgh14_wood", [-3, -1, -3, -1])
def _(x):
    first = [10 * (x[1] - x[0] ** 2), 1 - x[0], sqrt(90) * (x[3] - x[2] ** 2), 1 - x[2]]
    return [*first, sqrt(10) * (x[1] + x[3] - 2), (x[1] - x[3]) / sqrt(10)]


@squares("mgh15_kowalik_osborne", [0.25, 0.39, 0.415, 0.39])
def _(x):
    y = column(0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246)
    u = column(4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625)
    return y - x[0] * (u**2 + u * x[1]) / (u**2 + u * x[2] + x[3])


@squares("mgh16_brown_dennis", [25, 5, -5, -1])
def _(x):
    t = np.arange(1, 21)[:, None] / 5
    return (x[0] + t * x[1] - exp(t)) ** 2 + (x[2] + x[3] * sin(t) - cos(t)) ** 2


@squares("mgh17_osborne1", [0.5, 1.5, -1, 0.01, 0.02])
def _(x):
    y = [844, 908, 932, 936, 925, 908, 881, 850, 818, 784, 751, 718, 685, 658, 628, 603, 580, 558, 538, 522, 506, 490]
    y += [478, 467, 457, 448, 438, 431, 424, 420, 414, 411, 406]
    t = 10 * np.arange(33)[:, None]
    return column(*y) / 1000 - (x[0] + x[1] * exp(-t * x[3]) + x[2] * exp(-t * x[4]))


@squares("mgh18_biggs_exp6", [1, 2, 1, 1, 1, 1])
def _(x):
    t = np.arange(1, 14)[:, None] / 10
    y = exp(-t) - 5 * exp(-10 * t) + 3 * exp(-4 * t)
    return x[2] * exp(-t * x[0]) - x[3] * exp(-t * x[1]) + x[5] * exp(-t * x[4]) - y


@squares("mgh19_osborne2", [1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5])
def _(x):
    y = [1366, 1191, 1112, 1013, 991, 885, 831, 847, 786, 725, 746, 679, 608, 655, 616, 606, 602, 626, 651, 724, 649]
    y += [649, 694, 644, 624, 661, 612, 558, 533, 495, 500, 423, 395, 375, 372, 391, 396, 405, 428, 429, 523, 562]
    y += [607, 653, 672, 708, 633, 668, 645, 632, 591, 559, 597, 625, 739, 710, 729, 720, 636, 581, 428, 292, 162]
    t = np.arange(65)[:, None] / 10
    peaks = sum(x[k] * exp(-((t - x[k + 7]) ** 2) * x[k + 4]) for k in (1, 2, 3))
    return column(*y, 98, 54) / 1000 - x[0] * exp(-t * x[4]) - peaks


# and 20 to 35


def sizes(*all_of_them):
    """Adds the decorated problem in several sizes."""

    def decorate(define):
        for n in all_of_them:
            define(n)

    return decorate


@sizes(6, 9, 12)
def _(n):
    @squares("mgh20_watson", np.zeros(n))
    def _(x):
        t = np.arange(1, 30)[:, None] / 29
        slope = sum(j * x[j] * t ** (j - 1) for j in range(1, n))
        return [*(slope - sum(x[j] * t**j for j in range(n)) ** 2 - 1), x[0], x[1] - x[0] ** 2 - 1]


@sizes(10, 100)
def _(n):
    @squares("mgh21_extended_rosenbrock", [-1.2, 1] * (n // 2))
    def _(x):
        return [*(10 * (x[1::2] - x[::2] ** 2)), *(1 - x[::2])]


@sizes(12, 100)
def _(n):
    @squares("mgh22_extended_powell", [3, -1, 0, 1] * (n // 4))
    def _(x):
        a, b, c, d = x[::4], x[1::4], x[2::4], x[3::4]
        return [*(a + 10 * b), *(sqrt(5) * (c - d)), *((b - 2 * c) ** 2), *(sqrt(10) * (a - d) ** 2)]


@sizes(4, 10)
def _(n):
    @squares("mgh23_penalty1", np.arange(n) + 1)
    def _(x):
        return [*(sqrt(1e-5) * (x - 1)), (x**2).sum(0) - 0.25]


@sizes(4, 10)
def _(n):
    @squares("mgh24_penalty2", [0.5] * n)
    def _(x):
        i = np.arange(1, n + 1)[:, None]
        e = exp(x / 10)
        y = exp(i[1:] / 10) + exp(i[:-1] / 10)
        weighted = ((n - i + 1) * x**2).sum(0) - 1
        return [x[0] - 0.2, *(sqrt(1e-5) * (e[1:] + e[:-1] - y)), *(sqrt(1e-5) * (e[1:] - exp(-0.1))), weighted]


@sizes(10, 50)
def _(n):
    @squares("mgh25_variably_dimensioned", 1 - np.arange(1, n + 1) / n)
    def _(x):
        total = (np.arange(1, n + 1)[:, None] * (x - 1)).sum(0)
        return [*(x - 1), total, total**2]


@sizes(10, 50)
def _(n):
    @squares("mgh26_trigonometric", [1 / n] * n)
    def _(x):
        return n - cos(x).sum(0) + np.arange(1, n + 1)[:, None] * (1 - cos(x)) - sin(x)


@sizes(10)
def _(n):
    @squares("mgh27_brown_almost_linear", [0.5] * n)
    def _(x):
        return [*(x + x.sum(0) - (n + 1))[:-1], x.prod(0) - 1]


@sizes(10, 50)
def _(n):
    h = 1 / (n + 1)
    t = h * np.arange(1, n + 1)

    @squares("mgh28_discrete_boundary_value", t * (t - 1))
    def _(x):
        padded = np.pad(x, ((1, 1), (0, 0)))
        return 2 * x - padded[:-2] - padded[2:] + h**2 * (x + t[:, None] + 1) ** 3 / 2

    @squares("mgh29_discrete_integral_equation", t * (t - 1))
    def _(x):
        cubes = (x + t[:, None] + 1) ** 3
        below = np.cumsum(t[:, None] * cubes, 0)
        above = np.flip(np.cumsum(np.flip((1 - t)[:, None] * cubes, 0), 0), 0) - (1 - t)[:, None] * cubes
        return x + h * ((1 - t)[:, None] * below + t[:, None] * above) / 2


@sizes(10, 100)
def _(n):
    @squares("mgh30_broyden_tridiagonal", [-1] * n)
    def _(x):
        padded = np.pad(x, ((1, 1), (0, 0)))
        return (3 - 2 * x) * x - padded[:-2] - 2 * padded[2:] + 1


@sizes(10, 50)
def _(n):
    @squares("mgh31_broyden_banded", [-1] * n)
    def _(x):
        band = np.array([[float(i != j and i - 5 <= j <= i + 1) for j in range(n)] for i in range(n)])
        return x * (2 + 5 * x**2) + 1 - band @ (x * (1 + x))


@sizes(10)
def _(n):
    m = 20

    @squares("mgh32_linear_full_rank", [1] * n)
    def _(x):
        mean = 2 * x.sum(0) / m + 1
        return [*(x - mean), *[-mean] * (m - n)]

    @squares("mgh33_linear_rank1", [1] * n)
    def _(x):
        return np.arange(1, m + 1)[:, None] * (np.arange(1, n + 1)[:, None] * x).sum(0) - 1

    @squares("mgh34_linear_rank1_zero", [1] * n)
    def _(x):
        total = (np.arange(2, n)[:, None] * x[1:-1]).sum(0)
        return np.array([*range(m - 1), 0])[:, None] * total - 1


@sizes(8, 10)
def _(n):
    @squares("mgh35_chebyquad", np.arange(1, n + 1) / (n + 1))
    def _(x):
        before, now = np.ones_like(x), 2 * x - 1
        for i in range(1, n + 1):
            yield now.mean(0) + (1 / (i * i - 1) if i % 2 == 0 else 0)
            before, now = now, 2 * (2 * x - 1) * now - before


# CUTEst and other collections


@sizes(2, 10, 100)
def _(n):
    @smooth("chained_rosenbrock", [-1.2, 1] * (n // 2))
    def _(x):
        return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum(0)


@smooth("himmelblau", [0, 0])
def _(x):
    return (x[0] ** 2 + x[1] - 11) ** 2 + (x[0] + x[1] ** 2 - 7) ** 2


@smooth("booth", [0, 0])
def _(x):
    return (x[0] + 2 * x[1] - 7) ** 2 + (2 * x[0] + x[1] - 5) ** 2


@smooth("matyas", [5, -3])
def _(x):
    return 0.26 * (x[0] ** 2 + x[1] ** 2) - 0.48 * x[0] * x[1]


@smooth("exponential2", [0, 0])
def _(x):
    return exp((2 - x[0]) ** 2) + exp((3 - x[1]) ** 2)


@sizes(100, 1000)
def _(n):
    def gradient(x):
        q = x[:-1] ** 2 + x[-1] ** 2
        return np.vstack([4 * q * x[:-1] - 4, (4 * q * x[-1]).sum(0)])

    @smooth("arwhead", [1] * n, gradient=gradient)
    def _(x):
        return ((x[:-1] ** 2 + x[-1] ** 2) ** 2 - 4 * x[:-1] + 3).sum(0)


@sizes(36, 1000)
def _(n):
    def gradient(x):
        a, b = x[:-1] - 2, x[1:]
        return joined(4 * a**3 + 2 * a * b**2, 2 * a**2 * b + 2 * (b + 1))

    @smooth("edensch", [8] * n, gradient=gradient)
    def _(x):
        a, b = x[:-1], x[1:]
        return 16 + ((a - 2) ** 4 + (a * b - 2 * b) ** 2 + (b + 1) ** 2).sum(0)

    def gradient_of_liarwhd(x):
        q = 8 * (x**2 - x[0])
        slopes = 2 * q * x + 2 * (x - 1)
        slopes[0] -= q.sum(0)
        return slopes

    @smooth("liarwhd", [4] * n, gradient=gradient_of_liarwhd)
    def _(x):
        return (4 * (x**2 - x[0]) ** 2 + (x - 1) ** 2).sum(0)


@smooth("nondia", [-1] * 100)
def _(x):
    return (x[0] - 1) ** 2 + (100 * (x[0] - x[:-1] ** 2) ** 2).sum(0)


def dixmaan(name, weights, powers, third=30):
    n = 3 * third

    @smooth(f"dixmaan{name}", [2] * n)
    def _(x):
        share = np.arange(1, n + 1)[:, None] / n
        alpha, beta, gamma, delta = (weight * share**power for weight, power in zip(weights, powers))
        first = (alpha * x**2).sum(0)
        second = (beta[:-1] * x[:-1] ** 2 * (x[1:] + x[1:] ** 2) ** 2).sum(0)
        third_sum = (gamma[: 2 * third] * x[: 2 * third] ** 2 * x[third:] ** 4).sum(0)
        return 1 + first + second + third_sum + (delta[:third] * x[:third] * x[2 * third :]).sum(0)


dixmaan("a", (1, 0, 0.125, 0.125), (0, 0, 0, 0))
dixmaan("b", (1, 0.0625, 0.0625, 0.0625), (0, 0, 0, 0))
dixmaan("c", (1, 0.125, 0.125, 0.125), (0, 0, 0, 0))
dixmaan("e", (1, 0, 0.125, 0.125), (1, 0, 0, 1))
dixmaan("i", (1, 0, 0.125, 0.125), (2, 0, 0, 2))


@sizes(30, 100)
def _(n):
    @smooth("tridia", [1] * n)
    def _(x):
        return (x[0] - 1) ** 2 + (np.arange(2, n + 1)[:, None] * (2 * x[1:] - x[:-1]) ** 2).sum(0)


@sizes(5, 50)
def _(n):
    @smooth("sinquad", [0.1] * n)
    def _(x):
        inner = sin(x[1:-1] - x[-1]) - x[0] ** 2 + x[1:-1] ** 2
        return (x[0] - 1) ** 4 + (inner**2).sum(0) + (x[-1] ** 2 - x[0] ** 2) ** 2


@sizes(50, 1000)
def _(n):
    def gradient(x):
        q = 4 * (x[:-1] ** 2 + x[1:] ** 2)
        return joined(q * x[:-1] - 4, q * x[1:])

    @smooth("engval1", [2] * n, gradient=gradient)
    def _(x):
        return ((x[:-1] ** 2 + x[1:] ** 2) ** 2 - 4 * x[:-1] + 3).sum(0)


@sizes(10, 100)
def _(n):
    @smooth("fletchcr", [0] * n)
    def _(x):
        return 100 * ((x[1:] - x[:-1] + 1 - x[:-1] ** 2) ** 2).sum(0)


@smooth("bdqrtic", [1] * 100)
def _(x):
    q = x**2
    inner = q[:-4] + 2 * q[1:-3] + 3 * q[2:-2] + 4 * q[3:-1] + 5 * q[-1]
    return ((3 - 4 * x[:-4]) ** 2 + inner**2).sum(0)


@smooth("dqrtic", [2] * 50)
def _(x):
    return ((x - np.arange(1, 51)[:, None]) ** 4).sum(0)


@smooth("cosine", [1] * 100)
def _(x):
    return cos(x[:-1] ** 2 - x[1:] / 2).sum(0)


@smooth("brownal_chained", [-1, 1] * 5)
def _(x):
    q = x**2
    return (exp((q[1:] + 1) * log(q[:-1])) + exp((q[:-1] + 1) * log(q[1:]))).sum(0)


# generated data


class MinimalStandard:
    """The generator of Park and Miller."""

    def __init__(self, seed):
        self.state = seed

    def __call__(self):
        self.state = 16807 * self.state % 2147483647
        return self.state / 2147483647

    def matrix(self, rows, columns):
        return np.array([[2 * self() - 1 for _ in range(columns)] for _ in range(rows)])


def analytic_centre(n, m):
    a = MinimalStandard(1).matrix(m, n)

    @smooth("analytic_centre", [0] * n)
    def _(x):
        return -log(1 - x**2).sum(0) - log(1 - a @ x).sum(0)


def logistic(name, n, m, penalty):
    random = MinimalStandard(2)
    inputs = random.matrix(m, n) * 10.0 ** (-2 * np.arange(n) / (n - 1))
    truth = 8 * random.matrix(1, n)[0]
    signs = np.array([1 if 1 / (1 + np.exp(-score)) > random() else -1 for score in inputs @ truth])[:, None]

    @smooth(f"logistic_{name}", [0] * n)
    def _(w):
        margins = signs * (inputs @ w)
        losses = np.where(margins.real < 0, -margins, 0) + np.log1p(exp(-absolute(margins)))
        return losses.mean(0) + penalty / 2 * (w**2).sum(0)


def quadratic(n):
    direction = MinimalStandard(3).matrix(1, n)[0]
    u = (direction / np.linalg.norm(direction))[:, None]
    eigenvalues = 10.0 ** (6 * np.arange(n) / (n - 1))[:, None]

    @smooth("quadratic_1e6", [1] * n)
    def _(x):
        return (eigenvalues * (x - 2 * u * (u * x).sum(0)) ** 2).sum(0) / 2


def softmax(classes, features, m, penalty):
    random = MinimalStandard(4)
    inputs = np.hstack([random.matrix(m, features), np.ones((m, 1))])
    truth = random.matrix(classes, features + 1)
    labels = [np.argmax([4 * score + random() for score in truth @ row]) for row in inputs]

    @smooth("softmax", [0] * classes * (features + 1))
    def _(w):
        scores = inputs @ w.reshape(classes, features + 1, -1)
        largest = scores.real.max(0)
        losses = largest + log(exp(scores - largest).sum(0)) - scores[labels, np.arange(m)]
        return losses.mean(0) + penalty / 2 * (w**2).sum(0)


analytic_centre(20, 50)
logistic("1e-6", 20, 200, 1e-6)
logistic("1e-8", 20, 200, 1e-8)
logistic("1e-6", 50, 300, 1e-6)
quadratic(50)
quadratic(100)
softmax(4, 6, 150, 1e-4)

# with bounds


@smooth("hs1", [-2, 1], [(None, None), (-1.5, None)])
def _(x):
    return 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2


@smooth("hs2", [-2, 1], [(None, None), (1.5, None)])
def _(x):
    return 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2


@smooth("hs3", [10, 1], [(None, None), (0, None)])
def _(x):
    return x[1] + 1e-5 * (x[1] - x[0]) ** 2


@smooth("hs4", [1.125, 0.125], [(1, None), (0, None)])
def _(x):
    return (x[0] + 1) ** 3 / 3 + x[1]


@smooth("hs5", [0, 0], [(-1.5, 4), (-3, 3)])
def _(x):
    return sin(x[0] + x[1]) + (x[0] - x[1]) ** 2 - 1.5 * x[0] + 2.5 * x[1] + 1


@smooth("hs25", [100, 12.5, 3], [(0.1, 100), (0, 25.6), (0, 5)])
def _(x):
    t = 0.01 * np.arange(1, 100)[:, None]
    u = 25 + (-50 * log(t)) ** (2 / 3)
    return ((exp(-exp(x[2] * log(absolute(u - x[1]))) / x[0]) - t) ** 2).sum(0)


@smooth("hs38", [-3, -1, -3, -1], [(-10, 10)] * 4)
def _(x):
    squared = 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2 + 90 * (x[3] - x[2] ** 2) ** 2 + (1 - x[2]) ** 2
    return squared + 10.1 * ((x[1] - 1) ** 2 + (x[3] - 1) ** 2) + 19.8 * (x[1] - 1) * (x[3] - 1)


@smooth("hs45", [2] * 5, [(0, i) for i in range(1, 6)])
def _(x):
    return 2 - x.prod(0) / 120


@smooth("hs110", [9] * 10, [(2.001, 9.999)] * 10)
def _(x):
    return (log(x - 2) ** 2 + log(10 - x) ** 2).sum(0) - x.prod(0) ** 0.2


@smooth("lbfgsb_driver1", [3] * 25, [(1, 100) if i % 2 == 0 else (-100, 100) for i in range(25)])
def _(x):
    return (x[0] - 1) ** 2 + 4 * ((x[1:] - x[:-1] ** 2) ** 2).sum(0)
