"""Golden values for optimizers around optimizers, simulated in NumPy from the papers in float64:
packages/optimizers/test/golden/wrappers.json.

Run from the root of the repository: python3 scripts/golden/optimizer_wrappers.py
Tests read the file and need neither Python nor its packages.
"""

import numpy as np

from file import save, versions_of

generator = np.random.default_rng(20270205)
STEPS = 14
# One vector stands for all parameters: whatever is not a norm works element by element.
sizes = [6, 2]
start = np.round(generator.normal(size=8), 3)
scale = np.array([1.0, 0.1, 4.0, 0.5, 2.0, 1.0, 3.0, 0.0])
target = np.round(generator.normal(size=8), 3)


def gradient(w):
    """That of sum(scale (w - target)^2 / 2 + 0.025 w^4)."""
    return scale * (w - target) + 0.1 * w**3


class Sgd:
    """Polyak's momentum; with `period`, the mean of as many gradients makes one update."""

    def __init__(self, learning_rate, momentum=0.0, period=1):
        self.learning_rate, self.momentum, self.period = learning_rate, momentum, period
        self.velocity, self.sum, self.calls, self.updates = np.zeros(8), np.zeros(8), 0, 0

    def update(self, w, g):
        self.calls += 1
        self.sum += g
        if self.calls % self.period:
            return w
        mean, self.sum = self.sum / self.period, np.zeros(8)
        self.velocity = self.momentum * self.velocity - self.learning_rate * mean
        self.updates += 1
        return w + self.velocity


class Adam:
    """Algorithm 1 of Kingma and Ba, in the order before section 2.1."""

    def __init__(self, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-7):
        self.numbers = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.updates = np.zeros(8), np.zeros(8), 0

    def update(self, w, g):
        learning_rate, beta1, beta2, epsilon = self.numbers
        self.updates += 1
        self.m = beta1 * self.m + (1 - beta1) * g
        self.v = beta2 * self.v + (1 - beta2) * g**2
        alpha = learning_rate * np.sqrt(1 - beta2**self.updates) / (1 - beta1**self.updates)
        return w - alpha * self.m / (np.sqrt(self.v) + epsilon)


class Lookahead:
    """Algorithm 1 of Zhang et al."""

    def __init__(self, inner, period, size):
        self.inner, self.period, self.size, self.slow = inner, period, size, start.copy()

    @property
    def updates(self):
        return self.inner.updates

    def update(self, w, g):
        before = self.inner.updates
        w = self.inner.update(w, g)
        if self.inner.updates != before and self.inner.updates % self.period == 0:
            self.slow = self.slow + self.size * (w - self.slow)
            w = self.slow.copy()
        return w


class Sam:
    """Algorithm 1 of Foret et al.; adaptive: that of Kwon et al. with T = |w|."""

    def __init__(self, inner, rho, adaptive=False):
        self.inner, self.rho, self.adaptive = inner, rho, adaptive

    @property
    def updates(self):
        return self.inner.updates

    def step(self, w):
        t = np.abs(w) if self.adaptive else np.ones(8)
        g = gradient(w)
        away = self.rho * t**2 * g / np.linalg.norm(t * g)
        return self.inner.update(w, gradient(w + away))


class AverageWeights:
    """Algorithm 1 of Izmailov et al.: the mean of every so many contents."""

    def __init__(self, inner, begin, every):
        self.inner, self.begin, self.every = inner, begin, every
        self.seen, self.mean, self.before = [], start.copy(), 0

    def update(self, w, g):
        w = self.inner.update(w, g)
        t = self.inner.updates - self.begin
        if self.inner.updates != self.before and t > 0 and t % self.every == 0:
            self.seen.append(w.copy())
            self.mean = np.mean(self.seen, axis=0)
        self.before = self.inner.updates
        return w


cases = []


def case(optimizer, simulation):
    w, contents, averages = start.copy(), [], []
    for _ in range(STEPS):
        w = simulation.step(w) if hasattr(simulation, "step") else simulation.update(w, gradient(w))
        contents.append(w.tolist())
        if isinstance(simulation, AverageWeights):
            averages.append(simulation.mean.tolist())
    cases.append({"optimizer": optimizer, "contents": contents, **({"averages": averages} if averages else {})})


def sgd(**options):
    return {"sgd": options}


fast = sgd(learningRate=0.1, momentum=0.9)
case({"sam": [fast, {}]}, Sam(Sgd(0.1, 0.9), 0.05))
case({"sam": [{"adam": {"learningRate": 0.05}}, {"rho": 0.5}]}, Sam(Adam(0.05), 0.5))
case({"sam": [fast, {"rho": 0.5, "adaptive": True}]}, Sam(Sgd(0.1, 0.9), 0.5, True))
case({"lookahead": [fast, {}]}, Lookahead(Sgd(0.1, 0.9), 6, 0.5))
case({"lookahead": [{"adam": {"learningRate": 0.1}}, {"syncPeriod": 3, "slowStepSize": 0.8}]}, Lookahead(Adam(0.1), 3, 0.8))
case(
    {"lookahead": [sgd(learningRate=0.1, gradientAccumulationSteps=2), {"syncPeriod": 3}]},
    Lookahead(Sgd(0.1, period=2), 3, 0.5),
)
case({"averageWeights": [fast, {}]}, AverageWeights(Sgd(0.1, 0.9), 0, 1))
case({"averageWeights": [fast, {"start": 3, "every": 4}]}, AverageWeights(Sgd(0.1, 0.9), 3, 4))
case(
    {"averageWeights": [sgd(learningRate=0.1, gradientAccumulationSteps=3), {"start": 1, "every": 2}]},
    AverageWeights(Sgd(0.1, period=3), 1, 2),
)
case(
    {"sam": [{"lookahead": [fast, {"syncPeriod": 4, "slowStepSize": 0.3}]}, {"rho": 0.1}]},
    Sam(Lookahead(Sgd(0.1, 0.9), 4, 0.3), 0.1),
)

save(
    "packages/optimizers/test/golden/wrappers.json",
    "optimizer_wrappers",
    versions_of(np),
    sizes=sizes,
    start=start.tolist(),
    scale=scale.tolist(),
    target=target.tolist(),
    cases=cases,
)
