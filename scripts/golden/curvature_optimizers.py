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


# A network with one hidden layer of three, two inputs and one output, for a mean squared error with a penalty.
features = np.round(generator.normal(size=(7, 2)), 3)
truths = np.round(np.sin(3 * features[:, :1]) + features[:, 1:], 3)
network_shapes = [[2, 3], [3, 1]]
network_start = np.round(generator.normal(size=9), 3)
penalty = 0.01


def outputs(w):
    return np.tanh(features @ w[:6].reshape(2, 3)) @ w[6:].reshape(3, 1)


def network_loss(w):
    return np.mean((outputs(w) - truths) ** 2) + penalty * np.sum(w**2)


def jacobian(w):
    """By complex steps, which have no rounding of differences (Squire and Trapp 1998)."""
    columns = [np.imag(outputs(w + 1e-30j * unit)).ravel() / 1e-30 for unit in np.eye(9)]
    return np.stack(columns, axis=1)


class HessianFree:
    """Algorithm 1 of Martens 2010 with dense matrices: damping by the reduction ratio, truncated conjugate gradients."""

    def __init__(self, damping=0.1, factor=2 / 3, most=50, tolerance=5e-4, warm=0.95, rate=1.0, decay=0.0):
        self.damping, self.numbers, self.direction = damping, (factor, most, tolerance, warm, rate, decay), np.zeros(9)

    def minimised(self, matrix, g, x):
        _, most, tolerance, _, _, _ = self.numbers

        def model(x):
            return x @ matrix @ x / 2 + g @ x

        r = -(matrix @ x) - g
        p, values = r, [model(x)]
        for i in range(1, most + 1):
            if r @ r <= (2.0**-52) ** 2 * (g @ g):
                break
            alpha = (r @ r) / (p @ matrix @ p)
            x = x + alpha * p
            rest = r - alpha * (matrix @ p)
            p = rest + (rest @ rest) / (r @ r) * p
            r = rest
            values.append(model(x))
            k = max(10, i // 10)
            if i > k and values[i] < 0 and (values[i] - values[i - k]) / values[i] < k * tolerance:
                break
        return x, model(x)

    def step(self, w):
        factor, _, _, warm, rate, decay = self.numbers
        j = jacobian(w)
        g = 2 / 7 * j.T @ (outputs(w) - truths).ravel() + 2 * penalty * w
        matrix = 2 / 7 * j.T @ j + 2 * penalty * np.eye(9)
        d, _ = self.minimised(matrix + self.damping * np.eye(9), g, warm * self.direction)
        before, after = network_loss(w), network_loss(w + d)
        ratio = (after - before) / (g @ d + d @ matrix @ d / 2)
        alpha = 1.0
        for _ in range(29):
            if network_loss(w + alpha * d) <= before + 0.01 * alpha * min(g @ d, 0):
                break
            alpha *= 0.8
        self.direction = d
        if ratio > 0.75:
            self.damping *= factor
        elif not ratio > 0.25:
            self.damping /= factor
        w = w - rate * decay * w
        return w + rate * alpha * d


cases = []


def case(name, options, simulation):
    w, contents = (network_start if name == "hessianFree" else start).copy(), []
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
case("hessianFree", {}, HessianFree())
case(
    "hessianFree",
    {"damping": 1e-4, "dampingFactor": 0.5, "maxIterations": 4, "tolerance": 0, "warmStart": 0.5},
    HessianFree(damping=1e-4, factor=0.5, most=4, tolerance=0, warm=0.5),
)
case(
    "hessianFree",
    {"damping": 0, "warmStart": 0, "learningRate": 0.7, "weightDecay": 0.01},
    HessianFree(damping=0, warm=0, rate=0.7, decay=0.01),
)

problem = {
    "shapes": shapes,
    "start": start.tolist(),
    "scale": scale.tolist(),
    "target": target.tolist(),
    "coupling": coupling.tolist(),
}
network = {
    "shapes": network_shapes,
    "start": network_start.tolist(),
    "features": features.tolist(),
    "truths": truths.tolist(),
    "penalty": penalty,
}
save(
    "packages/second-order/test/golden/curvature-optimizers.json",
    "curvature_optimizers",
    versions_of(np),
    problem=[problem],
    network=[network],
    cases=cases,
)
