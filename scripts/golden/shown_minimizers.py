"""Values, derivatives and counts of evaluations of 28 test problems and of regressions, made by others with SciPy and liblbfgs:
golden/shown-minimizers.json in the tests of second-order.

Run from the root of the repository: python3 scripts/golden/shown_minimizers.py
It only selects and shortens what `mgh_show.json` and `nist_show.json` hold, which lie outside of the repository:
GRADKIT_REFERENCE is their folder.
"""

import json
import os

from file import save

folder = os.environ.get("GRADKIT_REFERENCE", "../shared/reference")
with open(f"{folder}/mgh_show.json", encoding="utf8") as file:
    shown = json.load(file)

methods = ["L-BFGS-B", "BFGS", "CG", "Newton-CG", "trust-ncg", "trust-exact"]
tolerances = ["1e-05", "1e-08"]


def run(found):
    """Counts at the end, and when the gradient first was within the tolerance."""
    first = found.get("first_gtol")
    return {
        "nfev": found["nfev"],
        "ngev": found["njev"],
        "nhev": found.get("nhev", 0),
        "fun": found["fun"],
        "gradNorm": found["gnorm_inf"],
        "success": found["success"],
        "first": first and {"nfev": first["nfev"], "ngev": first["njev"], "nhev": first["nhev"]},
    }


def counts(name):
    found = shown["scipy"][name]
    return {
        "id": name,
        **{
            f"{method}@{float(gtol):.0e}".replace("e-0", "e-"): run(found[f"{method}@{gtol}"])
            for method in methods
            for gtol in tolerances
            if f"{method}@{gtol}" in found
        },
    }


problems = [
    {
        "id": each["id"],
        "fun": each["f_x0"],
        "gradNorm": each["gnorm_inf_x0"],
        "gradient": each.get("g_x0"),
        "hessian": each.get("hessian_x0"),
    }
    for each in shown["problems"]
]
liblbfgs = [
    {
        "id": name,
        **{
            gtol.removeprefix("@").replace("e-0", "e-"): {
                "nfev": found["nfev"],
                "fun": found["fun"],
                "gradNorm": found["gnorm_inf"],
            }
            for gtol, found in runs.items()
        },
    }
    for name, runs in shown["liblbfgs"].items()
]
least_squares = [
    {
        "id": name,
        **{method: {key: runs[f"{method}@1e-08"][key] for key in ("nfev", "fun")} for method in ("lm", "trf")},
    }
    for name, runs in shown["least_squares"].items()
]
with open(f"{folder}/nist_show.json", encoding="utf8") as file:
    regressions = json.load(file)["problems"]
nist = [
    {
        "name": each["name"],
        **{key: {"nfev": run["nfev"], "digits": run["min_LRE"]} for key, run in each["scipy"].items()},
    }
    for each in regressions
]
save(
    "packages/second-order/test/golden/shown-minimizers.json",
    "shown_minimizers",
    {"SciPy": "1.17.1", "liblbfgs": "5ad02fb"},
    source=[shown["header"]["source"]],
    problems=problems,
    scipy=[counts(name) for name in shown["scipy"]],
    liblbfgs=liblbfgs,
    leastSquares=least_squares,
    nist=nist,
)
