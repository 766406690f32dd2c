"""What a person did to the document, to be undone and done again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from mdn_gui.core.runs import RunRecord
from mdn_gui.session.document import Document
from mdn_gui.session.session import Session

MOST_STEPS = 500
"""So many steps can be undone."""

MOST_TABLES = 2
"""The steps hold the rows of so many tables, besides those that are looked at."""

MOST_BYTES = 100_000_000
"""Their rows and networks take no more memory than that; the last step is always kept."""

MERGED_SECONDS = 0.5
"""Edits of one kind that follow each other this fast, as in a drag, are one step."""


@dataclass(frozen=True, eq=False)
class Step:
    """One thing that a person did, and what it was done to, or undone from.

    Attributes:
        text: What it was, as a noun: "temperature".
        document: The document.
        runs: The list of runs.
        newest: No run of a higher number had been listed.
        run: The number of the run shown.
        merge: Of which kind it was; "" for one that stands alone.
        seconds: When the last part of it was done.
    """

    text: str
    document: Document
    runs: tuple[RunRecord, ...]
    newest: int
    run: int | None
    merge: str = ""
    seconds: float = 0.0

    @classmethod
    def of(cls, session: Session, text: str, merge: str = "", seconds: float = 0.0) -> Self:
        """A step that was done to a session."""
        newest = _newest(session.runs)
        return cls(text, session.document, session.runs, newest, session.run.number, merge, seconds)

    def swapped(self, session: Session) -> Step:
        """The way back, from a session to which this step will have been undone or done again."""
        newest = max(self.newest, _newest(session.runs))
        return replace(Step.of(session, self.text), newest=newest)

    def put_back(self, session: Session) -> Session:
        """The session with this document and this list of runs.

        Runs that ended since stay, and those of the list are as they are now: trained further,
        say. Which epoch is looked at is a matter of the run shown.
        """
        document = self.document
        if self.run != session.run.number:
            epoch, component = session.view.epoch, session.view.component
            view = replace(document.view, epoch=epoch, component=component)
            document = replace(document, view=view)
        now = {run.number: run for run in session.runs}
        listed = [_named(now.get(run.number, run), run.name) for run in self.runs]
        later = [run for run in session.runs if run.number > self.newest]
        return replace(session, document=document, runs=(*listed, *later))


@dataclass(frozen=True, eq=False)
class History:
    """The steps that can be undone and done again.

    Attributes:
        done: Oldest first; each with the document before it.
        undone: The last undone last; each with the document after it.
    """

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    def with_step(self, before: Session, text: str, merge: str, seconds: float) -> History:
        """The history after a person did something; nothing can be done again then.

        Args:
            before: The session that it was done to.
            text: What it was, as a noun.
            merge: Of which kind it was: a step of the same kind goes on, if it has just been.
            seconds: When it was done, from any moment on.
        """
        last = self.done[-1] if self.done else None
        goes_on = last is not None and merge == last.merge != "" and not self.undone
        if last is not None and goes_on and seconds - last.seconds < MERGED_SECONDS:
            return History((*self.done[:-1], replace(last, seconds=seconds)))
        step = Step.of(before, text, merge, seconds)
        return History(_affordable((*self.done, step)))

    def undo(self, session: Session) -> tuple[History, Session]:
        """Take back the last step.

        Returns:
            The history and the session then; both as they were if there is nothing to undo.
        """
        if not self.done:
            return self, session
        *done, step = self.done
        undone = (*self.undone, step.swapped(session))
        return History(tuple(done), _affordable(undone)), step.put_back(session)

    def redo(self, session: Session) -> tuple[History, Session]:
        """Do again what was undone last, as `undo`."""
        if not self.undone:
            return self, session
        *undone, step = self.undone
        done = (*self.done, step.swapped(session))
        return History(_affordable(done), tuple(undone)), step.put_back(session)


def _named(run: RunRecord, name: str) -> RunRecord:
    """A run of that name; the same object if it has it, which nobody need show anew."""
    return run if run.name == name else replace(run, name=name)


def _newest(runs: tuple[RunRecord, ...]) -> int:
    return max((run.number for run in runs), default=0)


def _affordable(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The last of some steps, as many as may be kept."""
    kept: list[Step] = []
    tables: set[str] = set()
    counted: set[int] = set()
    taken = 0
    for step in reversed(list(steps)[-MOST_STEPS:]):
        data = step.document.data
        if data.dataset is not None and id(data.dataset) not in counted:
            counted.add(id(data.dataset))
            tables.add(data.title)
            taken += data.dataset.inputs.nbytes + data.dataset.targets.nbytes
        for run in step.runs:
            if id(run.network) not in counted:
                counted.add(id(run.network))
                taken += run.network.layout.bytes
        if kept and (taken > MOST_BYTES or len(tables) > MOST_TABLES + 1):
            break
        kept.append(step)
    return tuple(reversed(kept))
