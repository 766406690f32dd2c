"""The dialogs of files and the menu of those opened last: opening a table, saving what is shown."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QInputDialog,
    QMainWindow,
    QMenu,
    QMessageBox,
    QWidget,
)

from mdn_gui import __version__
from mdn_gui.core.files.disk_files import replacing
from mdn_gui.core.table_formats import patterns
from mdn_gui.core.text import say
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.exports import ANIMATION, Export
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.preferences import Preferences, is_there
from mdn_gui.qt.widgets.file_link import displayed
from mdn_gui.qt.widgets.problem import show_problem
from mdn_gui.session.data import FromFile

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
        text = displayed(f"{path.name} – {path.parent}")
        text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, _WIDEST)
        action = QAction(text.replace("&", "&&"), self)
        action.setToolTip(displayed(str(path)))
        action.setData(number)
        self.addAction(action)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        if action.data() is None:
            self._preferences.forget_files()
        else:
            self.chosen.emit(self._shown[action.data()])


SAID_MS = 8000
"""How long the status line says that a file was saved."""


class Files(QObject):
    """Asks for file names without blocking, and does what was asked with them.

    Signals:
        animation_chosen(path): Where an animation is to be saved.
        columns_chosen(path): The file of saved columns, or the model, that is to be used.

    Args:
        window: What the dialogs belong to, and what a picture shows.
        controller: Holds the session that is saved of.
        loader: Opens tables.
        preferences: Know where the last file was, and which were opened.
    """

    animation_chosen = Signal(object)
    columns_chosen = Signal(object)

    def __init__(
        self,
        window: QMainWindow,
        controller: Controller,
        loader: Loader,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._loader = window, controller, loader
        self._preferences = preferences

    @Slot()
    def open(self) -> None:
        """Ask for a table and open it."""
        filters = say("Tables ({patterns});;All files (*)", patterns=patterns())
        dialog = QFileDialog(self._window, say("Open a table"), filter=filters)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._ask(dialog, self._loader.open_table)

    @Slot()
    def ask_for_columns(self) -> None:
        """Ask for a file of saved columns, or a model."""
        filters = say("Columns and models (*.json *.mdn);;All files (*)")
        dialog = QFileDialog(self._window, say("Use saved columns"), filter=filters)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._ask(dialog, self.columns_chosen.emit)

    def paste(self) -> None:
        """Take the table that was copied last: as text, or as a file."""
        copied = QGuiApplication.clipboard().mimeData() or QMimeData()  # None before the first copy
        if paths := local_files(copied):
            self.open_one_of(paths)
        elif copied.text().strip():
            self._loader.paste_table(copied.text())
        else:
            nothing = say("The clipboard holds no text: copy a table in a spreadsheet or editor.")
            show_problem(self._window, nothing)

    def open_one_of(self, paths: Sequence[Path]) -> None:
        """Open a file; of several, ask which."""
        if len(paths) == 1:
            self._loader.open_table(paths[0])
        if len(paths) < 2:
            return
        names = {displayed(f"{path.name} – {path.parent}"): path for path in paths}
        dialog = QInputDialog(self._window)
        dialog.setObjectName("one_of")
        dialog.setWindowTitle(say("Open a table"))
        dialog.setLabelText(say("One table is opened at a time. Which one?"))
        dialog.setOption(QInputDialog.InputDialogOption.UseListViewForComboBoxItems)
        dialog.setComboBoxItems(list(names))
        dialog.setTextValue(next(iter(names)))  # else none is, and nothing can be opened
        dialog.setOkButtonText(say("Open"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(lambda name: self._loader.open_table(names[name]))
        dialog.open()

    @Slot()
    def reload(self) -> None:
        """Read the columns of the table that is loaded again, as they were read."""
        origin = self._controller.session.data.origin
        if isinstance(origin, FromFile):
            self._loader.read_table(origin.path, origin.roles, origin.options)

    def change_columns(self) -> None:
        """Ask again for the columns of the table that is loaded, read as it was."""
        origin = self._controller.session.data.origin
        if isinstance(origin, FromFile):
            self._loader.open_table(origin.path, origin.options)

    @Slot(object)
    def open_recent(self, path: Path) -> None:
        """Open a table again, or say that it is gone."""
        if is_there(path):
            self._loader.open_table(path)
            return
        self._preferences.forget_file(path)
        gone = say("{name} is no longer in {folder}, so it was taken out of the list.")
        show_problem(self._window, gone.format(name=path.name, folder=path.parent))

    def save(self, export: Export) -> None:
        """Ask where to, and save what is there now, if it can be."""
        session = self._controller.session
        if export.missing(session):
            return
        content = export.take(session, self._window) if export.take else None

        def save(path: Path) -> None:
            if content is None:
                self.animation_chosen.emit(path)
            else:
                self._write(path, content(path.suffix))

        self._ask_for_saving(export.title, export.formats, save)

    @Slot()
    def save_animation(self) -> None:
        """Ask where to, and have the run saved as an animated picture."""
        self.save(ANIMATION)

    @Slot()
    def about(self) -> None:
        """Show version and licence."""
        text = say(
            "MDN Studio {version}\n\nSee the whole conditional distribution p(y | x).\n"
            "Free software under the MIT licence.",
            version=__version__,
        )
        box = QMessageBox(
            QMessageBox.Icon.Information, say("About MDN Studio"), text, parent=self._window
        )
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    @Slot(object)
    def tell_saved(self, path: Path) -> None:
        """Say where something was saved."""
        said = say("Saved {name} in {folder}.", name=path.name, folder=path.parent)
        self._window.statusBar().showMessage(said, SAID_MS)

    def _write(self, path: Path, content: bytes) -> None:
        """Write a file, all of it or nothing, and say where it is or why it is not."""
        try:
            with replacing(path) as file:
                file.write(content)
        except OSError as error:
            show_problem(self._window, self._unwritable(path), str(error))
        else:
            self.tell_saved(path)

    def _unwritable(self, path: Path) -> str:
        return say(
            "{name} could not be written; choose a folder that may be written to.", name=path.name
        )

    def _ask_for_saving(
        self, title: str, formats: Mapping[str, str], save: Callable[[Path], None]
    ) -> None:
        """Ask for the name of a new file.

        Args:
            title: Of the dialog.
            formats: What each format is called, by its suffix.
            save: Is given the name, which ends in a suffix of the formats.
        """
        filters = {f"{name} (*{suffix})": suffix for suffix, name in formats.items()}
        dialog = QFileDialog(self._window, title, filter=";;".join(filters))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        first = next(iter(formats))
        # The name of a table without its ending, which would stand before the new one.
        name = Path(self._controller.session.data.title or "mdn-studio").stem
        dialog.selectFile(f"{name}{first}")

        def take(chosen: Path) -> None:
            suffix = filters.get(dialog.selectedNameFilter(), first)
            path = completed(chosen, tuple(formats), suffix)
            # The dialog has asked about the name as it was.
            if path != chosen and path.exists():
                self._ask_to_replace(path, save)
            else:
                save(path)

        self._ask(dialog, take)

    def _ask_to_replace(self, path: Path, save: Callable[[Path], None]) -> None:
        question = say("{name} is there already, in {folder}.", name=path.name, folder=path.parent)
        box = QMessageBox(
            QMessageBox.Icon.Warning, say("Replace the file?"), question, parent=self._window
        )
        box.setObjectName("replace")
        box.setTextFormat(Qt.TextFormat.PlainText)
        replace = box.addButton(say("Replace"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        replace.clicked.connect(lambda: save(path))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _ask(self, dialog: QFileDialog, use: Callable[[Path], None]) -> None:
        """Open a dialog where the last file was, or at first where a person keeps documents."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setDirectory(str(first_folder(self._preferences.folder)))

        def take(name: str) -> None:
            path = Path(name)
            self._preferences.remember_folder(path.parent)
            use(path)

        dialog.fileSelected.connect(take)
        dialog.open()


def local_files(dragged: QMimeData) -> list[Path]:
    """The files among what is dragged or copied."""
    return [Path(url.toLocalFile()) for url in dragged.urls() if url.isLocalFile()]


def completed(path: Path, suffixes: tuple[str, ...], suffix: str) -> Path:
    """Let a name end in the suffix of its format: "run v1.2" becomes "run v1.2.png".

    Args:
        path: As a person wrote it.
        suffixes: Of the formats that there are; a name that ends in one of them stays.
        suffix: Of the format that was chosen.

    Returns:
        The same path, or the one with the suffix after its name.
    """
    name = path.name.lower()
    if any(name.endswith(known) and name != known for known in suffixes):
        return path
    return path.with_name(path.name + suffix)


def first_folder(last: Path | None) -> Path:
    """The folder that a dialog shows at first.

    Args:
        last: Where the last file was; None for none.

    Returns:
        That folder if it is still there, else the one for documents, else the home.
    """
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    wanted = (last, Path(documents) if documents else None)
    there = (folder for folder in wanted if folder and is_there(folder) and folder.is_dir())
    return next(there, Path.home())
