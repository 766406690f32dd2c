"""Pure functions that make a session of the one before."""

from collections.abc import Callable
from dataclasses import replace

from mdn_gui.core.runs import RunRecord
from mdn_gui.session.data import Data
from mdn_gui.session.document import Document, Setup
from mdn_gui.session.run import Run
from mdn_gui.session.session import Session, Status
from mdn_gui.session.view import View

type Edit = Callable[[Session], Session]
"""Makes a session of the current one; it keeps nothing of an older one."""


def one_after_another(*edits: Edit) -> Edit:
    """Several edits as one."""

    def edited(session: Session) -> Session:
        for edit in edits:
            session = edit(session)
        return session

    return edited


def data(change: Callable[[Data], Data]) -> Edit:
    """Change the rows."""
    return _document(lambda document: replace(document, data=change(document.data)))


def setup(change: Callable[[Setup], Setup]) -> Edit:
    """Change the settings of the next run."""
    return _document(lambda document: replace(document, setup=change(document.setup)))


def preset(name: str) -> Edit:
    """Put the settings of a preset of the rows into force."""

    def edited(session: Session) -> Session:
        return setup(lambda _: Setup(*session.data.presets[name]))(session)

    return edited


def view(change: Callable[[View], View]) -> Edit:
    """Change what is looked at, and how."""
    return _document(lambda document: replace(document, view=change(document.view)))


def run(change: Callable[[Run], Run]) -> Edit:
    """Change the run shown."""
    return lambda session: replace(session, run=change(session.run))


def runs(listed: tuple[RunRecord, ...]) -> Edit:
    """List other runs; those that are not listed any more are not compared."""

    def edited(session: Session) -> Session:
        numbers = {run.number for run in listed}
        compared = tuple(number for number in session.view.compared if number in numbers)
        session = replace(session, runs=listed)
        return view(lambda view: replace(view, compared=compared))(session)

    return edited


def status(change: Callable[[Status], Status]) -> Edit:
    """Change what happens now."""
    return lambda session: replace(session, status=change(session.status))


def told(message: str) -> Edit:
    """Say what happened, in one sentence."""
    return status(lambda status: replace(status, message=message))


def _document(change: Callable[[Document], Document]) -> Edit:
    def edited(session: Session) -> Session:
        before, after = session.document, change(session.document)
        # What changes nothing is no step that could be undone.
        same = (before.data, before.setup, before.view) == (after.data, after.setup, after.view)
        return session if same else replace(session, document=after)

    return edited
