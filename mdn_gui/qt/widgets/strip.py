"""A column of panels that gives way to a narrow one with names where there is little room."""

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QSizePolicy,
    QSplitter,
    QWidget,
)

from mdn_gui.core.text import say
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.widgets.column import ANY_SIZE, column
from mdn_gui.qt.widgets.controls import describe

NARROW = 40
"""Pixels of the column of names."""

_GAP = 8  # pixels


class Strip(QWidget):
    """Panels one above the other; where it is narrow, names alone, until these are clicked.

    It stays open while the focus is in it. It stands in a splitter, as the first of two.

    Signals:
        toggled: It takes other room than before.

    Attributes:
        panels: What the panels are put into.
    """

    toggled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.panels = column()
        self._names = _Names()
        self._names.clicked.connect(self._on_names_clicked)
        self._width, self._narrow, self._opened = 0, False, False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._names)
        layout.addWidget(self.panels)
        self._names.hide()
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # noqa: S101 - there is one before a widget
        application.focusChanged.connect(self._on_focus_changed)

    @property
    def full_width(self) -> int:
        """Pixels that the panels need."""
        return self._width

    def set_full_width(self, width: int) -> None:
        """Give the panels at least so many pixels."""
        self._width = width
        self.setMinimumWidth(width)

    def show_names(self, names: str) -> None:
        """Write these where the strip is narrow."""
        self._names.setText(names)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the names alone, or the panels again."""
        if narrow is not self._narrow:
            self._narrow, self._opened = narrow, False
            self._arrange()

    def _arrange(self) -> None:
        shut = self._narrow and not self._opened
        self.panels.setVisible(not shut)
        self._names.setVisible(shut)
        self.setMinimumWidth(NARROW if shut else self._width)
        self.setMaximumWidth(NARROW if shut else ANY_SIZE)
        splitter = self.parentWidget()
        if isinstance(splitter, QSplitter):  # which would keep the width
            whole = sum(splitter.sizes())
            splitter.setSizes([self.minimumWidth(), whole - self.minimumWidth()])

    def _open(self, *, opened: bool) -> None:
        self._opened = opened
        self._arrange()
        self.toggled.emit()

    @Slot()
    def _on_names_clicked(self) -> None:
        self._open(opened=True)
        for control in self.panels.findChildren(QWidget):
            if control.isVisible() and control.focusPolicy() & Qt.FocusPolicy.TabFocus:
                control.setFocus()
                return

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _before: QWidget | None, after: QWidget | None) -> None:
        if self._opened and after is not None:
            inside: QWidget | None = after
            while inside is not None and inside is not self:  # in a window of its own, as a list
                inside = inside.parentWidget()
            if inside is None:
                self._open(opened=False)


class _Names(QAbstractButton):
    """Names written upwards; a click or the focus asks for what they are of."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip_names")
        describe(self, say("Inputs and settings"), say("Show the inputs and the settings"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedWidth(NARROW)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    @guarded_with(QSize())
    def sizeHint(self) -> QSize:
        """Called by Qt."""
        return QSize(NARROW, NARROW)

    @guarded
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Called by Qt: who comes by the tab key goes on to the controls."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.clicked.emit()

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Called by Qt: write the names upwards, from the lower end."""
        with QPainter(self) as painter:
            painter.translate(0.0, self.height())
            painter.rotate(-90.0)
            room = QRect(_GAP, 0, self.height() - 2 * _GAP, self.width())
            text = painter.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, room.width()
            )
            aligned = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.setPen(self.palette().windowText().color())
            painter.drawText(room, aligned, text)
