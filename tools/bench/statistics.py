"""Statistics beside R: the same drawn data, the same model, each timed without reading its data; and whether they agree.

R's packages are Debian's (survival, metafor); where Rscript or a package is missing, the peer is told as absent. Python
runs on as many threads as are planned; R's functions here use one.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from thirdline.statistics.network import Contrast, Settings, network, node_split
from thirdline.statistics.pooling import pool_proportions
from thirdline.statistics.survival import cox, kaplan_meier
from tools.bench.apart import spent

PEERS = Path(__file__).with_name("peers.R")
SEED = 1
PEOPLE, STUDIES, COMPARISONS, TREATMENTS = 1_000_000, 30, 35, 12
SUBJECTS = {
    "kaplan_meier": ("Kaplan-Meier with intervals", PEOPLE, "survival: survfit"),
    "cox": ("Cox, three covariates, Efron", PEOPLE, "survival: coxph"),
    "glmm": ("GLMM pooling of proportions", STUDIES, "metafor: rma.glmm"),
    "network": ("network, REML, and every node split", COMPARISONS, "metafor: rma.mv, no splits"),
}
"""What is timed, of how many rows, beside which function of R."""
Found = tuple[Callable[[], Any], Callable[[Any], float]]


def draw(folder: str) -> dict[str, Any]:
    """The data of all, as CSV, which both read before their clock starts."""
    place, random = Path(folder), np.random.default_rng(SEED)
    x = random.normal(size=(PEOPLE, 3))
    died = random.exponential(1000 * np.exp(-x @ np.array([0.3, -0.2, 0.1])))
    left = random.uniform(0, 2500, PEOPLE)
    days = np.maximum(1, np.ceil(np.minimum(died, left)))
    _write(place / "people.csv", "time,event,x1,x2,x3", zip(days, (died <= left) * 1, *x.T, strict=True))
    n = random.integers(10, 120, STUDIES)
    share = 1 / (1 + np.exp(-random.normal(0.8, 0.6, STUDIES)))
    _write(place / "studies.csv", "events,n", zip(random.binomial(n, share), n, strict=True))
    _write(place / "contrasts.csv", "trial,treatment,comparator,effect,standard_error", _contrasts(random))
    return {"people": PEOPLE}


def _contrasts(random: np.random.Generator) -> Iterable[tuple[Any, ...]]:
    """Two-arm trials: one joins each treatment to an earlier one, the others compare any two."""
    true = random.normal(0, 0.3, TREATMENTS)
    pairs = [(j, int(random.integers(0, j))) for j in range(1, TREATMENTS)]
    while len(pairs) < COMPARISONS:
        low, high = sorted(int(i) for i in random.choice(TREATMENTS, 2, replace=False))
        pairs.append((high, low))
    for number, (a, b) in enumerate(pairs):
        error = random.uniform(0.08, 0.3)
        yield f"t{number:02}", f"d{a:02}", f"d{b:02}", true[a] - true[b] + random.normal(0, np.hypot(error, 0.1)), error


def ours(folder: str, what: str) -> dict[str, Any]:
    """Seconds of the fit alone, and the figure to compare."""
    run, figure = {"kaplan_meier": _curve, "cox": _cox, "glmm": _glmm, "network": _network}[what](Path(folder))
    run()
    found: list[Any] = []
    took = spent(lambda: found.append(run()))
    return {"fit_seconds": took.seconds, "figure": figure(found[0])}


def peer(folder: str, what: str) -> dict[str, Any]:
    """The same of R: seconds and figure, or why there are none."""
    if not (script := shutil.which("Rscript")):
        return {"absent": "no Rscript here"}
    done = subprocess.run([script, str(PEERS), folder, what], capture_output=True, text=True, check=False)
    if done.returncode:
        return {"absent": (done.stderr.strip().splitlines() or ["R failed"])[-1]}
    return json.loads(done.stdout.splitlines()[-1])


def _curve(folder: Path) -> Found:
    time, event, *_ = _columns(folder / "people.csv")
    return lambda: kaplan_meier(time, event), lambda curve: float(curve.at(365).value)


def _cox(folder: Path) -> Found:
    time, event, *x = _columns(folder / "people.csv")
    covariates = np.column_stack(x)
    return lambda: cox(time, event, covariates, names=["x1", "x2", "x3"]), lambda fit: float(fit.coefficients[0].value)


def _glmm(folder: Path) -> Found:
    events, n = _columns(folder / "studies.csv")
    return lambda: pool_proportions(events, n, transformation="glmm"), lambda pool: float(pool.random.value)


def _network(folder: Path) -> Found:
    with (folder / "contrasts.csv").open(encoding="utf-8") as file:
        _, *rows = csv.reader(file)
    contrasts = [Contrast(trial, a, b, float(effect), float(error)) for trial, a, b, effect, error in rows]

    def fitted() -> Any:
        (whole,) = network(contrasts, settings=Settings(between="reml"))
        node_split(whole)
        return whole

    return fitted, lambda whole: float(whole.compare("d11", "d00").value)


def _columns(file: Path) -> np.ndarray:
    return np.loadtxt(file, delimiter=",", skiprows=1).T


def _write(file: Path, head: str, rows: Iterable[Iterable[Any]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(head + "\n")
        csv.writer(out).writerows(rows)
