"""Pure functions that make a session of the one before."""

from collections.abc import Callable
from dataclasses import replace

from mdn_gui.session.data import Data
from mdn_gui.session.document import Document, Listing, Setup
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


def run(number: int, change: Callable[[Run], Run]) -> Edit:
    """Change a run, shown or not, if there is one of this number."""

    def edited(session: Session) -> Session:
        before = session.runs.get(number)
        if before is None or (after := change(before)) is before:
            return session
        return replace(session, runs={**session.runs, number: after})

    return edited


def begun(new: Run, name: str) -> Edit:
    """Begin a run of another number than any before; it is listed last, and shown.

    Args:
        new: The run.
        name: What it is called.
    """

    def edited(session: Session) -> Session:
        session = replace(session, runs={**session.runs, new.number: new})
        return one_after_another(
            listed(lambda listings: (*listings, Listing(new.number, name))), shown(new.number)
        )(session)

    return edited


def shown(number: int | None) -> Edit:
    """Show a run of the rows loaded, as it is now or ended; None for none."""
    return one_after_another(
        view(lambda view: replace(view, run=number, epoch=None, component=None)),
        status(lambda status: replace(status, playing=False)),
    )


def listed(change: Callable[[tuple[Listing, ...]], tuple[Listing, ...]]) -> Edit:
    """List other runs; those that are not listed any more are not compared."""

    def edited(session: Session) -> Session:
        listings = change(session.document.listed)
        numbers = {listing.number for listing in listings}
        compared = tuple(number for number in session.view.compared if number in numbers)
        return _document(
            lambda document: replace(
                document, listed=listings, view=replace(document.view, compared=compared)
            )
        )(session)

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
        return session if _parts(before) == _parts(after) else replace(session, document=after)

    return edited


def _parts(document: Document) -> tuple[object, ...]:
    return document.data, document.setup, document.view, document.listed
