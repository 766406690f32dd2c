"""One state, one loop: every event makes a new session, and all who show it are told."""

from collections import deque

from PySide6.QtCore import QObject, Signal

from mdn_gui.session.edits import Edit
from mdn_gui.session.session import Session


class State(QObject):
    """Holds the session.

    Signals:
        changed(before, after): There is a new session.
    """

    changed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = Session()
        self._untold: deque[tuple[Session, Session]] = deque()

    @property
    def session(self) -> Session:
        """What is shown now."""
        return self._session

    def edit(self, edit: Edit) -> None:
        """Make a new session of the current one; an edit that returns it as it is tells nobody.

        Args:
            edit: A pure function.
        """
        before, after = self._session, edit(self._session)
        if after is before:
            return
        self._session = after
        self._untold.append((before, after))
        if len(self._untold) > 1:
            return  # made by who is told of another edit: everybody is told of that first
        while self._untold:
            self.changed.emit(*self._untold[0])
            self._untold.popleft()
