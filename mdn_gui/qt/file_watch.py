"""Whether the table that is loaded is still the one on the disk."""

from functools import partial

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

from mdn_gui.core.files.disk_files import digest
from mdn_gui.core.text import say
from mdn_gui.qt.background import Background
from mdn_gui.qt.control.state import State
from mdn_gui.qt.preferences import is_there
from mdn_gui.session import edits
from mdn_gui.session.data import FromFile
from mdn_gui.session.session import Session

REST_MS = 200
"""A file that is written tells of many changes; it is looked at once none followed for so long."""


class FileWatch(QObject):
    """Watches the file of the rows that are loaded.

    Its content tells, not its time: what is saved again as it was has not changed.

    Signals:
        changed: The file holds something else than what was read.
        unchanged: It does not, or not any more, or no file is loaded.

    Args:
        state: Holds the session.
    """

    changed = Signal()
    unchanged = Signal()

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._state = state
        self._origin: FromFile | None = None
        self._watcher = QFileSystemWatcher(self)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._comparing = Background(self)
        self._watcher.fileChanged.connect(self._on_watcher_changed)
        # Many programs save by putting another file in place of the old one.
        self._watcher.directoryChanged.connect(self._on_watcher_changed)
        self._rest.timeout.connect(self._on_rest_timeout)
        self._comparing.done.connect(self._on_comparing_done)
        state.changed.connect(self._on_state_changed)

    @Slot(object, object)
    def _on_state_changed(self, _before: Session, after: Session) -> None:
        origin = after.data.origin
        origin = origin if isinstance(origin, FromFile) else None
        if origin == self._origin:
            return
        self._origin = origin
        self._rest.stop()
        self._comparing.cancel()
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)
        self.unchanged.emit()
        if origin is not None:
            self._watcher.addPaths([str(origin.path), str(origin.path.parent)])
            self._rest.start()  # rows that are shown again may have been read long ago

    @Slot(str)
    def _on_watcher_changed(self, path: str) -> None:
        origin = self._origin
        # What else is in its folder is nobody's business while the file itself is watched.
        if origin is not None and (path == str(origin.path) or not self._watcher.files()):
            self._rest.start()

    @Slot()
    def _on_rest_timeout(self) -> None:
        if self._origin is not None and is_there(self._origin.path):
            self._watcher.addPath(str(self._origin.path))  # a file put in its place is another one
            self._comparing.run(partial(_differs, self._origin))

    @Slot(object)
    def _on_comparing_done(self, differs: bool) -> None:  # noqa: FBT001 - a signal's argument
        if differs and self._origin is not None:
            said = say("{name} has changed on the disk since it was read.")
            self._state.edit(edits.told(said.format(name=self._origin.path.name)))
            self.changed.emit()
        else:
            self.unchanged.emit()


def _differs(origin: FromFile) -> bool:
    try:
        return digest(origin.path) != origin.digest
    except OSError:  # gone meanwhile: there is nothing to reload
        return False
