"""Golden values for minibatch optimizers that use curvature, simulated in NumPy from the papers in float64:
packages/second-order/test/golden/curvature-optimizers.json.

Run from the root of the repository: python3 scripts/golden/curvature_optimizers.py
Tests read the file and need neither Python nor its packages.
"""

import numpy as np

from file import save, versions_of

STEPS = 12
generator = np.random.default_rng(20270311)
# A matrix and the kernel of a convolution [2, 2, 1, 2], behind each other in one vector.
shapes = [[2, 3], [2, 2, 1, 2]]
sizes = [6, 8]
n = 14
start = np.round(generator.normal(size=n), 3)
scale = np.round(generator.uniform(0.2, 3, size=n), 3)
target = np.round(generator.normal(size=n), 3)
coupling = np.round(generator.normal(size=n) / 2, 3)


def loss(w):
    """A sum of squares and fourth powers, with a term that couples all elements."""
    return np.sum(scale * (w - target) ** 2) / 2 + np.sum(w**4) / 40 + (coupling @ w) ** 2 / 2


def gradient(w):
    return scale * (w - target) + w**3 / 10 + coupling * (coupling @ w)


def hessian(w):
    return np.diag(scale + 3 * w**2 / 10) + np.outer(coupling, coupling)


def threefry(key, counters):
    """Threefry-2x32 with 20 rounds (Salmon et al. 2011) of counters (0, i): both words of each."""
    mask = 0xFFFFFFFF
    words = [int(key[0]), int(key[1]), 0x1BD11BDA ^ int(key[0]) ^ int(key[1])]
    rotations = [[13, 15, 26, 6], [17, 29, 16, 24]]
    result = []
    for counter in counters:
        a, b = words[0], (counter + words[1]) & mask
        for block in range(5):
            for rotation in rotations[block % 2]:
                a = (a + b) & mask
                b = ((b << rotation) | (b >> (32 - rotation))) & mask
                b ^= a
            a = (a + words[(block + 1) % 3]) & mask
            b = (b + words[(block + 2) % 3] + block + 1) & mask
        result.append((a, b))
    return result


def fold_in(key, data):
    return threefry(key, [data])[0]


def signs(seed, step):
    """1 where a uniform number with the bits of both words is below a half, for each parameter from its own key."""
    key = fold_in((0, seed), step)
    parts = []
    for i, size in enumerate(sizes):
        bits = threefry(fold_in(key, i), range(size))
        parts += [1.0 if (a ^ b) >> 31 == 0 else -1.0 for a, b in bits]
    return np.array(parts)


def diagonal(w, seed, step):
    z = signs(seed, step)
    return z * (hessian(w) @ z)


def over_space(d):
    """The mean over the first two axes of the kernel."""
    kernel = d[6:].reshape(2, 2, 1, 2)
    mean = np.broadcast_to(kernel.mean(axis=(0, 1), keepdims=True), kernel.shape)
    return np.concatenate([d[:6], mean.ravel()])


class AdaHessian:
    """Algorithm 1 of Yao et al., with decoupled decay; the mean square moves where there is a new estimate."""

    def __init__(self, rate=0.15, beta1=0.9, beta2=0.999, epsilon=1e-4, power=1.0, average=True, period=1, seed=0, decay=0.0):
        self.numbers = rate, beta1, beta2, epsilon, power, average, period, seed, decay
        self.m, self.v, self.t, self.estimates = np.zeros(n), np.zeros(n), 0, 0

    def step(self, w):
        rate, beta1, beta2, epsilon, power, average, period, seed, decay = self.numbers
        g = gradient(w)
        if self.t % period == 0:
            d = diagonal(w, seed, self.t)
            d = over_space(d) if average else d
            self.v = beta2 * self.v + (1 - beta2) * d * d
            self.estimates += 1
        self.t += 1
        self.m = beta1 * self.m + (1 - beta1) * g
        m = self.m / (1 - beta1**self.t)
        v = self.v / (1 - beta2**self.estimates)
        w = w - rate * decay * w
        return w - rate * m / (v ** (power / 2) + epsilon)


class Sophia:
    """Algorithm 3 of Liu et al. with Hutchinson's estimator, their γ as rho."""

    def __init__(self, rate=1e-4, beta1=0.96, beta2=0.99, rho=0.01, epsilon=1e-12, period=10, seed=0, decay=0.0):
        self.numbers = rate, beta1, beta2, rho, epsilon, period, seed, decay
        self.m, self.h, self.t = np.zeros(n), np.zeros(n), 0

    def step(self, w):
        rate, beta1, beta2, rho, epsilon, period, seed, decay = self.numbers
        g = gradient(w)
        self.m = beta1 * self.m + (1 - beta1) * g
        if self.t % period == 0:
            self.h = beta2 * self.h + (1 - beta2) * diagonal(w, seed, self.t)
        self.t += 1
        w = w - rate * decay * w
        return w - rate * np.clip(self.m / np.maximum(rho * self.h, epsilon), -1, 1)


class StochasticLbfgs:
    """Directions by the recursion in two loops (Nocedal 1980), without a line search; Powell's damping against I / scale."""

    def __init__(self, rate=0.5, memory=10, pairs="gradients", period=1, norm=1.0, damping=0.2, scales=(0.01, 100.0), decay=0.0):
        self.numbers = rate, memory, pairs, period, norm, damping, scales, decay
        self.pairs, self.scale, self.t, self.total, self.mean = [], 1.0, 0, np.zeros(n), None

    def direction(self, g):
        q, alphas = g.copy(), []
        for s, y in reversed(self.pairs):
            alphas.append((s @ q) / (s @ y))
            q = q - alphas[-1] * y
        r = self.scale * q
        for (s, y), alpha in zip(self.pairs, reversed(alphas)):
            r = r + s * (alpha - (y @ r) / (s @ y))
        return r

    def remember(self, s, y):
        _, memory, _, _, _, damping, scales, _ = self.numbers
        if s @ y > 0:
            self.scale = min(max((s @ y) / (y @ y), scales[0]), scales[1])
        expected = (s @ s) / self.scale
        theta = 1.0
        if s @ y < damping * expected:
            theta = (1 - damping) * expected / (expected - s @ y)
        y = theta * y + (1 - theta) * s / self.scale
        self.pairs = [*self.pairs, (s, y)][-memory:]

    def step(self, w):
        rate, _, pairs, period, norm, _, _, decay = self.numbers
        d = self.direction(gradient(w))
        d = d * min(1, norm / np.linalg.norm(d))
        self.t += 1
        if pairs == "gradients" and (self.t - 1) % period == 0:
            self.remember(-rate * d, gradient(w - rate * d) - gradient(w))
        if pairs == "hessian":
            self.total = self.total + w
            if self.t % period == 0:
                mean = self.total / period
                if self.mean is not None:
                    self.remember(mean - self.mean, hessian(mean) @ (mean - self.mean))
                self.mean, self.total = mean, np.zeros(n)
        w = w - rate * decay * w
        return w - rate * d


cases = []


def case(name, options, simulation):
    w, contents = start.copy(), []
    for _ in range(STEPS):
        w = simulation.step(w)
        contents.append(w.tolist())
    cases.append({"optimizer": name, "options": options, "contents": contents})


case("adaHessian", {}, AdaHessian())
case("adaHessian", {"hessianPower": 0.5, "beta1": 0, "beta2": 0.9, "seed": 7}, AdaHessian(beta1=0, beta2=0.9, power=0.5, seed=7))
case(
    "adaHessian",
    {"learningRate": 0.05, "spatialAveraging": False, "updatePeriod": 3, "weightDecay": 0.1, "epsilon": 0.01},
    AdaHessian(rate=0.05, average=False, period=3, decay=0.1, epsilon=0.01),
)
case("sophia", {}, Sophia())
case("sophia", {"learningRate": 0.1, "updatePeriod": 1, "rho": 0.5, "seed": 3}, Sophia(rate=0.1, period=1, rho=0.5, seed=3))
case(
    "sophia",
    {"learningRate": 0.05, "updatePeriod": 4, "rho": 20, "beta1": 0.5, "beta2": 0.6, "epsilon": 0.01, "weightDecay": 0.1},
    Sophia(rate=0.05, period=4, rho=20, beta1=0.5, beta2=0.6, epsilon=0.01, decay=0.1),
)
case("stochasticLbfgs", {}, StochasticLbfgs())
case(
    "stochasticLbfgs",
    {"learningRate": 0.8, "memory": 3, "maxNorm": 5, "damping": 0.5, "scaleRange": [0.2, 0.5], "weightDecay": 0.1},
    StochasticLbfgs(rate=0.8, memory=3, norm=5, damping=0.5, scales=(0.2, 0.5), decay=0.1),
)
case(
    "stochasticLbfgs",
    {"learningRate": 0.5, "updatePeriod": 3, "damping": 0, "maxNorm": 100},
    StochasticLbfgs(rate=0.5, period=3, damping=0, norm=100),
)
case(
    "stochasticLbfgs",
    {"learningRate": 0.4, "pairs": "hessian", "updatePeriod": 2, "memory": 4},
    StochasticLbfgs(rate=0.4, pairs="hessian", period=2, memory=4),
)

problem = {
    "shapes": shapes,
    "start": start.tolist(),
    "scale": scale.tolist(),
    "target": target.tolist(),
    "coupling": coupling.tolist(),
}
save(
    "packages/second-order/test/golden/curvature-optimizers.json",
    "curvature_optimizers",
    versions_of(np),
    problem=[problem],
    cases=cases,
)
