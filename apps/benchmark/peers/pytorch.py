"""PyTorch's part of the benchmark: reads the same file, does the same work, prints the same report."""

import json
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional


def arrays_of(path):
    """Arrays by name, from a line of JSON followed by the numbers."""
    with open(path, "rb") as file:
        content = bytearray(file.read())
    start = content.index(b"\n") + 1
    found = {}
    for entry in json.loads(content[:start]):
        kind = torch.int32 if entry["type"] == "int32" else torch.float32
        size = 1
        for extent in entry["shape"]:
            size *= extent
        flat = torch.frombuffer(content, dtype=kind, count=size, offset=start + entry["offset"])
        found[entry["name"]] = flat.reshape(entry["shape"]).clone()
    return found


def network_of(work, arrays):
    """The network, with the weights that all contestants start from. Images are channels first here."""
    functions = {"relu": nn.ReLU, "tanh": nn.Tanh}
    modules, shape, image = [], work["input"], None
    for i, layer in enumerate(work["layers"]):
        kind = layer["kind"]
        if kind == "dense":
            kernel = arrays[f"{i}/kernel"]
            if image:
                height, width, channels = image
                kernel = kernel.reshape(height, width, channels, -1).permute(2, 0, 1, 3).reshape(kernel.shape)
                image = None
            module = nn.Linear(*kernel.shape)
            module.weight.data = kernel.T.contiguous()
            shape = [layer["units"]]
        elif kind == "convolution":
            module = nn.Conv2d(shape[2], layer["filters"], layer["size"])
            module.weight.data = arrays[f"{i}/kernel"].permute(3, 2, 0, 1).contiguous()
            shape = [shape[0] - layer["size"] + 1, shape[1] - layer["size"] + 1, layer["filters"]]
        elif kind == "maxPooling":
            module, shape = nn.MaxPool2d(2), [shape[0] // 2, shape[1] // 2, shape[2]]
        elif kind == "flatten":
            module, image = nn.Flatten(), shape
        elif kind == "batchNormalization":
            module = nn.BatchNorm1d(shape[-1], eps=1e-3, momentum=0.01)
        else:
            module = nn.ReLU()
        if f"{i}/bias" in arrays:
            module.bias.data = arrays[f"{i}/bias"].clone()
        modules.append(module)
        if "activation" in layer:
            modules.append(functions[layer["activation"]]())
    return nn.Sequential(*modules)


def training(work, arrays, rules):
    network = network_of(work, arrays)
    rule = rules[work["optimizer"]]
    if work["optimizer"] == "adam":
        betas = (rule["beta1"], rule["beta2"])
        optimizer = torch.optim.Adam(network.parameters(), rule["learningRate"], betas, rule["epsilon"])
    else:
        optimizer = torch.optim.SGD(network.parameters(), rule["learningRate"], rule["momentum"])
    loss = nn.CrossEntropyLoss() if work["loss"] == "crossEntropy" else nn.MSELoss()
    x = arrays["x"].permute(0, 3, 1, 2).contiguous() if len(work["input"]) == 3 else arrays["x"]
    y = arrays["y"].long() if work["loss"] == "crossEntropy" else arrays["y"]
    last = [None]

    def run():
        optimizer.zero_grad(set_to_none=True)
        value = loss(network(x), y)
        value.backward()
        optimizer.step()
        last[0] = value.detach()

    return run, lambda: last[0].reshape(1)


def prepare(work, arrays, options):
    """Something to run, and what the last run computed."""
    if work["kind"] == "training":
        return training(work, arrays, options["rules"])
    last = [None]
    if work["kind"] == "product":
        left, right = arrays["left"], arrays["right"]

        def run():
            last[0] = torch.mm(left, right)

        return run, lambda: last[0].reshape(-1)

    def gelu_sum(x, scale: float, shift: float):
        return functional.gelu(x * scale + shift).sum()

    x, affine = arrays["x"], options["affine"]
    program = torch.jit.script(gelu_sum) if options.get("fused") else gelu_sum

    def run():
        last[0] = program(x, affine["scale"], affine["shift"])

    return run, lambda: last[0].reshape(1)


def values_of(kind, result):
    """What is compared: of a product its size, and single elements."""
    if kind != "product":
        return [float(result[0])]
    return [float(result.double().square().mean().sqrt()), float(result[0]), float(result[-1])]


def peak_bytes():
    """The most memory that this process held; where there is no mark for it, what its parent held counts as well."""
    try:
        with open("/proc/self/status") as status:
            return 1024 * next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def timed(work, count):
    start = time.perf_counter()
    for _ in range(count):
        work()
    return (time.perf_counter() - start) * 1e3


def main():
    request = json.loads(sys.argv[1])
    options, schedule, kind = request["options"], request["schedule"], request["work"]["kind"]
    if "threads" in options:
        torch.set_num_threads(options["threads"])
    run, read = prepare(request["work"], arrays_of(request["arrays"]), options)
    if schedule["cold"]:
        run()
        values_of(kind, read())
        print(json.dumps({"cold": True}), flush=True)
        return

    values, early = [], []
    while len(early) < max(schedule["values"], schedule["early"]):
        if len(early) >= 2 and sum(early) > schedule["patience"]:
            break
        early.append(timed(run, 1))
        if len(values) < schedule["values"]:
            values.append(values_of(kind, read()))
    each = early[-1]
    count, warm = 1, 0.0
    while each < schedule["patience"]:
        elapsed = timed(run, count)
        each, warm = elapsed / count, warm + elapsed
        if elapsed < schedule["target"] / 2:
            count *= 2
        elif warm >= schedule["warmUp"]:
            break
    count = max(1, round(schedule["target"] / each))
    times = []
    while len(times) < schedule["repetitions"] and sum(times) * count < schedule["patience"]:

        def repetition():
            for _ in range(count):
                run()
            if kind == "training":
                read().item()

        times.append(timed(repetition, 1) / count)
    print(
        json.dumps(
            {
                "engine": f"PyTorch {torch.__version__}",
                "values": values,
                "times": times,
                "early": early,
                "facts": {"threads": torch.get_num_threads()},
                "peakBytes": peak_bytes(),
            }
        )
    )


main()
