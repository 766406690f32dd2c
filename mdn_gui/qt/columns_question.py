"""The question for the columns of a table: when it is asked, and how it ends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QMainWindow

from mdn_gui.core.text import say
from mdn_gui.qt.control import looking
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.workspace import Workspace
from mdn_gui.session import edits
from mdn_gui.session.data import FromFile
from mdn_gui.session.session import Session
from mdn_gui.session.session import Workspace as Room

if TYPE_CHECKING:
    from mdn_gui.core.reading import ReadingOptions
    from mdn_gui.core.roles import Roles
    from mdn_gui.core.tables import TablePreview


_UNANSWERED = "columns"  # for what no run is started: it would be one on the rows before


def _chosen_before(session: Session, path: Path, preview: TablePreview) -> Roles | None:
    """What the columns of a table are for, or were last, if they are still there."""
    left = (rows.origin for rows in reversed(tuple(session.document.left.values())))
    for origin in (session.data.origin, *left):
        match origin:
            case FromFile(known, roles) if known == path:
                usable = {column.name for column in preview.columns if column.kind is not None}
                return roles if set(roles.columns) <= usable else None
    return None


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
        self._window, self._workspace = window, workspace
        self._controller, self._loader = controller, loader
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
        chosen = _chosen_before(session, path.absolute(), preview)
        panel = ColumnsPanel(preview, chosen)
        panel.accepted.connect(self._on_panel_accepted)
        panel.rejected.connect(self._on_panel_rejected)
        self._workspace.ask(panel)
        unanswered = say("Choose the columns of {table} in Data first, or cancel.", table=path.name)
        self._controller.state.edit(edits.refuse(_UNANSWERED, unanswered))
        if chosen is not None:
            again = say("The columns of {table} are ticked as you chose them last.")
            self._controller.state.edit(edits.told(again.format(table=path.name)))
        self._controller.do(looking.show_workspace(Room.DATA))
        panel.setFocus()
        self.asked.emit(panel)

    @Slot(object, object, bool)
    def _on_panel_accepted(self, roles: Roles, options: ReadingOptions, trains: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._loader.read_table(self._path, roles, options, trains=trains)

    @Slot()
    def _on_panel_rejected(self) -> None:
        self._end()
        self._controller.do(looking.show_workspace(self._came_from))

    @Slot()
    def _on_loader_loaded(self) -> None:
        self._end()  # though it may be the same choice as before

    @Slot(object, object)
    def _on_state_changed(self, before: Session, after: Session) -> None:
        if before.data.origin != after.data.origin:
            self._end()

    def _end(self) -> None:
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self._workspace.asks_at(focused)
        self._workspace.settle()
        self._controller.state.edit(edits.refuse(_UNANSWERED, ""))
        if had_focus:
            self._window.setFocus()  # else it would go to a button of the toolbar
