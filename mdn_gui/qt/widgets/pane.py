"""The base of all panels and plots: shows a session, and only while it can be seen."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from mdn_gui.qt import theme
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.theme import LIGHT, Theme
from mdn_gui.session.edits import Act
from mdn_gui.session.session import Session

_WHOLE = "all that the pane shows"


class Memory:
    """What each part of a pane shows, so that it is drawn anew only when that changes."""

    def __init__(self) -> None:
        self._keys: dict[str, tuple[object, ...]] = {}

    def changed(self, part: str, *key: object) -> bool:
        """Whether a part has another key than last time; remembers the key.

        Args:
            part: Name of the part.
            key: All that the part shows.
        """
        if self._keys.get(part) == key:
            return False
        self._keys[part] = key
        return True

    def forget(self, part: str) -> None:
        """Treat a part as changed."""
        self._keys.pop(part, None)


class Pane(QWidget):
    """Shows the latest session, at once while it can be seen, else when it is seen again.

    A pane that is hidden works nothing out. It has the colours of the theme in force.

    Signals:
        edited(edit, undo, merge): A person changes the session; see `Act`.
        rested: What other threads worked out for the pane is shown.
        controls_made(widget): There are controls in a widget that were not there at first.

    Args:
        parent: The widget around it.
    """

    edited = Signal(object, str, str)
    rested = Signal()
    controls_made = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = Session(), LIGHT
        self._taken: Theme | None = None  # the theme whose colours it took last
        self._memory = Memory()

    @property
    def busy(self) -> bool:
        """Whether other threads are still at work for the pane; `rested` tells their end."""
        return False

    def show_session(self, session: Session) -> None:
        """Show a session; cheap where nothing changed."""
        self._session = session
        if self.isVisible():
            self._draw_session(session)

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme; the session is drawn in them afterwards."""
        self._theme = theme

    @guarded
    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the pane was hidden."""
        super().showEvent(event)
        self._take_theme()
        self._draw_session(self._session)

    @guarded
    def changeEvent(self, event: QEvent) -> None:
        """Take other colours when the palette, which comes last of a theme, is another."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._take_theme()

    def _draw_session(self, session: Session) -> None:
        """Draw what differs from what is drawn."""
        raise NotImplementedError

    def _differs(self, *key: object) -> bool:
        """Whether all that the pane shows is other than what is drawn, or than what was told since.

        Args:
            key: What it shows of a session; it is taken for drawn from now on.
        """
        return self._memory.changed(_WHOLE, *key)

    def _draw_anew(self) -> None:
        """Draw everything again, because something changed that is not part of a session."""
        self._memory.forget(_WHOLE)
        self.show_session(self._session)

    def _tell(self, act: Act) -> None:
        """Tell what a person does; what comes of it is drawn, whatever their controls show now."""
        self._memory.forget(_WHOLE)
        self.edited.emit(*act)

    def _take_theme(self) -> None:
        now = theme.in_force()
        if now is not self._taken:
            self._taken = now
            self.set_theme(now)
            self.show_session(self._session)
