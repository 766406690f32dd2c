"""What a person did to the document, to be undone and done again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mdn_gui.session import edits
from mdn_gui.session.data import Drawn, FromExample
from mdn_gui.session.document import Document, Listing
from mdn_gui.session.edits import Act
from mdn_gui.session.session import Session

MOST_STEPS = 500
"""So many steps can be undone."""

MOST_TABLES = 2
"""The steps hold the rows of so many tables, besides what the window holds anyway."""

MOST_BYTES = 100_000_000
"""These rows take no more memory than that; the last step is always kept."""

MERGED_SECONDS = 0.5
"""Edits of one kind that follow each other this fast are one step; those of a drag are one whatever
time it takes."""


@dataclass(frozen=True, eq=False)
class Step:
    """One thing that a person did, and what it was done to, or undone from.

    Attributes:
        text: What it was, as a noun: "temperature".
        document: The document.
        newest: There was no run of a higher number.
        merge: Of which kind it was; "" for one that stands alone.
        seconds: When the last part of it was done.
        drag: In which drag that was; 0 for none.
    """

    text: str
    document: Document
    newest: int
    merge: str = ""
    seconds: float = 0.0
    drag: int = 0

    def swapped(self, session: Session) -> Step:
        """The step that leads back to a session once this one is undone or done again."""
        return replace(self, document=session.document, newest=_newest(session), merge="", drag=0)

    def put_back(self, session: Session) -> Session:
        """The session with this document.

        Runs stay as they are now, perhaps trained further. Those that came since stay listed, those
        that left no network do not. Other rows bring back the run and the epoch that were shown
        over them; over the same rows, the run, the epoch and what is selected stay.
        """
        now, then = session.view, self.document.view
        if self.document.data.dataset is session.data.dataset:
            seen = then if then.run == now.run else now
            component, off = seen.component, seen.switched_off
            then = replace(
                then, run=now.run, epoch=now.epoch, component=component, switched_off=off
            )
        else:
            session = replace(session, status=replace(session.status, playing=False))
            if then.run not in session.runs:
                then = replace(then, run=None, epoch=None, component=None, switched_off=frozenset())
        document = replace(self.document, view=replace(then, compared=now.compared))
        there = [each for each in self.document.listed if _is_something(session, each.number)]
        numbers = {each.number for each in there}
        since = [
            each
            for each in session.document.listed
            if each.number not in numbers
            and (each.number > self.newest or session.runs[each.number].busy)
        ]
        listing: tuple[Listing, ...] = (*there, *since)
        return edits.listed(lambda _: listing)(replace(session, document=document))


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
        self, before: Session, after: Session, act: Act, seconds: float, drag: int = 0
    ) -> History:
        """The history after a person did something; nothing can be done again then.

        What undoing leaves as it is, such as which run of the same rows is shown, is no step.

        Args:
            before: The session that it was done to.
            after: The session then.
            act: What it was; a step of the same kind goes on, if it has just been.
            seconds: When it was done, from any moment on.
            drag: In which drag it was done: a step of the same drag goes on; 0 for none.
        """
        last = self.done[-1] if self.done else None
        if last is not None and act.merge == last.merge != "" and not self.undone:
            goes_on = seconds - last.seconds < MERGED_SECONDS
            if drag and last.drag:
                goes_on = drag == last.drag
            if goes_on:
                return History((*self.done[:-1], replace(last, seconds=seconds, drag=drag)))
        step = Step(act.undo, before.document, _newest(before), act.merge, seconds, drag)
        if step.put_back(after).document.parts == after.document.parts:
            return self
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


def _is_something(session: Session, number: int) -> bool:
    """Whether there is a run of that number, which is under way or left a network."""
    run = session.runs.get(number)
    return run is not None and (run.busy or run.best_network is not None)


def _newest(session: Session) -> int:
    return max(session.runs, default=0)


def _affordable(steps: Sequence[Step], session: Session) -> tuple[Step, ...]:
    """The last of some steps, as many as may be kept beside what a session holds anyway."""
    counted = {id(session.data.dataset), *(id(run.data.dataset) for run in session.runs.values())}
    kept: list[Step] = []
    taken = tables = 0
    for step in reversed(steps[-MOST_STEPS:]):
        dataset = step.document.data.dataset
        if dataset is not None and id(dataset) not in counted:
            counted.add(id(dataset))
            taken += dataset.inputs.nbytes + dataset.targets.nbytes
            # Strokes of a drawing and the noise of an example make others each time, and few.
            tables += not isinstance(step.document.data.origin, Drawn | FromExample)
        if kept and (taken > MOST_BYTES or tables > MOST_TABLES):
            break
        kept.append(step)
    return tuple(reversed(kept))
