"""Listening to what a person changes in a pane."""

from collections.abc import Callable

from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.session.edits import Edit
from mdn_gui.session.session import Session


def told[T](pane: Pane, session: Session, read: Callable[[Session], T]) -> list[T]:
    """What is read of the session after each edit from now on.

    Args:
        pane: Tells the edits.
        session: What the first one is applied to; each later one is to the session before it.
        read: Tells what matters of a session.
    """
    heard: list[T] = []

    def take(edit: Edit, _undo: str, _merge: str) -> None:
        nonlocal session
        session = edit(session)
        heard.append(read(session))

    pane.edited.connect(take)
    return heard
