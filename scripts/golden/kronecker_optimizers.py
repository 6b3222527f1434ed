"""Golden values for optimizers with Kronecker factors, from NumPy in float64: packages/second-order/test/golden/kronecker-optimizers.json.

Factors are whole matrices here, of which everything outside the blocks is set to zero.

Run from the root of the repository: python3 scripts/golden/kronecker_optimizers.py
Tests read the file and need neither Python nor its packages.
"""

import numpy as np

from file import save, versions_of

generator = np.random.default_rng(20270611)

STEPS = 14
# Whatever the first gradient, its products have no eigenvalue twice, so that bases are unique but for signs.
shapes = {"layer/kernel": [3, 5], "layer/bias": [2], "filter/kernel": [2, 1, 2, 4], "wide/kernel": [2, 9], "scale": []}

start = {name: np.round(generator.normal(size=shape), 4) for name, shape in shapes.items()}


def gradients_at(step):
    """Gradients whose directions change slowly, with noise."""
    return {
        name: np.round(np.cos(0.3 * step) * waves[name] + 0.5 * generator.normal(size=shape), 4) for name, shape in shapes.items()
    }


waves = {name: generator.normal(size=shape) for name, shape in shapes.items()}
gradients = [gradients_at(step) for step in range(STEPS)]


def flat(arrays):
    return [float(x) for name in shapes for x in np.asarray(arrays[name], dtype="float64").reshape(-1)]


def as_matrix(x):
    if x.ndim < 2:
        return x.reshape(-1, 1)
    return x.reshape(-1, x.shape[-1])


def blocks(extent, block_size, longest):
    """The ranges of the blocks of a side, or None if it has no factor."""
    if extent < 2 or extent > longest:
        return None
    width = -(-extent // -(-extent // block_size))
    return [slice(i, min(i + width, extent)) for i in range(0, extent, width)]


def on_blocks(function, matrix, ranges):
    """A function of each block on the diagonal, with zeros outside."""
    result = np.zeros_like(matrix)
    for part in ranges:
        result[part, part] = function(matrix[part, part])
    return result


def run(update):
    """`update` returns the new content: (step from 1, name, parameter, gradient, slots)."""
    parameters = {name: value.copy() for name, value in start.items()}
    slots = {name: {} for name in start}
    contents = []
    for step, each in enumerate(gradients, 1):
        for name in parameters:
            parameters[name] = update(step, name, parameters[name], each[name], slots[name])
        contents.append(flat(parameters))
    return contents


def shampoo(
    learning_rate=0.001,
    beta1=0.9,
    beta2=0.999,
    epsilon=1e-6,
    root=None,
    precondition_frequency=10,
    start_step=None,
    grafting="adam",
    graft_epsilon=1e-7,
    block_size=128,
    max_preconditioner_dim=2048,
):
    first = start_step or precondition_frequency

    def update(step, name, parameter, gradient, slots):
        g = as_matrix(gradient)
        sides = [blocks(extent, block_size, max_preconditioner_dim) for extent in g.shape]
        factors = sum(side is not None for side in sides)
        if not slots:
            slots.update(m=0 * g, v=0 * g, moments=[np.zeros((n, n)) for n in g.shape], roots=[np.eye(n) for n in g.shape])
        slots["m"] = beta1 * slots["m"] + (1 - beta1) * g
        mean = slots["m"] / (1 - beta1**step)
        fresh = 1 if beta2 == 1 else 1 - beta2
        full = 1 if beta2 == 1 else 1 - beta2**step
        slots["v"] = (slots["v"] if grafting == "adagrad" else beta2 * slots["v"]) + (1 if grafting == "adagrad" else fresh) * g**2
        v = slots["v"] / (full if grafting == "adam" else 1)
        grafted = mean if grafting in ("sgd", "none") else mean / (np.sqrt(v) + graft_epsilon)
        direction = mean
        for i, product in enumerate((g @ g.T, g.T @ g)):
            if sides[i] is None:
                continue
            slots["moments"][i] = beta2 * slots["moments"][i] + fresh * product

            def power(a):
                values, vectors = np.linalg.eigh(a / full)
                values = np.maximum(values, 0) + epsilon * values.max()
                return vectors @ np.diag(values ** (-1 / (root or 2 * factors))) @ vectors.T

            if step >= first and (step - first) % precondition_frequency == 0:
                slots["roots"][i] = on_blocks(power, slots["moments"][i], sides[i])
            direction = slots["roots"][0] @ direction if i == 0 else direction @ slots["roots"][1]
        if factors == 0 or (step < first and grafting != "none"):
            direction = grafted
        elif grafting != "none":
            direction = direction * np.linalg.norm(grafted) / np.linalg.norm(direction)
        return parameter - learning_rate * direction.reshape(parameter.shape)

    return update


def soap(
    learning_rate=0.003,
    beta1=0.95,
    beta2=0.95,
    shampoo_beta=None,
    epsilon=1e-8,
    weight_decay=0.01,
    precondition_frequency=10,
    precondition_vectors=False,
    block_size=128,
    max_preconditioner_dim=2048,
):
    beta = beta2 if shampoo_beta is None else shampoo_beta

    def update(step, name, parameter, gradient, slots):
        g = as_matrix(gradient)
        longest = max_preconditioner_dim if gradient.ndim > 1 or precondition_vectors else 0
        sides = [blocks(extent, block_size, longest) for extent in g.shape]
        has_factors = any(side is not None for side in sides)
        if not slots:
            slots.update(m=0 * g, v=0 * g, moments=[np.zeros((n, n)) for n in g.shape], bases=[np.eye(n) for n in g.shape])
        parameter = parameter * (1 - learning_rate * weight_decay)
        skips = has_factors and step == 1
        steps = step - 1 if has_factors else step
        left, right = slots["bases"]
        if not skips:
            turned = left.T @ g @ right
            slots["m"] = beta1 * slots["m"] + (1 - beta1) * g
            slots["v"] = beta2 * slots["v"] + (1 - beta2) * turned**2
            mean = left.T @ slots["m"] @ right / (1 - beta1**steps)
            # As in Adam of Keras and of the paper's code: the correction is outside of what epsilon is added to.
            scale = np.sqrt(1 - beta2**steps)
            move = left @ (scale * mean / (np.sqrt(slots["v"]) + epsilon)) @ right.T
            parameter = parameter - learning_rate * move.reshape(parameter.shape)
        for i, product in enumerate((g @ g.T, g.T @ g)):
            if sides[i] is None:
                continue
            slots["moments"][i] = beta * slots["moments"][i] + (1 - beta) * product
            moments, basis = slots["moments"][i], slots["bases"][i]
            if skips:
                slots["bases"][i] = on_blocks(lambda a: np.linalg.eigh(a)[1][:, ::-1], moments, sides[i])
            elif (step - 1) % precondition_frequency == 0:
                new = np.zeros_like(basis)
                for part in sides[i]:
                    own = basis[part, part]
                    order = np.argsort(-np.diag(own.T @ moments[part, part] @ own), kind="stable")
                    new[part, part] = np.linalg.qr(moments[part, part] @ own[:, order])[0]
                    where = np.arange(part.start, part.stop)
                    if i == 0:
                        slots["v"][where] = slots["v"][where[order]]
                    else:
                        slots["v"][:, where] = slots["v"][:, where[order]]
                slots["bases"][i] = new
        return parameter

    return update


def camel(option):
    """beta_1 is beta1, learning_rate is learningRate."""
    first, *rest = option.split("_")
    return first + "".join(word.capitalize() for word in rest)


cases = []
for rule, options in [
    (shampoo, {"learning_rate": 0.1, "precondition_frequency": 3}),
    (shampoo, {"learning_rate": 0.1, "beta1": 0.5, "beta2": 1, "start_step": 1, "precondition_frequency": 1, "grafting": "none", "epsilon": 0.01}),
    (shampoo, {"learning_rate": 0.1, "beta2": 0.9, "start_step": 2, "precondition_frequency": 2, "grafting": "sgd", "block_size": 3}),
    (shampoo, {"learning_rate": 0.1, "beta2": 0.9, "start_step": 4, "precondition_frequency": 5, "grafting": "rmsprop", "root": 2, "block_size": 2}),
    (shampoo, {"learning_rate": 0.1, "grafting": "adagrad", "precondition_frequency": 4, "max_preconditioner_dim": 4}),
    (soap, {"learning_rate": 0.1, "max_preconditioner_dim": 4}),
    (soap, {"learning_rate": 0.1, "max_preconditioner_dim": 4, "precondition_frequency": 2, "weight_decay": 0.1, "precondition_vectors": True}),
    (soap, {"learning_rate": 0.1, "precondition_frequency": 1, "block_size": 3, "beta1": 0.8, "shampoo_beta": 0.7, "epsilon": 0.001}),
    (soap, {"learning_rate": 0.1, "precondition_frequency": 3, "block_size": 2, "beta2": 0.99}),
]:
    cases.append({"optimizer": rule.__name__, "options": {camel(key): value for key, value in options.items()}, "contents": run(rule(**options))})

# K-FAC by hand, for a network of two layers with the mean squared error, whose gradients are those of the batch.
samples = np.round(generator.normal(size=[6, 3]), 4)
truths = np.round(generator.normal(size=[6, 2]), 4)
weights = {"w": [3, 4], "b": [4], "v": [4, 2]}
first = {name: np.round(generator.normal(size=shape), 4) for name, shape in weights.items()}


def kfac(
    learning_rate=0.01,
    momentum=0.9,
    damping=0.01,
    kl_clip=0.001,
    factor_beta=0.95,
    factor_frequency=1,
    precondition_frequency=10,
    block_size=512,
):
    content = {name: value.copy() for name, value in first.items()}
    sums = {name: 0 * value for name, value in first.items()}
    factors, inverses = [[0, 0], [0, 0]], [[None, None], [None, None]]
    contents = []
    for step in range(1, STEPS + 1):
        ones = np.ones([len(samples), 1])
        hidden = np.tanh(samples @ content["w"] + content["b"])
        outputs = hidden @ content["v"]
        count = truths.size
        by_outputs = 2 * (outputs - truths) / count
        by_hidden = by_outputs @ content["v"].T * (1 - hidden**2)
        layers = [(np.hstack([samples, ones]), by_hidden), (hidden, by_outputs)]
        directions, descent = [], 0
        for i, (rows, slopes) in enumerate(layers):
            if (step - 1) % factor_frequency == 0:
                for side, now in enumerate((rows.T @ rows / len(rows), count * slopes.T @ slopes)):
                    now = on_blocks(lambda a: a, now, blocks(len(now), block_size, 99))
                    factors[i][side] = factor_beta * factors[i][side] + (1 - factor_beta) * now
            share = 1 - factor_beta ** ((step - 1) // factor_frequency + 1)
            if (step - 1) % precondition_frequency == 0:
                a, g = (factor / share for factor in factors[i])
                pi = np.sqrt(np.trace(a) / len(a) / (np.trace(g) / len(g)))
                shifts = pi * np.sqrt(damping), np.sqrt(damping) / pi
                inverses[i] = [np.linalg.inv(x + shift * np.eye(len(x))) for x, shift in zip((a, g), shifts)]
            gradient = rows.T @ slopes
            direction = inverses[i][0] @ gradient @ inverses[i][1]
            descent += np.sum(direction * gradient)
            directions.append(direction)
        clip = min(1, np.sqrt(kl_clip / (learning_rate**2 * descent)))
        moves = {"w": directions[0][:3], "b": directions[0][3], "v": directions[1]}
        for name in weights:
            sums[name] = momentum * sums[name] + clip * moves[name]
            content[name] = content[name] - learning_rate * sums[name]
        contents.append([float(x) for name in weights for x in content[name].reshape(-1)])
    return contents


network_cases = [
    {"options": {camel(key): value for key, value in options.items()}, "contents": kfac(**options)}
    for options in [
        {},
        {"learning_rate": 0.1, "momentum": 0, "precondition_frequency": 1, "kl_clip": 10, "damping": 0.1},
        {"learning_rate": 0.1, "momentum": 0.5, "factor_beta": 0.8, "factor_frequency": 2, "precondition_frequency": 3},
        {"learning_rate": 0.1, "factor_beta": 0, "precondition_frequency": 2, "block_size": 2, "kl_clip": 0.01},
    ]
]

save(
    "packages/second-order/test/golden/kronecker-optimizers.json",
    "kronecker_optimizers",
    versions_of(np),
    parameters=[{"name": name, "shape": shape, "start": flat_one} for name, shape, flat_one in ((n, s, start[n].reshape(-1).tolist()) for n, s in shapes.items())],
    gradients=[flat(each) for each in gradients],
    cases=cases,
    network=[{"samples": samples.tolist(), "truths": truths.tolist(), "weights": {name: value.tolist() for name, value in first.items()}}],
    networkCases=network_cases,
)
