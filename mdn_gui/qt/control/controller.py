"""All that changes the session, in one place."""

from PySide6.QtCore import QObject

from mdn_gui.qt.control.playback import Playback
from mdn_gui.qt.control.rows import Rows
from mdn_gui.qt.control.run_list import RunList
from mdn_gui.qt.control.state import State
from mdn_gui.qt.control.training import Training
from mdn_gui.qt.trainer import Trainer
from mdn_gui.session.session import Session


class Controller(QObject):
    """Brings together those who change the session.

    Attributes:
        state: Holds the session.
        rows: What is trained on.
        training: Runs.
        run_list: The runs of the sitting.

    Args:
        trainer: Leads the worker, which trains.
        parent: The owner.
    """

    def __init__(self, trainer: Trainer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = State(self)
        self.run_list = RunList(self.state)
        self.training = Training(self.state, self.run_list, trainer)
        self.rows = Rows(self.state, self.training)
        self._playback = Playback(self.state)
        self.run_list.settings_wanted.connect(self.training.set_settings)

    @property
    def session(self) -> Session:
        """What is shown now."""
        return self.state.session
