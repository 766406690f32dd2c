"""Marks that tell a newcomer what can be done where; each goes for good once it was done."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.control.state import State
from mdn_gui.qt.frames import LINE_EPOCHS
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.preferences import Preferences
from mdn_gui.qt.widgets.overlay import Overlay
from mdn_gui.qt.workspace import Workspace
from mdn_gui.session.session import Held, Session

# Pixels of a plot around what it shows: left, above, right, below; and around its lowest line too,
# which has the name of the axis in its middle.
_INSIDE, _AT_AXIS = (70, 42, 24, 60), (70, 42, 24, 2)


class _Kind(NamedTuple):
    """A mark.

    Attributes:
        text: What can be done.
        where: In the plot.
        around: Pixels that it keeps from the plot's edges.
        apt: Whether it can be done in a session.
        done: Whether it was done from one session to the next.
    """

    text: str
    where: Qt.AlignmentFlag
    around: tuple[int, int, int, int]
    apt: Callable[[Session], bool]
    done: Callable[[Session, Session], bool]


def _moved(before: Session, after: Session) -> bool:
    same_axis = (before.data, before.resolved.across) == (after.data, after.resolved.across)
    return same_axis and before.resolved.position != after.resolved.position


def _went_back(before: Session, after: Session) -> bool:
    by_hand = not (before.status.playing or after.status.playing)
    return by_hand and after.view.epoch not in {None, before.view.epoch}


_KINDS = {
    "x": _Kind(
        say("Click any x"),
        Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter,
        _INSIDE,
        lambda session: session.network is not None,
        _moved,
    ),
    "epochs": _Kind(
        say("Drag through the epochs"),
        Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight,
        _AT_AXIS,
        lambda session: len(session.run.history) >= LINE_EPOCHS,
        _went_back,
    ),
    "truth": _Kind(
        say("Hold T: truth"),
        Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft,
        _INSIDE,
        lambda session: session.network is not None and session.data.example is not None,
        lambda _before, after: after.status.held is Held.TRUTH,
    ),
}
"""By the names under which the preferences remember that they were used."""


class Marks(QObject):
    """Shows the marks that a person has not used yet, once every panel is there.

    Args:
        window: The window.
        state: Tells what is done.
        preferences: Remember it.
    """

    def __init__(self, window: MainWindow, state: State, preferences: Preferences) -> None:
        super().__init__(window)
        self._window, self._state, self._preferences = window, state, preferences
        self._marks: dict[str, _Mark] = {}
        window.completed.connect(self._on_window_completed)

    @Slot()
    def _on_window_completed(self) -> None:
        from mdn_gui.qt.plots.loss_plot import LossPlot  # noqa: PLC0415 - there by now

        window = self._window
        [workspace], [losses] = window.findChildren(Workspace), window.findChildren(LossPlot)
        panels = {"x": workspace.field, "epochs": losses, "truth": workspace.field}
        used = self._preferences.marks_used
        self._marks = {
            name: _Mark(panels[name], kind) for name, kind in _KINDS.items() if name not in used
        }
        if self._marks:
            self._state.changed.connect(self._on_state_changed)

    @Slot(object, object)
    def _on_state_changed(self, before: Session, after: Session) -> None:
        for name, mark in tuple(self._marks.items()):
            if _KINDS[name].done(before, after):
                self._preferences.remember_mark(name)
                self._marks.pop(name).remove()
            else:
                mark.show_session(after)
        if not self._marks:
            self._state.changed.disconnect(self._on_state_changed)


class _Mark(Overlay):
    """A few words over a panel."""

    def __init__(self, panel: QWidget, kind: _Kind) -> None:
        super().__init__(panel)
        self._apt = kind.apt
        self.hide()
        words = QLabel(kind.text)
        words.setObjectName("mark")
        layout = QGridLayout(self)
        layout.setContentsMargins(*kind.around)
        layout.addWidget(words, 0, 0, kind.where)

    def show_session(self, session: Session) -> None:
        """Be seen where what it tells can be done."""
        self.setVisible(self._apt(session))
