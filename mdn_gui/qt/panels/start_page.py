"""What a person sees while nothing is loaded: where to open a table, and examples to watch."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mdn_gui.core.drawing.sketch import Sketch, sketches
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.table_formats import advised
from mdn_gui.core.text import say
from mdn_gui.qt import theme
from mdn_gui.qt.actions import Actions
from mdn_gui.qt.background import Background
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.plots.forming_field import FormingField
from mdn_gui.qt.preferences import Preferences, is_there
from mdn_gui.qt.renderer import Renderer
from mdn_gui.qt.theme import Theme, icon
from mdn_gui.qt.widgets.card import CARD, Card
from mdn_gui.qt.widgets.column import column
from mdn_gui.qt.widgets.controls import primary
from mdn_gui.qt.widgets.file_link import FileLink
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.session.session import Session, Workspace

MOST_RECENT = 6
"""So many of the recent files are listed."""

WATCHED_SPEED = 10.0
"""Epochs a second at which an example of a card is trained: one sees its density form."""

_MOST_CARDS = 6  # side by side; more would be too far from each other to be seen together
_MARGIN, _GAP, _PADDING = 16, 12, 12  # pixels
_ABOVE = 8  # pixels above and below all: a window on a screen of 720 pixels shows every card
_TEXT, _HEADING = 20, 14  # pixels of letters
_LINKS = 3  # recent files side by side
_HIGHLIGHT = 24  # of 255: how strongly the drop zone is filled while a file is over the window


class StartPage(Pane):
    """Drop zone, recent files, a small field that forms, and a card for each example.

    Signals:
        example_requested(name): An example is to be loaded, and its training watched.
        recent_requested(path): A file is to be opened again.

    Args:
        actions: What the other buttons do.
        preferences: Know the recent files, and whether pictures may move.
        parent: The window.
    """

    example_requested = Signal(str)
    recent_requested = Signal(object)

    def __init__(
        self, actions: Actions, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences, self._columns = preferences, 0
        self._drop = _DropZone(actions)
        self._recent = QGridLayout()
        self._recent.setHorizontalSpacing(_GAP)
        self._recent.setVerticalSpacing(0)
        self._links: Sequence[FileLink] = ()
        self._field = FormingField(motion=preferences.motion)
        self._field.motion_chosen.connect(preferences.remember_motion)
        self._make_cards(actions)
        self._lay_out()
        self._beginning = QTimer(self, singleShot=True, interval=0)
        self._beginning.timeout.connect(self._on_beginning_timeout)
        self._sketching = Renderer(sketches, self)
        self._sketching.rendered.connect(self._on_sketched)
        self._looking = Background(self)
        self._looking.done.connect(self._on_looking_done)
        preferences.files_changed.connect(self._list_recent)

    @Slot()
    def begin(self) -> None:
        """Paint the pictures, once whatever else begins now has begun."""
        self._beginning.start()

    def highlight(self, *, on: bool) -> None:
        """Show that a file over the window can be dropped."""
        self._drop.highlight(on=on)

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        self._field.set_theme(theme)
        self._drop.set_theme(theme)
        self._draw_own.setIcon(icon("draw", theme.accent, theme.grid))

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many cards side by side as there is room for."""
        super().resizeEvent(event)
        room = self.width() - 2 * _MARGIN + _GAP
        columns = min(max(room // (CARD.width() + _GAP), 1), _MOST_CARDS)
        if columns != self._columns:
            self._columns = columns
            for place, card in enumerate((*self._cards.values(), self._draw_own)):
                self._grid.addWidget(card, *divmod(place, columns))

    def _draw_session(self, session: Session) -> None:
        """List the files that were opened last; of a session there is nothing to draw."""
        del session
        self._list_recent()

    def _make_cards(self, actions: Actions) -> None:
        self._cards: dict[str, Card] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        for name, example in EXAMPLES.items():
            card = self._cards[name] = Card(example.title, example.lesson, example.summary)
            card.setObjectName(f"card_{name}")
            card.clicked.connect(self._on_card_clicked)
        draw = actions.action("draw_own")
        self._draw_own = Card(draw.text(), say("Rows of your own, by mouse"), draw.toolTip())
        self._draw_own.setObjectName("card_draw_own")
        self._draw_own.clicked.connect(draw.trigger)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(_GAP // 2)
        left.addWidget(self._drop, 1)
        left.addLayout(self._recent)
        first = QHBoxLayout()
        first.setSpacing(_GAP)
        first.addLayout(left, 1)
        first.addWidget(self._field, 0, Qt.AlignmentFlag.AlignTop)
        heading = _label(say("Or watch a network learn an example"), _HEADING)
        content = column()
        content.setMaximumWidth(_MOST_CARDS * (CARD.width() + _GAP) - _GAP)
        below = content.layout()
        assert isinstance(below, QVBoxLayout)  # noqa: S101 - tells mypy what `column` makes
        below.addStretch()
        below.addLayout(first)
        below.addSpacing(_GAP)
        below.addWidget(heading)
        below.addSpacing(_GAP // 2)
        below.addLayout(self._grid)
        below.addStretch()
        self._grid.setColumnStretch(_MOST_CARDS, 1)
        middle = QWidget()
        around = QHBoxLayout(middle)
        around.setContentsMargins(_MARGIN, _ABOVE, _MARGIN, _ABOVE)
        around.addWidget(content)
        scrolled = QScrollArea()
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setWidget(middle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled)

    @Slot()
    def _list_recent(self) -> None:
        if not self.isVisible():
            return
        paths = self._preferences.recent_files[:MOST_RECENT]
        if self._memory.changed("recent", paths):
            for link in self._links:
                link.deleteLater()
            self._links = tuple(map(FileLink, paths))
            for place, link in enumerate(self._links):
                link.clicked.connect(self._on_link_clicked)
                self._recent.addWidget(link, *divmod(place, _LINKS))
        # A folder of a network that does not answer would hold the window up.
        self._looking.run(partial(_missing, paths))

    @Slot(object)
    def _on_looking_done(self, missing: frozenset[Path]) -> None:
        for link in self._links:
            link.setEnabled(link.path not in missing)

    @Slot()
    def _on_beginning_timeout(self) -> None:
        self._field.begin()
        self._sketching.request(tuple(self._cards))

    @Slot(object, object)
    def _on_sketched(self, drawn: Sequence[Sketch], names: Sequence[str]) -> None:
        for name, sketch in zip(names, drawn, strict=True):
            self._cards[name].show_sketch(sketch)

    @Slot()
    def _on_card_clicked(self) -> None:
        name = next(name for name, card in self._cards.items() if card is self.sender())
        self.example_requested.emit(name)

    @Slot()
    def _on_link_clicked(self) -> None:
        link = self.sender()
        if isinstance(link, FileLink):
            self.recent_requested.emit(link.path)


class Front(QStackedWidget):
    """Shows the start page where one would explore while nothing is loaded, and else all else.

    Args:
        page: The start page.
        rest: All else.
    """

    def __init__(self, page: StartPage, rest: QWidget) -> None:
        super().__init__()
        self.addWidget(page)
        self.addWidget(rest)

    def show_session(self, session: Session) -> None:
        """Show what a session is to be seen in."""
        exploring = session.status.workspace is Workspace.EXPLORE
        self.setCurrentIndex(int(not (session.data.empty and exploring)))


class _DropZone(QWidget):
    """Says that a table can be dropped, and opens one by a button."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("drop_zone")
        self._highlighted = False
        text = _label(
            say(
                "Drop a table here, or open one. See every answer your data give, not only the "
                "average."
            ),
            _TEXT,
        )
        text.setObjectName("start_text")
        text.setWordWrap(True)
        opening = _button(actions, "open", say("Open a table"))
        primary(opening)
        pasting = _button(actions, "paste", say("Paste a table"))
        self._hint = QLabel(say("{formats}, or another kind of table", formats=advised()))
        below = QHBoxLayout()
        below.setSpacing(_PADDING)
        below.addWidget(opening)
        below.addWidget(pasting)
        below.addWidget(self._hint, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * _PADDING, _PADDING, 2 * _PADDING, _PADDING)
        layout.setSpacing(_PADDING)
        layout.addStretch()
        layout.addWidget(text)
        layout.addLayout(below)
        layout.addStretch()

    def highlight(self, *, on: bool) -> None:
        """Stand out, or no longer."""
        self._highlighted = on
        self.update()

    def set_theme(self, now: Theme) -> None:
        """Apply the colours of a theme."""
        self._hint.setStyleSheet(f"color: {now.muted};")

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame."""
        now, width = theme.in_force(), 2 if self._highlighted else 1
        fill = QColor(now.accent)
        fill.setAlpha(_HIGHLIGHT)
        brush = QPainter(self)
        brush.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(now.accent if self._highlighted else now.grid)
        brush.setPen(QPen(colour, width, Qt.PenStyle.DashLine))
        brush.setBrush(fill if self._highlighted else QColor(now.background))
        inside = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        brush.drawRoundedRect(inside, 8, 8)
        brush.end()


def _button(actions: Actions, name: str, accessible_name: str) -> QPushButton:
    action = actions.action(name)
    button = QPushButton(action.text())
    button.setObjectName(name)
    button.setAccessibleName(accessible_name)
    button.setToolTip(action.toolTip())
    button.clicked.connect(action.trigger)
    return button


def _label(text: str, pixels: int) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setPixelSize(pixels)
    font.setWeight(font.Weight.DemiBold if pixels == _HEADING else font.Weight.Normal)
    label.setFont(font)
    return label


def _missing(paths: Sequence[Path]) -> frozenset[Path]:
    return frozenset(path for path in paths if not is_there(path))
