"""All that changes the session, in one place."""

from PySide6.QtCore import QObject

from mdn_gui.qt.control.answering import Answering
from mdn_gui.qt.control.checker import Checker
from mdn_gui.qt.control.playback import Playback
from mdn_gui.qt.control.rows import Counting
from mdn_gui.qt.control.run_list import Comparing
from mdn_gui.qt.control.state import State
from mdn_gui.qt.control.training import Training
from mdn_gui.qt.trainer import Trainer
from mdn_gui.session.edits import Act
from mdn_gui.session.session import Session


class Controller(QObject):
    """Holds the session, and brings together those who see to what follows from its changes.

    Attributes:
        state: Holds the session.
        training: Runs.

    Args:
        trainer: Leads the worker, which trains.
        parent: The owner.
    """

    def __init__(self, trainer: Trainer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = State(self)
        self.training = Training(self.state, trainer)
        for follows in (Answering, Checker, Comparing, Counting, Playback):
            follows(self.state)  # whose child it is

    @property
    def session(self) -> Session:
        """What is shown now."""
        return self.state.session

    def do(self, act: Act) -> None:
        """Do what a person wants done."""
        self.state.edit(*act)
