"""One state, one loop: every event makes a new session, and all who show it are told."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from mdn_gui.core.session import Session


class State(QObject):
    """Holds the session.

    Signals:
        session_changed(session): There is a new session.
    """

    session_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = Session()

    @property
    def session(self) -> Session:
        """What is shown now."""
        return self._session

    def update(self, **changes: Any) -> None:  # noqa: ANN401 - fields of Session, checked there
        """Replace fields of the session."""
        self._session = replace(self._session, **changes)
        self.session_changed.emit(self._session)
