"""How much memory the runs of a sitting may take, and which are dropped when they take more."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mdn_gui.session import edits
from mdn_gui.session.run import Run
from mdn_gui.session.session import Session

MOST_BYTES = 2_000_000_000
"""The networks and tables of the runs take so many bytes at most."""


def affordable(session: Session, most_bytes: int = MOST_BYTES) -> Session:
    """The session whose runs take no more memory than there is for them.

    The oldest runs are thinned first, and before them those that are not listed. At first they keep
    the networks of their first, best and latest epoch only; where that does not suffice, they are
    gone, from the list too. A run that is shown, under way or can go on stays as it is.

    Args:
        session: With any runs.
        most_bytes: Of the networks and the tables of all runs.
    """
    runs = dict(session.runs)
    spared = {
        number for number, run in runs.items() if run.busy or run.extendable or run is session.run
    }
    listed = {listing.number for listing in session.document.listed}
    older = sorted(runs.keys() - spared, key=lambda number: (number in listed, number))
    for number in _while_over(most_bytes, runs, older):
        run = runs[number]
        runs[number] = replace(run, recording=run.recording.thinned())
    for number in _while_over(most_bytes, runs, older):
        del runs[number]
    if all(runs.get(number) is run for number, run in session.runs.items()):
        return session
    still_there = edits.listed(
        lambda listings: tuple(each for each in listings if each.number in runs)
    )
    return replace(still_there(session), runs=runs)


def _while_over(most_bytes: int, runs: Mapping[int, Run], numbers: list[int]) -> Iterator[int]:
    """The next number as long as the runs take too much memory."""
    for number in numbers:
        if _bytes(runs) <= most_bytes:
            return
        yield number


def _bytes(runs: Mapping[int, Run]) -> int:
    tables = {id(run.data.dataset): run.data.dataset for run in runs.values()}
    rows = (table for table in tables.values() if table is not None)
    return sum(table.inputs.nbytes + table.targets.nbytes for table in rows) + sum(
        run.recording.bytes for run in runs.values()
    )
