"""The menu of the files opened last."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.preferences import Preferences, is_there

_WIDEST = 480
"""Pixels of an entry; the middle of a longer one is left out, and its tip has all."""


class RecentMenu(QMenu):
    """Lists the recent files that are still there, the latest first.

    Signals:
        chosen(path): A file is to be opened again.

    Args:
        preferences: Know the files.
        parent: The window.
    """

    chosen = Signal(object)

    def __init__(self, preferences: Preferences, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(say("Open recent"))
        self.setToolTipsVisible(True)
        self._preferences = preferences
        self._shown: tuple[Path, ...] = ()
        self.triggered.connect(self._on_triggered)

    @Slot()
    def fill(self) -> None:
        """List what there is now, other windows' files too; without any, it cannot be opened."""
        self._preferences.refresh()
        self._shown = tuple(path for path in self._preferences.recent_files if is_there(path))
        self.clear()  # and deletes the entries
        for number, path in enumerate(self._shown):
            self._add(number, path)
        self.addSeparator()
        clear = self.addAction(say("Clear list"))
        clear.setToolTip(say("Forget these files; the files themselves stay"))
        self.menuAction().setEnabled(bool(self._shown))

    def _add(self, number: int, path: Path) -> None:
        text = _displayed(f"{path.name} – {path.parent}")
        text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, _WIDEST)
        action = QAction(text.replace("&", "&&"), self)
        action.setToolTip(_displayed(str(path)))
        action.setData(number)
        self.addAction(action)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        if action.data() is None:
            self._preferences.forget_files()
        else:
            self.chosen.emit(self._shown[action.data()])


def _displayed(name: str) -> str:
    """A name as text, where bytes of it are none, and on one line."""
    return " ".join(name.encode(errors="replace").decode().split("\n"))
