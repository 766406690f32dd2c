"""Qt's and pyqtgraph's own texts in the language of the program."""

from typing import override

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from mdn_gui.core import text
from mdn_gui.qt.guard import guarded_with


class Translator(QTranslator):
    """Answers what Qt asks, pyqtgraph's menus above all, from the catalogue of the program."""

    @override
    @guarded_with("")
    def translate(
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """The text as the program words it; None, and Qt goes on, where it is not known."""
        # An empty text would blank what is shown; PySide's stubs know of no None.
        return text.translated(sourceText)  # type: ignore[return-value]

    @override
    @guarded_with(default=False)
    def isEmpty(self) -> bool:
        """Never: Qt tells no widget of a translator that is empty."""
        return False


def install_translators(app: QCoreApplication) -> None:
    """Have Qt speak the language of the program; its own dialogs bring their catalogues."""
    if text.language() == "en":
        return
    dialogs = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if dialogs.load(QLocale(text.language()), "qtbase", "_", folder):
        app.installTranslator(dialogs)
    app.installTranslator(Translator(app))
