"""Rows with a missing input: how many there are, and whether they are kept."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QRadioButton, QWidget

from mdn_gui.core.roles import Missing, Roles
from mdn_gui.core.table_preview import TablePreview
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.widgets.controls import describe

_SHOWN_NAMES = 3
_SHOWN_CHARACTERS = 24


class MissingRows(QWidget):
    """Tells of rows with a missing input, and lets a person leave them out or keep them.

    It is not seen where no input has a missing cell.

    Signals:
        chosen(missing): What becomes of such rows, "drop" or "keep".
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._told = QLabel()
        self._told.setObjectName("missing_told")
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setWordWrap(True)
        self._drop, self._keep = QRadioButton(), QRadioButton()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._told, stretch=1)
        for name, button in (("missing_drop", self._drop), ("missing_keep", self._keep)):
            button.setObjectName(name)
            layout.addWidget(button)
        self._drop.clicked.connect(self._on_drop_clicked)
        self._keep.clicked.connect(self._on_keep_clicked)

    def show_roles(self, preview: TablePreview, roles: Roles) -> None:
        """Tell what becomes of the rows of a table."""
        lacking_some = {column.name for column in preview.columns if column.missing}
        names = [name for name in roles.inputs if name in lacking_some]
        self.setVisible(bool(names))
        if not names:
            return
        dropped, kept = (
            preview.rows_kept(replace(roles, missing=each)) for each in ("drop", "keep")
        )
        keeps = roles.missing == "keep"
        lacking = preview.rows_missing(names)
        told = _lacking_text(preview, names, lacking)
        self._told.setText(f"{told} {_fate_text(lacking, kept - dropped, keeps=keeps)}")
        leave = say_count("Leave {count} row out", "Leave {count:,} rows out", lacking)
        keep: str = say("Keep them")
        if kept - dropped < lacking:
            keep = say_count("Keep {count} of them", "Keep {count:,} of them", kept - dropped)
        self._drop.setText(leave)
        self._keep.setText(keep)
        describe(self._drop, leave, say("Rows in which an input is missing are not learned from."))
        tip = say("Teaches the network what missing means: it sees that there is no value.")
        describe(self._keep, keep, tip)
        for button, checked in ((self._drop, not keeps), (self._keep, keeps)):
            button.setVisible(kept > dropped)
            button.setChecked(checked)

    @Slot()
    def _on_drop_clicked(self) -> None:
        self._choose("drop")

    @Slot()
    def _on_keep_clicked(self) -> None:
        self._choose("keep")

    def _choose(self, missing: Missing) -> None:
        self.chosen.emit(missing)


def _lacking_text(preview: TablePreview, names: list[str], count: int) -> str:
    """How many rows lack a value of some columns, in a sentence."""
    shown = [name[:_SHOWN_CHARACTERS] for name in names[:_SHOWN_NAMES]]
    listed = ", ".join(shown)
    if more := len(names) - len(shown):
        listed = say("{names} or {count:,} more", names=listed, count=more)
    elif len(shown) > 1:
        listed = say("{names} or {last}", names=", ".join(shown[:-1]), last=shown[-1])
    return say_count(
        "{count} of {rows:,} rows has no value in {names}.",
        "{count:,} of {rows:,} rows have no value in {names}.",
        count,
        rows=preview.rows,
        names=listed,
    )


def _fate_text(lacking: int, choosable: int, *, keeps: bool) -> str:
    """What becomes of rows that lack an input, in a sentence or two.

    Args:
        lacking: How many there are.
        choosable: How many of them can be kept.
        keeps: Whether these are.
    """
    if not (keeps and choosable):
        return say_count("It is left out.", "They are left out.", lacking)
    if choosable == lacking:
        return say_count(
            "It is kept: the network learns what missing means.",
            "They are kept: the network learns what missing means.",
            lacking,
        )
    others = say_count(
        "The other one has no target or weight, or a cell that cannot be read, and is left out.",
        "The other {count:,} have no target or weight, or a cell that cannot be read, and are "
        "left out.",
        lacking - choosable,
    )
    kept = say_count(
        "{count} of them is kept: the network learns what missing means.",
        "{count:,} of them are kept: the network learns what missing means.",
        choosable,
    )
    return f"{kept} {others}"
