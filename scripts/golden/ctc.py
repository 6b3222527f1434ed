"""Golden values for connectionist temporal classification, from PyTorch in float64: golden/ctc.json in the tests of losses.
Lengths of inputs are masks of timesteps there, lengths of labels their padding.

Run from the root of the repository: python3 scripts/golden/ctc.py
"""

import torch
import torch.nn.functional as F

from file import save, versions_of

torch.manual_seed(20261128)


def case(steps, lengths, labels, classes, blank=0, zero_infinity=False):
    """Logits with timesteps 0 … lengths − 1 for labels of different lengths."""
    batch, longest = len(labels), max(map(len, labels))
    logits = (torch.randint(-40, 41, (batch, steps, classes)) / 16).double().requires_grad_()
    padded = torch.tensor([row + [blank] * (longest - len(row)) for row in labels]).reshape(batch, longest)
    values = F.ctc_loss(
        logits.log_softmax(2).transpose(0, 1),
        padded,
        torch.tensor(lengths),
        torch.tensor([len(row) for row in labels]),
        blank=blank,
        reduction="none",
        zero_infinity=zero_infinity,
    )
    (gradient,) = torch.autograd.grad(values.sum(), logits)
    mask = torch.arange(steps) < torch.tensor(lengths)[:, None]
    return {
        "options": {"blank": blank, "zeroInfinity": zero_infinity},
        "yTrue": {"shape": list(padded.shape), "values": padded.reshape(-1).tolist()},
        "yPred": {"shape": list(logits.shape), "values": logits.reshape(-1).tolist()},
        "mask": None if min(lengths) == steps else mask.int().reshape(-1).tolist(),
        "values": values.tolist(),
        "gradient": gradient.reshape(-1).tolist(),
    }


cases = [
    case(5, [5], [[1, 2]], 3),
    case(6, [6, 6, 6], [[1, 2, 3], [2, 2], [3]], 4),
    case(8, [8, 6, 5], [[1, 1, 1], [2, 1], [1, 2, 1]], 3),
    case(7, [7, 3, 1], [[2, 0, 1], [0], [1]], 4, blank=3),
    case(3, [3], [[1, 2, 1]], 3),
    case(1, [1, 1], [[1], [2]], 3),
    case(4, [4, 4], [[1, 1, 1], [1, 2]], 3, zero_infinity=True),
    case(40, [40, 31], [[1, 2, 3, 3, 2, 1, 4, 4], [4, 3, 2, 1]], 5),
]
save("packages/losses/test/golden/ctc.json", "ctc", versions_of(torch), cases=cases)
