"""How long it takes to check a density on 100,000 rows of 20 components, beside one `log_prob`."""

from collections.abc import Callable, Iterator

import numpy as np
from threadpoolctl import threadpool_limits

from mdn_gui.core.atoms import Cells, log_score
from mdn_gui.core.check import check
from mdn_gui.core.check.coverage import MASSES
from mdn_gui.core.check.levels import pit_values, region_levels, spread_in_cells
from mdn_gui.core.check.scores import MOST_LOOKED_AT, judge
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture
from tests.benchmarks.figure import Figure
from tests.benchmarks.stopwatch import timed

_ROWS, _PAGE, _COMPONENTS, _ROUNDS = 100_000, 3_000, 20, 5


def run() -> Iterator[Figure]:
    """Time each part several times; the least time is told."""
    threadpool_limits(1, "blas")  # as the program has it
    mixture, test = _problem(_ROWS)
    some, few = _problem(MOST_LOOKED_AT)
    _, page = _problem(_PAGE)
    rng, masses = np.random.default_rng(0), np.array(MASSES)
    ends = np.stack([0.5 - 0.5 * masses, 0.5 + 0.5 * masses])[..., np.newaxis]

    def predict(inputs: Floats) -> Mixture:
        return mixture[inputs[:, 0].astype(np.intp)]

    once = _seconds(lambda: mixture.log_prob(test.targets))
    yield Figure("log_prob of all rows once", "no figure", f"{once:.3g} s", met=True)
    quick = _seconds(lambda: _quick(mixture, test, rng))
    whole = _seconds(lambda: check(predict, test), 2)
    parts = (
        ("log score, PIT, central coverage", 1.0, quick),
        ("the rest of the check", 2.0, whole - quick),
        ("levels of 5,000 rows", 1.0, _seconds(lambda: _levels(some, few, rng))),
        ("interval ends of 5,000 rows", 1.0, _seconds(lambda: some.quantile(ends))),
        ("CRPS of 5,000 rows", 0.5, _seconds(lambda: some.crps(few.targets[:, 0]))),
        ("scores of 3,000 rows", 1.0, _seconds(lambda: judge(predict, page, 0))),
    )
    for what, asked, taken in parts:
        measured = f"{taken:.3g} s, {taken / once:.3g} times that"
        yield Figure(what, f"under {asked:g} s", measured, taken < asked)


def _quick(mixture: Mixture, test: Dataset, rng: np.random.Generator) -> None:
    """What all rows are asked for, in the blocks of `judge_rows`."""
    low, high, share = spread_in_cells(test, rng)
    cells = Cells.of(test)
    for start in range(0, test.rows, 10_000):
        block = slice(start, start + 10_000)
        part = mixture[block]
        log_score(cells, part, test.targets[block])
        pit = pit_values(part, low[block], high[block], share[block])
        [(np.abs(pit - 0.5) <= 0.5 * mass).mean() for mass in MASSES]


def _levels(mixture: Mixture, test: Dataset, rng: np.random.Generator) -> None:
    region_levels(mixture, test.targets, rng, np.array(MASSES))


def _seconds(call: Callable[[], object], rounds: int = _ROUNDS) -> float:
    return min(timed(call).passed for _ in range(rounds))


def _problem(rows: int) -> tuple[Mixture, Dataset]:
    """Mixtures whose components stand apart, and a row of each."""
    rng = np.random.default_rng(0)
    shape = (rows, _COMPONENTS, 1)
    scales = np.exp(rng.normal(-1.0, 0.7, size=shape))
    mixture = Mixture(rng.normal(size=shape[:-1]), rng.uniform(-10.0, 10.0, size=shape), scales)
    numbers = np.arange(rows, dtype=np.float64)[:, np.newaxis]
    return mixture, Dataset(numbers, mixture.sample(1, rng)[0], ("x",), ("y",))
