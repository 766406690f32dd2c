"""The density along each input through the place, side by side over one axis of y."""

from collections.abc import Sequence
from math import isnan
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollArea, QWidget

from mdn_gui.core.drawing.picture import Picture, PictureRequest, paint_side_by_side
from mdn_gui.core.examples.conditional import Conditional, Modes
from mdn_gui.core.kinds import Category
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.rounding import exact
from mdn_gui.core.missing import MissingBand
from mdn_gui.core.predictor import Line
from mdn_gui.core.text import say
from mdn_gui.core.value_texts import value_text
from mdn_gui.qt.control import looking
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.plots.density_layer import COARSE, FINE, Fineness
from mdn_gui.qt.plots.plot import extent
from mdn_gui.qt.renderer import Renderer, painter
from mdn_gui.qt.theme import Theme, density_tones
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.session.session import Session
from mdn_gui.session.view import Layer

LEAST_WIDTH = 88
"""Pixels of the picture of an input; more inputs than have room are scrolled to."""

_AXIS, _WRITING, _GAP = 52, 18, 8  # pixels: the numbers of y, a line of text, between pictures
_LEAST_HEIGHT = 60
_FADED = 0.55  # share of the ground where a prediction is a guess
_TRUE_COLUMNS, _DOT = 60, 2.0  # places at which true modes are drawn, and pixels of their radius
_REACH = 5  # pixels from a line at which it is dragged


class _Cell(NamedTuple):
    """The picture of an input.

    Attributes:
        column: The input, from 0.
        name: What it is called.
        span: First and last position along it.
        missing: Where along it missing values are; None where none are drawn.
        rect: Of the picture, in pixels.
    """

    column: int
    name: str
    span: tuple[float, float]
    missing: MissingBand | None
    rect: QRectF

    @property
    def area(self) -> QRect:
        """The picture and what is written above and below it."""
        return self.rect.adjusted(-1.0, -_WRITING, 1.0, _WRITING).toAlignedRect()

    def at(self, position: float) -> float:
        """Where a position is, in pixels from the left; of a missing value that of its band."""
        low, high = self.span
        if self.missing is not None:
            position = self.missing.position(position)
        share = (np.clip(position, low, high) - low) / (high - low)
        return float(self.rect.left() + share * self.rect.width())

    def value(self, x: float) -> float:
        """The value at pixels from the left, or of the end of the picture that is nearer."""
        low, high = self.span
        value = low + (x - self.rect.left()) / self.rect.width() * (high - low)
        position = float(np.clip(value, low, high))
        return position if self.missing is None else self.missing.value(position)


type _Key = tuple[object, ...]
"""All that a picture follows from but how fine it is."""


class _Wanted(NamedTuple):
    """Pictures to be painted.

    Attributes:
        number: Tells requests apart.
        columns: The inputs that they are of.
        requests: One of each.
    """

    number: int
    columns: tuple[int, ...]
    requests: tuple[PictureRequest, ...]


class _Shown(NamedTuple):
    """What a picture is of, and whether it is as fine as it can be."""

    key: _Key
    fine: bool


class InputsView(Pane):
    """A small picture for each input; in each, the line at the place can be dragged.

    A click on a name draws that input along x in the main plot. What it does is in the box of the
    inputs too, for the keyboard.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inputs_view")
        tip = say(
            "The density along each input, the others held at the place. Drag in a picture to "
            "stand elsewhere; click a name to draw that input along x above."
        )
        describe(self, say("Density along each input"), tip)
        self.setMouseTracking(True)
        self._dragged: int | None = None
        self._images: dict[int, QImage] = {}
        self._shown: dict[int, _Shown] = {}
        # What was asked for, by the number of the request. It stays here: a painter that is told
        # of lines with their training rows would be told much.
        self._asked: dict[int, dict[int, _Shown]] = {}
        self._requests = 0
        self._guesses: list[Floats] = []  # of each input, intervals `(n, 2)`
        self._true_modes: dict[int, Modes] = {}
        self._renderer = Renderer(paint_all, self, pool=painter())
        self._renderer.rendered.connect(self._on_rendered)
        self._renderer.rested.connect(self._on_rested)
        self._fineness = Fineness(self)
        self._fineness.rested.connect(self._on_fineness_rested)

    @property
    def busy(self) -> bool:
        """Whether what was asked for is not drawn yet."""
        return self._renderer.busy or self._fineness.unsettled

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        self.update()

    @guarded_with(QSize())
    def minimumSizeHint(self) -> QSize:
        """Called by Qt: room for a picture of each input."""
        inputs = self._session.data.columns[0]
        return QSize(_AXIS + inputs * (LEAST_WIDTH + _GAP), _LEAST_HEIGHT + 2 * _WRITING)

    def _draw_session(self, session: Session) -> None:
        predicts = session.network is not None and session.network.finite
        predicts = predicts or session.truth_held is not None
        if self._memory.changed("columns", session.data.dataset, predicts):
            self._dragged = None
            self._renderer.cancel()
            for known in (self._images, self._shown, self._asked):
                known.clear()
            self.updateGeometry()
        if predicts:
            self._ask(session)
        evidence = None if session.truth_held is not None else session.evidence
        place = session.resolved.place
        self._find_true_modes(session)
        if self._memory.changed("guesses", evidence, place):
            inputs = range(0 if evidence is None else len(place))
            missing = session.data.missing
            self._guesses = [
                evidence.along(place, each, missing[each]).guesses for each in inputs if evidence
            ]
        self._update_soon()
        if self._memory.changed("across", session.data.dataset, session.resolved.across):
            self._scroll_to(session.resolved.across)

    def _find_true_modes(self, session: Session) -> None:
        """Find the modes of the truth, where it is drawn over the pictures."""
        example, seen = session.data.example, session.resolved
        shown = example if Layer.TRUTH in session.layers else None
        if not self._memory.changed("truth", shown, seen.place, seen.up):
            return
        self._true_modes = {}
        for column, span in enumerate(session.data.sampled_ranges if shown is not None else ()):
            truth = None if shown is None else shown.along(seen.place, column, seen.up)
            if truth is not None:
                x = truth.levels or np.linspace(*span, _TRUE_COLUMNS)
                self._true_modes[column] = truth.modes(x)

    def _scroll_to(self, column: int) -> None:
        """Bring a picture into sight, where there are more than have room."""
        around = self.parentWidget()
        area = None if around is None else around.parentWidget()
        for cell in self._cells():
            if cell.column == column and isinstance(area, QScrollArea):
                centre = cell.area.center()
                area.ensureVisible(centre.x(), centre.y(), cell.area.width(), 0)

    def _update_soon(self) -> None:
        """Draw what moved: the line that is dragged at once, all else with its picture."""
        dragged = [cell for cell in self._cells() if cell.column == self._dragged]
        if dragged and self._renderer.busy:
            self.update(dragged[0].area)
        else:
            self.update()

    def _ask(self, session: Session) -> None:
        """Ask for the pictures that differ from those shown."""
        seen, held = session.resolved, session.truth_held
        of_all = session.view.colour, self._theme, extent(session)[1]
        fineness = self._fineness.of(session, held, session.predictor, seen.place, seen.up)
        fine = fineness == FINE
        wanted, requests = dict[int, _Shown](), list[PictureRequest]()
        for cell in self._cells():
            line = _along(session, cell.column)
            key = (line, cell.span, cell.rect.width(), cell.rect.height(), *of_all)
            shown = self._shown.get(cell.column)
            if shown is None or shown.key != key or (fine and not shown.fine):
                wanted[cell.column] = _Shown(key, fine)
                pixel = max(fineness, COARSE)
                requests.append(self._request(session, line, cell, pixel=pixel, quick=not fine))
        if wanted and wanted != next(reversed(self._asked.values()), None):
            self._requests += 1
            self._asked[self._requests] = wanted
            self._renderer.request(_Wanted(self._requests, tuple(wanted), tuple(requests)))

    def _request(
        self, session: Session, line: Line | Conditional, cell: _Cell, *, pixel: int, quick: bool
    ) -> PictureRequest:
        low, high = extent(session)[1]
        columns, pixels = (
            max(int(length) // pixel, 1) for length in (cell.rect.width(), cell.rect.height())
        )
        return PictureRequest(
            line=line.drawn if isinstance(line, Line) else line,
            x_edges=np.linspace(*cell.span, columns + 1),
            y_edges=np.linspace(low, high, pixels + 1),
            density=True,
            colour=session.view.colour,
            per_column=True,
            colours=density_tones(self._theme),
            quick=quick,
        )

    @Slot(object, object)
    def _on_rendered(self, pictures: Sequence[Picture], wanted: _Wanted) -> None:
        shown = self._asked.pop(wanted.number, {})
        # Those before were left out.
        self._asked = {each: of for each, of in self._asked.items() if each > wanted.number}
        for column, picture in zip(wanted.columns, pictures, strict=True):
            if picture.image is None:
                self._images.pop(column, None)
            else:
                height, width = picture.image.shape
                pixels = picture.image.tobytes()
                form = QImage.Format.Format_ARGB32_Premultiplied
                self._images[column] = QImage(pixels, width, height, 4 * width, form).copy()
        self._shown.update(shown)
        self._fineness.begin_rest()
        self.update()

    @Slot()
    def _on_rested(self) -> None:
        self._asked.clear()  # what failed may be asked for again
        self.rested.emit()

    @Slot()
    def _on_fineness_rested(self) -> None:
        self.show_session(self._session)
        if not self.busy:
            self.rested.emit()

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Called by Qt: the pictures have another size."""
        super().resizeEvent(event)
        self.show_session(self._session)

    def _cells(self) -> list[_Cell]:
        data = self._session.data
        if data.dataset is None:
            return []
        inputs = len(data.input_names)
        width = (self.width() - _AXIS) / inputs - _GAP
        height = self.height() - 2 * _WRITING
        return [
            _Cell(
                column,
                data.input_names[column],
                data.spans[column],
                data.missing[column],
                QRectF(round(_AXIS + place * (width + _GAP)), _WRITING, round(width), height),
            )
            for place, column in enumerate(self._session.input_order)
        ]

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Called by Qt: draw every picture, its name above and the value at the place below."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.background))
        for cell in self._cells():
            if event.rect().intersects(cell.area):
                self._paint_cell(painter, cell)
        if self._session.data.dataset is not None:
            self._paint_axis(painter)

    def _paint_cell(self, painter: QPainter, cell: _Cell) -> None:
        session, theme = self._session, self._theme
        along_x = cell.column == session.resolved.across
        if (image := self._images.get(cell.column)) is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(cell.rect, image)
        self._paint_guesses(painter, cell)
        self._paint_truth(painter, cell)
        value = session.resolved.place[cell.column]
        at = cell.at(value)
        painter.setPen(QPen(QColor(theme.foreground), 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(at, cell.rect.top()), QPointF(at, cell.rect.bottom()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent if along_x else theme.grid), 1.0))
        painter.drawRect(cell.rect)
        name = painter.fontMetrics().elidedText(
            cell.name, Qt.TextElideMode.ElideMiddle, int(cell.rect.width())
        )
        centre = Qt.AlignmentFlag.AlignCenter
        painter.setPen(QColor(theme.accent if along_x else theme.foreground))
        painter.drawText(_line_of_text(cell.rect, 0.0), centre, name)
        self._paint_values(painter, cell, value)

    def _paint_values(self, painter: QPainter, cell: _Cell, value: float) -> None:
        """Write the value at the place, and where there is room the ends or all levels."""
        session, theme = self._session, self._theme
        low, high = session.data.sampled_ranges[cell.column]
        below, unit = _line_of_text(cell.rect, cell.rect.bottom()), (high - low) / 10
        metrics, room = painter.fontMetrics(), int(cell.rect.width())
        kind, centre = session.data.axis_kinds(cell.column, 0)[0], Qt.AlignmentFlag.AlignCenter
        *ends, written = (value_text(kind, each, unit) for each in (low, high, value))
        if isinstance(kind, Category):
            levels = [*kind.levels, *([say("missing")] if cell.missing else [])]
            each, chosen = room / len(levels), len(kind.levels) if isnan(value) else value
            if max(map(metrics.horizontalAdvance, levels)) < each - _GAP:
                for at, level in enumerate(levels):
                    painter.setPen(QColor(theme.foreground if at == chosen else theme.muted))
                    left = cell.at(at - 0.5)
                    painter.drawText(QRectF(left, below.top(), each, _WRITING), centre, level)
                return
            written = metrics.elidedText(written, Qt.TextElideMode.ElideMiddle, room)
        else:
            if value in session.data.stops[cell.column]:
                written = exact(value)
            # What tells numbers apart that are all but equal is at the end.
            written = metrics.elidedText(written, Qt.TextElideMode.ElideLeft, room)
        width = metrics.horizontalAdvance(written)
        # Under its line, as far as the picture reaches.
        left = min(max(cell.at(value) - width / 2, cell.rect.left()), cell.rect.right() - width)
        if not isinstance(kind, Category):
            painter.setPen(QColor(theme.muted))
            first, last = map(metrics.horizontalAdvance, ends)
            if left - cell.rect.left() > first + _GAP:
                painter.drawText(below, Qt.AlignmentFlag.AlignLeft, ends[0])
            if cell.at(high) - left - width > last + _GAP:
                values = QRectF(below.left(), below.top(), cell.at(high) - below.left(), _WRITING)
                painter.drawText(values, Qt.AlignmentFlag.AlignRight, ends[1])
        painter.setPen(QColor(theme.foreground))
        painter.drawText(
            below.translated(left - below.left(), 0.0), Qt.AlignmentFlag.AlignLeft, written
        )

    def _paint_guesses(self, painter: QPainter, cell: _Cell) -> None:
        ground, ink = QColor(self._theme.background), QColor(self._theme.muted)
        ground.setAlphaF(_FADED)
        for low, high in self._guesses[cell.column] if self._guesses else ():
            left, right = cell.at(low), cell.at(high)
            if right > left:
                span = QRectF(left, cell.rect.top(), right - left, cell.rect.height())
                painter.fillRect(span, ground)
                painter.fillRect(span, QBrush(ink, Qt.BrushStyle.FDiagPattern))

    def _paint_truth(self, painter: QPainter, cell: _Cell) -> None:
        """Draw the true modes as dots with a halo."""
        if cell.column not in self._true_modes:
            return
        low, high = extent(self._session)[1]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.background), 1.0))
        painter.setBrush(QColor(self._theme.truth))
        for x, y in zip(*self._true_modes[cell.column], strict=True):
            if low <= y <= high:
                height = cell.rect.bottom() - (y - low) / (high - low) * cell.rect.height()
                painter.drawEllipse(QPointF(cell.at(float(x)), height), _DOT, _DOT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_axis(self, painter: QPainter) -> None:
        """Write the ends of y beside the first picture."""
        low, high = extent(self._session)[1]
        painter.setPen(QColor(self._theme.muted))
        top, bottom = _WRITING, self.height() - _WRITING
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for y, value in ((top, high), (bottom, low)):
            place = QRectF(0.0, y - _WRITING / 2, _AXIS - 4, _WRITING)
            kind = self._session.resolved.axis_kinds[1]
            painter.drawText(place, right, value_text(kind, value, (high - low) / 10))

    @guarded
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Called by Qt: stand at the value under the mouse, or draw the input along x above."""
        cell = self._cell_at(event.position())
        if cell is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        if event.position().y() < cell.rect.top():
            self.edited.emit(*looking.show_input(cell.column))
        elif event.position().y() <= cell.rect.bottom():
            self._dragged = cell.column
            self._stand_at(cell, event.position().x())

    @guarded
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Called by Qt: drag the line, or show what a click would do."""
        if self._dragged is not None:
            (dragged,) = (each for each in self._cells() if each.column == self._dragged)
            self._stand_at(dragged, event.position().x())
            return
        cell = self._cell_at(event.position())
        shape = Qt.CursorShape.ArrowCursor
        if cell is not None:
            if event.position().y() < cell.rect.top():
                shape = Qt.CursorShape.PointingHandCursor
            elif event.position().y() <= cell.rect.bottom():
                shape = Qt.CursorShape.SplitHCursor
        self.setCursor(shape)

    @guarded
    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Called by Qt: the drag ends."""
        self._dragged = None

    def _stand_at(self, cell: _Cell, x: float) -> None:
        self.edited.emit(*looking.set_input(self._session, cell.column, cell.value(x)))

    def _cell_at(self, place: QPointF) -> _Cell | None:
        for cell in self._cells():
            if cell.rect.left() <= place.x() <= cell.rect.right():
                return cell
        return None


def paint_all(wanted: _Wanted) -> tuple[Picture, ...]:
    """Compute the pictures of several inputs."""
    return paint_side_by_side(wanted.requests)


def _along(session: Session, column: int) -> Line | Conditional:
    """What is drawn along an input: the truth while that is held, else what the network says."""
    seen, example, predictor = session.resolved, session.data.example, session.predictor
    if session.truth_held is not None and example is not None:
        return example.along(seen.place, column, seen.up)
    assert predictor is not None  # noqa: S101 - tells mypy what `_draw_session` knows
    return predictor.along(seen.place, column, seen.up, session.data.missing[column])


def _line_of_text(rect: QRectF, top: float) -> QRectF:
    return QRectF(rect.left(), top, rect.width(), _WRITING)
