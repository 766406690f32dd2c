"""A list of all commands, found by words of their names."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mdn_gui.core.text import say
from mdn_gui.qt import theme
from mdn_gui.qt.actions import Command, Offer
from mdn_gui.qt.guard import guarded

_SIZE = QSize(840, 420)
_NAME = 290  # pixels of the longest names
_TOP = 72  # pixels below the window's upper edge
_ROW = 26  # pixels
_MARGIN = 8
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
_OFFER = Qt.ItemDataRole.UserRole


class CommandPalette(QFrame):
    """A field, and below it the commands that have all words begun there, in any order.

    Enter or a click does the one marked; Esc, or a click elsewhere, closes. Those whose names begin
    so come first; what cannot be done comes last, muted, with its reason.

    Args:
        parent: The window.
        offers: All commands, as they are now.
        do: Does one.
    """

    def __init__(
        self,
        parent: QWidget,
        offers: Callable[[], Iterable[Offer[Any]]],
        do: Callable[[Command[Any]], object],
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("command_palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._offers, self._do = offers, do
        self._field = QLineEdit()
        self._field.setObjectName("command_words")
        self._field.setPlaceholderText(say("Find a command by words of its name"))
        self._field.setAccessibleName(say("Words of a command"))
        self._list = QTreeWidget()
        self._list.setObjectName("commands_found")
        self._list.setAccessibleName(say("Commands"))
        self._list.setColumnCount(3)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = self._list.header()
        header.setStretchLastSection(False)
        header.resizeSection(0, _NAME)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        self._field.textChanged.connect(self._show_matches)
        self._list.itemClicked.connect(self._on_item_clicked)
        self._show_matches()

    def open(self) -> None:
        """Show it in the upper middle of the window, and let a person type."""
        window = self.parentWidget()
        assert window is not None  # noqa: S101 - tells mypy what it was made with
        room = window.size()
        size = _SIZE.boundedTo(QSize(room.width() - 2 * _MARGIN, room.height() - _TOP - _MARGIN))
        self.resize(size)
        self.move(window.mapToGlobal(QPoint((room.width() - size.width()) // 2, _TOP)))
        self.show()
        self._field.setFocus()

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the field leaves: move the mark, do what is marked, close."""
        if event.key() in _MOVES:
            self._move(_MOVES[Qt.Key(event.key())])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._do_current()
        else:
            super().keyPressEvent(event)  # Esc closes what pops up

    @Slot()
    def _show_matches(self) -> None:
        typed = self._field.text().casefold()

        def rank(offer: Offer[Any]) -> tuple[bool, bool]:
            return bool(offer.missing), not offer.text.casefold().startswith(typed)

        found = [each for each in self._offers() if _matches(each, typed.split())]
        self._list.clear()
        self._list.addTopLevelItems([_item(each) for each in sorted(found, key=rank)])
        if not found:
            nothing = QTreeWidgetItem([say("No command has these words.")])
            nothing.setDisabled(True)
            self._list.addTopLevelItem(nothing)
        self._move(0)

    def _move(self, by: int) -> None:
        """Move the mark by so many of the commands that can be done."""
        items = [self._list.topLevelItem(row) for row in range(self._list.topLevelItemCount())]
        possible = [item for item in items if item is not None and not item.isDisabled()]
        if possible:
            current = self._list.currentItem()
            place = possible.index(current) + by if current in possible else 0
            self._list.setCurrentItem(possible[max(0, min(place, len(possible) - 1))])

    @Slot(QTreeWidgetItem)
    def _on_item_clicked(self, item: QTreeWidgetItem) -> None:
        self._list.setCurrentItem(item)
        self._do_current()

    def _do_current(self) -> None:
        item = self._list.currentItem()
        if item is None or item.isDisabled():
            return
        name = item.data(0, _OFFER)
        offer = next(each for each in self._offers() if each.command.name == name)
        if offer.missing:  # since it was listed
            self._show_matches()
            return
        self.close()  # before, for it may open a dialog
        self._do(offer.command)


def _matches(offer: Offer[Any], words: list[str]) -> bool:
    parts = f"{offer.text} {offer.where}".casefold().split()
    return all(any(part.startswith(word) for part in parts) for word in words)


def _item(offer: Offer[Any]) -> QTreeWidgetItem:
    item = QTreeWidgetItem([offer.text, offer.missing or offer.where, offer.keys])
    item.setData(0, _OFFER, offer.command.name)
    item.setDisabled(bool(offer.missing))
    item.setToolTip(1, offer.missing)
    item.setForeground(1, QColor(theme.in_force().muted))
    item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setSizeHint(1, QSize(0, _ROW))
    return item
