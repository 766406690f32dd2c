"""The question for the columns of a table: when it is asked, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QMainWindow

from mdn_gui.core.files.table_refusals import TableError, names_in_short
from mdn_gui.core.reading import UNSAID
from mdn_gui.core.roles import Role, Roles, read_alike
from mdn_gui.core.text import say
from mdn_gui.qt.background import Background
from mdn_gui.qt.columns.memory import Choice, choice_for, remember_choice
from mdn_gui.qt.control import looking
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.preferences import Preferences
from mdn_gui.qt.workspace import Workspace
from mdn_gui.session import edits
from mdn_gui.session.data import FromFile
from mdn_gui.session.session import Session
from mdn_gui.session.session import Workspace as Room

if TYPE_CHECKING:
    from mdn_gui.core.reading import ReadingOptions
    from mdn_gui.core.table_preview import TablePreview
    from mdn_gui.qt.panels.columns_panel import ColumnsPanel


_NAMING = ("encoding", "separator", "header", "sheet")  # what changes the names of columns
_SAVED = (".json", ".mdn")  # files of columns and models
_UNANSWERED = "columns"  # for what no run is started: it would be one on the rows before


class ColumnsQuestion(QObject):
    """Asks in *Data* for the columns of a table, once the loader wants them.

    It ends once they are read, where a person cancels it, and where other rows are shown. It begins
    with the choice in force, or else with the one that was taken last for a table with the same
    columns, how the table is read included; the line at the bottom says so.

    Signals:
        asked(panel): A panel asks.
        saved_wanted: A person wishes to take saved columns; see `use_saved`.

    Args:
        window: What it is asked in.
        controller: Holds the session.
        loader: Looks through tables, and reads the columns.
        workspace: Shows the panel.
        preferences: Where choices are remembered.
    """

    asked = Signal(object)
    saved_wanted = Signal()

    def __init__(
        self,
        window: QMainWindow,
        controller: Controller,
        loader: Loader,
        workspace: Workspace,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._window, self._workspace = window, workspace
        self._controller, self._loader = controller, loader
        self._preferences = preferences
        self._path = Path()
        self._panel: ColumnsPanel | None = None
        self._names: dict[Path, tuple[str, ...]] = {}  # of columns, as they were found
        self._recalled: Choice | None = None  # while the table is read so
        self._source = ""  # the file that it is from; "" of what is remembered
        self._loading = Background(self, plain=(TableError,))
        self._loading.done.connect(self._on_loading_done)
        self._loading.failed.connect(self._on_loading_failed)
        self._came_from = Room.EXPLORE
        loader.columns_wanted.connect(self._on_loader_columns_wanted)
        loader.read_otherwise.connect(self._on_loader_read_otherwise)
        loader.unreadable_so.connect(self._on_loader_unreadable_so)
        loader.loaded.connect(self._on_loader_loaded)
        controller.state.changed.connect(self._on_state_changed)

    def takes(self, paths: Sequence[Path]) -> bool:
        """Whether files that are dropped are saved columns, or a model, for the table asked about.

        Args:
            paths: The files.
        """
        one = len(paths) == 1 and paths[0].suffix.lower() in _SAVED
        return one and self._panel is not None and self._panel.isVisible()

    @Slot(object)
    def use_saved(self, path: Path) -> None:
        """Take roles and reading from a file of saved columns, or from a model."""
        if self._panel is not None:
            self._source = path.name
            self._loading.run(partial(_saved, path))

    @Slot(object)
    def _on_loading_done(self, choice: Choice) -> None:
        if self._panel is not None:
            self._panel.read_otherwise(choice.options)
            self._recalled = choice

    @Slot(str, str)
    def _on_loading_failed(self, message: str, details: str) -> None:
        if self._panel is not None:
            self._panel.show_failure(message)
        if details:  # what nobody expected
            self._loader.failed.emit(message, details)

    @Slot(object, object)
    def _on_loader_columns_wanted(self, path: Path, preview: TablePreview) -> None:
        from mdn_gui.qt.panels.columns_panel import ColumnsPanel  # noqa: PLC0415 - now it is used

        self._path, session = path, self._controller.session
        if not self._workspace.asking or session.status.workspace is not Room.DATA:
            self._came_from = session.status.workspace
        if all(getattr(preview.options, name) is None for name in _NAMING):
            self._names[path] = tuple(column.name for column in preview.columns)
        recalled = self._recall(preview)
        at_once = recalled is not None and _read_so(preview, recalled)
        roles = recalled.roles if recalled is not None and at_once else None
        details = roles.details if roles is not None else {}
        panel = self._panel = ColumnsPanel(replace(preview, details=details), roles)
        panel.parts.begin(session)
        panel.accepted.connect(self._on_panel_accepted)
        panel.rejected.connect(self._on_panel_rejected)
        panel.saved_wanted.connect(self.saved_wanted)
        panel.reading_wanted.connect(self._on_panel_reading_wanted)
        self._workspace.ask(panel)
        unanswered = say("Choose the columns of {table} in Data first, or cancel.", table=path.name)
        self._controller.state.edit(edits.refuse(_UNANSWERED, unanswered))
        self._controller.do(looking.show_workspace(Room.DATA))
        panel.setFocus()
        self.asked.emit(panel)
        if at_once:
            self._tell_recalled()
        elif recalled is not None:
            panel.read_otherwise(recalled.options, recalled.roles.details)
            self._recalled, self._source = recalled, ""

    def _recall(self, preview: TablePreview) -> Choice | None:
        """What is chosen for a table, or was for one with the same columns; None for nothing."""
        match self._controller.session.data.origin:
            case FromFile(path, roles, options) if path == self._path.absolute():
                found: Choice | None = Choice(roles, options)
            case _:
                names = self._names.get(self._path, ())
                found = choice_for(self._preferences, self._path, names) if names else None
        if found is None:
            return None
        if preview.options != UNSAID:
            found = found._replace(options=preview.options)  # a person said it now
        if _read_so(preview, found) and not _fit(found.roles, preview):
            return None
        return found

    def _tell_recalled(self) -> None:
        again = say("The columns of {table} have the roles that you chose last.")
        self._controller.state.edit(edits.told(again.format(table=self._path.name)))

    @Slot(object, object)
    def _on_panel_reading_wanted(
        self, options: ReadingOptions, details: Mapping[str, Role]
    ) -> None:
        self._recalled = None
        self._loader.preview_again(self._path, options, details)

    @Slot(object)
    def _on_loader_read_otherwise(self, preview: TablePreview) -> None:
        recalled, self._recalled = self._recalled, None
        if self._panel is None:
            return
        if recalled is not None and _fit(recalled.roles, preview):
            self._panel.show_preview(preview, recalled.roles)
            self._tell_taken()
        elif recalled is not None and self._source:
            self._panel.show_failure(self._misfit(recalled.roles, preview))
        else:
            self._panel.show_preview(preview)

    def _tell_taken(self) -> None:
        names = {"table": self._path.name, "file": self._source}
        again = say("{table} is read, and its columns have the roles, as you chose last.")
        if self._source:
            again = say("{table} is read, and its columns have the roles, as {file} says.")
        self._controller.state.edit(edits.told(again.format(**names)))

    def _misfit(self, roles: Roles, preview: TablePreview) -> str:
        """Why roles of a file cannot be given to the columns of a table."""
        usable = {column.name for column in preview.columns if column.kind is not None}
        lacking = [name for name in roles.columns if name not in usable]
        if not lacking:
            nothing = say("{file} names no input or no target; choose the columns here.")
            return nothing.format(file=self._source)
        told = say(
            "{file} needs {columns}, which {table} does not have or cannot be used; choose the "
            "columns here."
        )
        columns = names_in_short(lacking)
        return told.format(file=self._source, columns=columns, table=preview.name)

    @Slot(str)
    def _on_loader_unreadable_so(self, message: str) -> None:
        self._recalled = None
        if self._panel is not None:
            self._panel.show_failure(message)

    @Slot(object, object, bool)
    def _on_panel_accepted(self, roles: Roles, options: ReadingOptions, trains: bool) -> None:  # noqa: FBT001 - a signal's argument
        if names := self._names.get(self._path):
            remember_choice(self._preferences, self._path, names, Choice(roles, options))
        parts = {} if self._panel is None else self._panel.parts.parts
        self._loader.read_table(self._path, roles, options, trains=trains, parts=parts)

    @Slot()
    def _on_panel_rejected(self) -> None:
        self._loader.let_go()
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
        self._panel = None
        self._workspace.settle()
        self._controller.state.edit(edits.refuse(_UNANSWERED, ""))
        if had_focus:
            self._window.setFocus()  # else it would go to a button of the toolbar


def _read_so(preview: TablePreview, choice: Choice) -> bool:
    """Whether a table is read as a choice says, columns included."""
    alike = read_alike(preview.details, choice.roles.details)
    return choice.options == preview.options and alike


def _saved(path: Path) -> Choice:
    from mdn_gui.core.saved_columns import load  # noqa: PLC0415 - not needed by the first frame

    saved = load(path)
    return Choice(saved.roles, saved.options)


def _fit(roles: Roles, preview: TablePreview) -> bool:
    """Whether all columns that have roles are still there, and there are an input and a target."""
    usable = {column.name for column in preview.columns if column.kind is not None}
    return set(roles.columns) <= usable and bool(roles.inputs and roles.targets)
