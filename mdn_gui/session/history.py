"""What a person did to the document, to be undone and done again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mdn_gui.core.runs import RunRecord, affordable
from mdn_gui.session import edits
from mdn_gui.session.document import Document
from mdn_gui.session.session import Session

MOST_STEPS = 500
"""So many steps can be undone."""

MOST_TABLES = 2
"""The steps hold the rows of so many tables, besides what the window holds anyway."""

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
        runs: The list of runs, where it was changed; None where it was not.
        newest: No run of a higher number had been listed.
        run: The number of the run shown.
        merge: Of which kind it was; "" for one that stands alone.
        seconds: When the last part of it was done.
    """

    text: str
    document: Document
    runs: tuple[RunRecord, ...] | None
    newest: int
    run: int | None
    merge: str = ""
    seconds: float = 0.0

    def swapped(self, session: Session) -> Step:
        """The way back, from a session to which this step will have been undone or done again."""
        return replace(
            self,
            document=session.document,
            runs=None if self.runs is None else session.runs,
            newest=max(self.newest, _newest(session.runs)),
            run=session.run.number,
            merge="",
        )

    def put_back(self, session: Session) -> Session:
        """The session with this document, and with this list of runs if the step was about that.

        Runs that ended since stay, and those of the list are as they are now: trained further,
        say. What is selected, and which epoch of the run is looked at, stays.
        """
        view = replace(self.document.view, epoch=session.view.epoch, compared=session.view.compared)
        if self.run != session.run.number:  # whose components are others
            view = replace(view, component=session.view.component)
        session = replace(session, document=replace(self.document, view=view))
        if self.runs is None:
            return session
        now = {run.number: run for run in session.runs}
        listed = [_named(now.get(run.number, run), run.name) for run in self.runs]
        later = [run for run in session.runs if run.number > self.newest]
        return edits.runs(affordable((*listed, *later)))(session)


@dataclass(frozen=True, eq=False)
class History:
    """The steps that can be undone and done again.

    Attributes:
        done: Oldest first; each with the document before it.
        undone: The last undone last; each with the document after it.
    """

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    def with_step(
        self, before: Session, after: Session, text: str, merge: str, seconds: float
    ) -> History:
        """The history after a person did something; nothing can be done again then.

        Args:
            before: The session that it was done to.
            after: The session then.
            text: What it was, as a noun.
            merge: Of which kind it was: a step of the same kind goes on, if it has just been.
            seconds: When it was done, from any moment on.
        """
        last = self.done[-1] if self.done else None
        goes_on = last is not None and merge == last.merge != "" and not self.undone
        if last is not None and goes_on and seconds - last.seconds < MERGED_SECONDS:
            return History((*self.done[:-1], replace(last, seconds=seconds)))
        step = Step(
            text=text,
            document=before.document,
            runs=None if before.runs is after.runs else before.runs,
            newest=_newest(before.runs),
            run=before.run.number,
            merge=merge,
            seconds=seconds,
        )
        return History(_affordable((*self.done, step), after))

    def undo(self, session: Session) -> tuple[History, Session]:
        """Take back the last step.

        Returns:
            The history and the session then; both as they were if there is nothing to undo.
        """
        if not self.done:
            return self, session
        *done, step = self.done
        after = step.put_back(session)
        undone = (*self.undone, step.swapped(session))
        return History(_affordable(done, after), _affordable(undone, after)), after

    def redo(self, session: Session) -> tuple[History, Session]:
        """Do again what was undone last, as `undo`."""
        if not self.undone:
            return self, session
        *undone, step = self.undone
        after = step.put_back(session)
        done = (*self.done, step.swapped(session))
        return History(_affordable(done, after), _affordable(undone, after)), after


def _named(run: RunRecord, name: str) -> RunRecord:
    """A run of that name; the same object if it has it, which nobody need show anew."""
    return run if run.name == name else replace(run, name=name)


def _newest(runs: tuple[RunRecord, ...]) -> int:
    return max((run.number for run in runs), default=0)


def _affordable(steps: Sequence[Step], session: Session) -> tuple[Step, ...]:
    """The last of some steps, as many as may be kept beside what a session holds anyway."""
    counted = {id(session.data.dataset), id(session.run.data.dataset)}
    for run in session.runs:
        counted |= {id(run.dataset), id(run.network)}
    kept: list[Step] = []
    taken = tables = 0
    for step in reversed(steps[-MOST_STEPS:]):
        data, runs = step.document.data, step.runs or ()
        # Each stroke of a drawing makes other rows, and they are few.
        tables += data.dataset is not None and not (
            data.canvas is not None or id(data.dataset) in counted
        )
        for dataset in (data.dataset, *(run.dataset for run in runs)):
            if dataset is not None and id(dataset) not in counted:
                counted.add(id(dataset))
                taken += dataset.inputs.nbytes + dataset.targets.nbytes
        for run in runs:
            if id(run.network) not in counted:
                counted.add(id(run.network))
                taken += run.network.layout.bytes
        if kept and (taken > MOST_BYTES or tables > MOST_TABLES):
            break
        kept.append(step)
    return tuple(reversed(kept))
