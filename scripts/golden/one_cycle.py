"""Golden values for the one-cycle learning rate over its whole length, from PyTorch, whose schedules are Python floats:
packages/optimizers/test/golden/one-cycle.json.

Run from the root of the repository: python3 scripts/golden/one_cycle.py
Tests read the file and need neither Python nor its packages.
"""

import torch

from file import save, versions_of

names = {
    "max_lr": "maxLearningRate",
    "total_steps": "totalSteps",
    "pct_start": "pctStart",
    "anneal_strategy": "annealing",
    "div_factor": "divFactor",
    "final_div_factor": "finalDivFactor",
    "three_phase": "threePhase",
}
cases = []


def case(**options):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, cycle_momentum=False, **options)
    rates = [optimizer.param_groups[0]["lr"]]
    for _ in range(options["total_steps"] - 1):
        optimizer.step()
        schedule.step()
        rates.append(optimizer.param_groups[0]["lr"])
    ours = {names[key]: {"cos": "cosine"}.get(value, value) for key, value in options.items()}
    cases.append({"schedule": "oneCycle", "arguments": [ours], "origin": "torch", "rates": rates})


case(max_lr=0.1, total_steps=30)
case(max_lr=0.1, total_steps=30, anneal_strategy="linear")
case(max_lr=0.1, total_steps=33, pct_start=0.4, three_phase=True)
case(max_lr=1.0, total_steps=25, pct_start=0.25, anneal_strategy="linear", three_phase=True, div_factor=10.0)
case(max_lr=1.0, total_steps=17, pct_start=0.5, anneal_strategy="cos", final_div_factor=10.0)
case(max_lr=1.0, total_steps=10, pct_start=0.0)
case(max_lr=1.0, total_steps=10, pct_start=1.0)

save("packages/optimizers/test/golden/one-cycle.json", "one_cycle", versions_of(torch), cases=cases)
