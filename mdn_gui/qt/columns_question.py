"""The question for the columns of a table: when it is asked, and how it ends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMainWindow

from mdn_gui.core.tables import TablePreview
from mdn_gui.qt.control import looking
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.workspace import Workspace
from mdn_gui.session.data import FromFile
from mdn_gui.session.session import Session
from mdn_gui.session.session import Workspace as Room

if TYPE_CHECKING:
    from mdn_gui.core.reading import ReadingOptions
    from mdn_gui.core.roles import Roles


class ColumnsQuestion(QObject):
    """Asks in *Data* for the columns of a table, once the loader wants them.

    It ends once they are read, where a person cancels it, and where other rows are shown.

    Signals:
        asked(panel): A panel asks.

    Args:
        window: What it is asked in.
        controller: Holds the session.
        loader: Looks through tables, and reads the columns.
        workspace: Shows the panel.
    """

    asked = Signal(object)

    def __init__(
        self, window: QMainWindow, controller: Controller, loader: Loader, workspace: Workspace
    ) -> None:
        super().__init__(window)
        self._controller, self._loader, self._workspace = controller, loader, workspace
        self._path = Path()
        self._came_from = Room.EXPLORE
        loader.columns_wanted.connect(self._on_loader_columns_wanted)
        loader.loaded.connect(self._on_loader_loaded)
        controller.state.changed.connect(self._on_state_changed)

    @Slot(object, object)
    def _on_loader_columns_wanted(self, path: Path, preview: TablePreview) -> None:
        from mdn_gui.qt.panels.columns_panel import ColumnsPanel  # noqa: PLC0415 - now it is used

        self._path, session = path, self._controller.session
        if not self._workspace.asking or session.status.workspace is not Room.DATA:
            self._came_from = session.status.workspace
        match session.data.origin:
            case FromFile(loaded, roles) if loaded == path.absolute():
                panel = ColumnsPanel(preview, roles)
            case _:
                panel = ColumnsPanel(preview)
        panel.accepted.connect(self._on_panel_accepted)
        panel.rejected.connect(self._on_panel_rejected)
        self._workspace.ask(panel)
        self._controller.do(looking.show_workspace(Room.DATA))
        panel.setFocus()
        self.asked.emit(panel)

    @Slot(object, object, bool)
    def _on_panel_accepted(self, roles: Roles, options: ReadingOptions, trains: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._loader.read_table(self._path, roles, options, trains=trains)

    @Slot()
    def _on_panel_rejected(self) -> None:
        self._workspace.settle()
        self._controller.do(looking.show_workspace(self._came_from))

    @Slot()
    def _on_loader_loaded(self) -> None:
        self._workspace.settle()  # though it may be the same choice as before

    @Slot(object, object)
    def _on_state_changed(self, before: Session, after: Session) -> None:
        if before.data.origin != after.data.origin:
            self._workspace.settle()
