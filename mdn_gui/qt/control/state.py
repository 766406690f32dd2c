"""One state, one loop: every event makes a new session, and all who show it are told."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from mdn_gui.core.text import say
from mdn_gui.session import edits
from mdn_gui.session.edits import Act, Edit
from mdn_gui.session.history import History
from mdn_gui.session.session import Session, Status


class State(QObject):
    """Holds the session, and what a person did to its document.

    Signals:
        changed(before, after): There is a new session.

    Args:
        parent: The owner.
        now: Tells the time in seconds.
    """

    changed = Signal(object, object)

    def __init__(
        self, parent: QObject | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._session = Session()
        self._history = History()
        self._now = now
        self._drags, self._dragging = 0, False
        self._untold: deque[tuple[Session, Session]] = deque()

    @property
    def session(self) -> Session:
        """What is shown now."""
        return self._session

    def edit(self, edit: Edit, undo: str = "", merge: str = "") -> None:
        """Make a new session of the current one; an edit that returns it as it is tells nobody.

        Args:
            edit: A pure function.
            undo: What a person did, as a noun, for it to be undone; "" for what nobody undoes.
            merge: Of which kind it is: edits of one kind that follow each other fast, as in a
                drag, are undone together; "" for one that stands alone.
        """
        before, after = self._session, edit(self._session)
        if after is before:
            return
        if undo:
            act, drag = Act(edit, undo, merge), self._drags if self._dragging else 0
            self._history = self._history.with_step(before, after, act, self._now(), drag)
        self._take(after)

    def begin_drag(self) -> None:
        """A mouse button is down: edits of one kind are one step until it is released."""
        self._drags, self._dragging = self._drags + 1, True

    @Slot()
    def end_drag(self) -> None:
        """The mouse button is released."""
        self._dragging = False

    @Slot()
    def undo(self) -> None:
        """Put the document back to what it was before the last step; the runs stay."""
        self._step(self._history.undo, say("Undone: {what}."), self._session.status.undo)

    @Slot()
    def redo(self) -> None:
        """Do again what was undone last."""
        self._step(self._history.redo, say("Done again: {what}."), self._session.status.redo)

    def _step(
        self, step: Callable[[Session], tuple[History, Session]], said: str, what: str
    ) -> None:
        if what:
            self._history, after = step(self._session)
            told = edits.told(said.format(what=what))
            self._take(edits.one_after_another(edits.nothing_refused, told)(after))

    def _take(self, session: Session) -> None:
        before, self._session = self._session, _telling(session, self._history)
        self._untold.append((before, self._session))
        if len(self._untold) > 1:
            return  # a listener made this edit: all listeners hear of the one before it first
        while self._untold:
            self.changed.emit(*self._untold[0])
            self._untold.popleft()


def _telling(session: Session, history: History) -> Session:
    """The session that says what can be undone and done again."""
    undo = history.done[-1].text if history.done else ""
    redo = history.undone[-1].text if history.undone else ""
    status: Status = session.status
    if (status.undo, status.redo) == (undo, redo):
        return session
    return replace(session, status=replace(status, undo=undo, redo=redo))
