"""`mdn check`: whether a model's densities are right on the rows of a table, and where not."""

import json
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from math import isfinite
from typing import Any

from mdn_gui.cli.table_notes import mark_notes, tell_notes
from mdn_gui.cli.terminal import CommandError, aligned
from mdn_gui.core import model_file
from mdn_gui.core.check import Check, check, check_rows
from mdn_gui.core.check.findings import range_text
from mdn_gui.core.check.held_out import held_out
from mdn_gui.core.check.score_texts import score_name
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kind_texts import shown
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.model import Model
from mdn_gui.core.table import Table, sampled
from mdn_gui.core.tables import open_rows
from mdn_gui.core.text import say
from mdn_gui.table_options import reading_options, with_marks

MOST_ROWS = 100_000
"""Of a streamed table of more, so many rows are looked at."""


def run_check(arguments: Namespace) -> None:
    """Print the verdict, what is wrong, and the scores.

    Args:
        arguments: With `model`, `table`, how it is read, `json` and `strict`.

    Raises:
        ModelFileError: The model cannot be read.
        TableError: The table cannot be read, or lacks a column of the model's.
        CommandError: With `strict`, the density is not to be used.
    """
    model = model_file.load(arguments.model)
    roles = with_marks(model.roles, arguments)
    data = open_rows(arguments.table, roles, reading_options(arguments, trained_on=model.reading))
    tell_notes((*data.notes, *mark_notes(arguments, data.reading)))
    found = _checked(model, data, arguments.table.name)
    if arguments.json:
        print(json.dumps(content(found), indent=2, allow_nan=False))
    else:
        _print(found)
    if arguments.strict and found.verdict.answer == "bad":
        raise CommandError(say("the density is not to be used, and --strict asks for one that is."))


def _checked(model: Model, data: Table, name: str) -> Check:
    rows = data if isinstance(data, Dataset) else sampled(data, MOST_ROWS)
    if (name, data.rows) != (model.record.table, model.record.rows) or data is not rows:
        return check(model.network, rows)
    judges = held_out(model.network, rows, model.training_settings.holdout)
    told = {
        "test": say("The model learned from this table. Its test rows judge it."),
        "folds": say("The model learned from this table. Members that held a row out judge by it."),
        "validation": say(
            "The model learned from this table. Its validation rows judge it; they chose the epoch "
            "too, so it looks a little better than it is."
        ),
    }
    tell_notes([told[judges.part]])
    return check_rows(judges.at, judges.rows, judges.training)


def content(found: Check) -> dict[str, Any]:
    """A check as JSON has it: numbers with all digits, and no NaN."""
    test = found.judged.test
    return {
        "rows": test.rows,
        "effective_rows": found.judged.effective,
        "verdict": found.verdict._asdict(),
        "findings": [
            {
                "kind": each.kind,
                "level": each.level,
                "text": each.text,
                "target": each.target,
                "rows": len(each.rows),
                "where": None if each.where is None else range_text(test, each.where),
            }
            for each in found.findings
        ],
        "scores": [asdict(each) for each in found.scores],
        "baselines": [asdict(each) for each in found.baselines],
        "pit": [
            {
                "target": target,
                "p_value": each.p_value,
                "kolmogorov_smirnov": each.kolmogorov_smirnov,
                "cramer_von_mises": each.cramer_von_mises,
                "anderson_darling": each.anderson_darling,
            }
            for target, each in zip(test.target_names, found.pit, strict=True)
        ],
        "power": {
            name: value if isfinite(value) else None for name, value in asdict(found.power).items()
        },
    }


def _print(found: Check) -> None:
    print(found.verdict.text)
    others = [each.text for each in found.findings if each.text not in found.verdict.text]
    for text in others:
        print(text)
    print()
    print(aligned([*_coverage_rows(found)], indent=""))
    print()
    print(aligned([*_score_rows(found)], indent=""))
    if found.baselines:
        print()
        print(aligned([*_baseline_rows(found)], indent=""))


def _coverage_rows(found: Check) -> Iterator[tuple[str, ...]]:
    yield say("target"), *(f"{each.mass:.0%}" for each in found.regions), say("of the rows inside")
    for target, central in zip(found.judged.test.target_names, found.central, strict=True):
        told = (f"{each.observed:.1%}" for each in central)
        yield shown(target), *told, say("central intervals")
    told = (f"{each.observed:.1%}" for each in found.regions)
    yield say("all"), *told, say("highest-density regions")


def _score_rows(found: Check) -> Iterator[tuple[str, ...]]:
    yield say("target"), say("score"), say("mean"), say("standard error"), say("rows")
    for each in found.scores:
        if not each.mass:
            target = shown(each.target) if each.target else say("all")
            error = rounded(each.error, each.error)
            yield target, score_name(each.name), f"{each.value:.6g}", error, f"{each.rows:,}"


def _baseline_rows(found: Check) -> Iterator[tuple[str, ...]]:
    yield say("better than"), say("by (nats)"), say("95% interval")
    for each in found.baselines:
        low, high = each.gain.interval
        yield each.name, f"{each.gain.gain:.4f}", say("{low:.4f} to {high:.4f}", low=low, high=high)
