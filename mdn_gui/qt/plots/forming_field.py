"""A small field that forms by itself, from stored networks, and answers clicks."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QShowEvent,
)
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mdn_gui.core.drawing.forming import FRAMES, X_RANGE, Y_RANGE, Formed, FormingRequest, form
from mdn_gui.core.text import say, say_count
from mdn_gui.qt import theme
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.renderer import Renderer, painter
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.number_texts import in_percent

PICTURE = QSize(360, 150)
"""Logical pixels of the field; beside it stands the density at the chosen x."""

FRAME_MS, REST_MS = 110, 2000
"""How long each network is seen, and the last one."""

_BESIDE, _GAP = 100, 8  # pixels: width of the density at x, and between it and the field
_LONGEST = 0.5  # of that width: the highest density; percentages stand beside it
_STEPS = 100  # of the range of x: a step of the arrow keys
_FIRST_X = 0.2
_HEADING = 14  # pixels


class FormingField(QWidget):
    """The density of the inverse sine as a network learned it, and what it answers at an x.

    Nothing is painted before `begin`, and nothing moves while it cannot be seen.

    Signals:
        motion_chosen(on): A person lets it move, or be still.

    Args:
        motion: Whether it moves; else the last network is shown.
        parent: The widget around it.
    """

    motion_chosen = Signal(bool)

    def __init__(self, *, motion: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._begun, self._frame, self._x = False, FRAMES - 1, _FIRST_X
        # What is painted once is kept while neither x nor the theme changes: 10 MB.
        self._kept: dict[int, Formed] = {}
        self._plane = _Plane(self)
        self._plane.picked.connect(self._on_plane_picked)
        self._plane.stepped.connect(self._on_plane_stepped)
        self._answers, self._about = QLabel(), QLabel()
        self._answers.setObjectName("answers")
        self._about.setObjectName("forming_epoch")
        font = self._answers.font()
        font.setPixelSize(_HEADING)
        font.setWeight(font.Weight.DemiBold)
        self._answers.setFont(font)
        self._motion = QCheckBox(say("Motion"))
        self._motion.setChecked(motion)
        describe(self._motion, say("Motion"), say("Show the networks of the run one after another"))
        self._motion.toggled.connect(self._on_motion_toggled)
        below = QHBoxLayout()  # one line: the cards below are to be seen too
        below.setSpacing(12)
        below.addWidget(self._answers)
        below.addWidget(self._about, 1)
        below.addWidget(self._motion)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._plane)
        layout.addLayout(below)
        self.setFixedWidth(self._plane.width())
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._on_next_timeout)
        self._renderer = Renderer(form, self, pool=painter())
        self._renderer.rendered.connect(self._on_rendered)

    def begin(self) -> None:
        """Paint from now on."""
        self._begun = True
        self._go_on()

    def set_theme(self, now: Theme) -> None:
        """Apply the colours of a theme."""
        self._about.setStyleSheet(f"color: {now.muted};")
        self._forget()

    @guarded
    def showEvent(self, event: QShowEvent) -> None:
        """Go on."""
        super().showEvent(event)
        self._go_on()

    @guarded
    def hideEvent(self, event: QHideEvent) -> None:
        """Hold: nobody sees it."""
        super().hideEvent(event)
        self._next.stop()

    def _go_on(self) -> None:
        if self._begun and self.isVisible():
            self._show(self._frame)
            if self._motion.isChecked():
                self._next.start(0)

    def _forget(self) -> None:
        """Paint anew: the pictures so far are of another x, or in other colours."""
        self._kept.clear()
        self._renderer.cancel()
        if self._begun and self.isVisible():
            self._show(self._frame)

    def _show(self, frame: int) -> None:
        self._frame = frame
        if frame in self._kept:
            self._draw(self._kept[frame])
        else:
            tones = theme.density_tones(theme.in_force())
            size = PICTURE.width(), PICTURE.height()
            self._renderer.request(FormingRequest(frame, self._x, *size, tones))

    def _draw(self, formed: Formed) -> None:
        self._plane.draw(formed, self._x)
        self._answers.setText(
            say_count(
                "{count} answer at x = {x:.1f}",
                "{count} answers at x = {x:.1f}",
                len(formed.answers),
                x=self._x,
            )
        )
        self._about.setText(say("After epoch {epoch}. Click any x.", epoch=formed.epoch))

    @Slot(object, object)
    def _on_rendered(self, formed: Formed, request: FormingRequest) -> None:
        self._kept[request.frame] = formed
        self._draw(formed)

    @Slot()
    def _on_next_timeout(self) -> None:
        self._show((self._frame + 1) % FRAMES)
        self._next.start(REST_MS if self._frame == FRAMES - 1 else FRAME_MS)

    @Slot(float)
    def _on_plane_picked(self, x: float) -> None:
        self._x = x
        self._forget()

    @Slot(int)
    def _on_plane_stepped(self, steps: int) -> None:
        left, right = X_RANGE
        moved = self._x + steps * (right - left) / _STEPS
        self._on_plane_picked(min(max(moved, left), right))

    @Slot(bool)
    def _on_motion_toggled(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._next.stop()
        self._frame = FRAMES - 1
        self._go_on()
        self.motion_chosen.emit(on)


class _Plane(QWidget):
    """Draws the field and, beside it, the density at x.

    Signals:
        picked(x): A person clicks there, or drags to it.
        stepped(steps): A person goes to the right by an arrow key, or to the left by -1.
    """

    picked = Signal(float)
    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._formed: Formed | None = None
        self._x = 0.0
        self.setFixedSize(PICTURE.width() + _GAP + _BESIDE, PICTURE.height())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        tip = say("How a network learns the density of y at each x; click to ask at another x")
        describe(self, say("Inverse sine as it forms"), tip)

    def draw(self, formed: Formed, x: float) -> None:
        """Draw a network at an x."""
        self._formed, self._x = formed, x
        self.update()

    @guarded
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask at the x that is pressed."""
        self._pick(event)

    @guarded
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Ask at the x that is dragged to."""
        self._pick(event)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the left or to the right."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(steps)

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what is painted so far."""
        now, field = theme.in_force(), QRectF(QPointF(), PICTURE)
        brush = QPainter(self)
        brush.fillRect(self.rect(), QColor(now.background))
        if self._formed is not None:
            pixels = self._formed.image
            height, width = pixels.shape
            premultiplied = QImage.Format.Format_ARGB32_Premultiplied
            image = QImage(pixels.data, width, height, 4 * width, premultiplied)
            brush.drawImage(field, image)
            brush.setPen(QPen(QColor(now.cursor), 1, Qt.PenStyle.DashLine))
            at = _pixel_of(self._x)
            brush.drawLine(QPointF(at, 0), QPointF(at, height))
            self._paint_density(brush, self._formed, now)
        brush.setPen(QColor(now.muted))
        inner = field.adjusted(6, 3, -6, -3)
        brush.drawText(inner, Qt.AlignmentFlag.AlignTop, "y")
        brush.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight, "x")
        brush.setPen(QColor(now.accent if self.hasFocus() else now.grid))
        brush.drawRect(self.rect().adjusted(0, 0, -1, -1))
        brush.drawLine(QPointF(field.right(), 0), QPointF(field.right(), field.bottom()))
        brush.end()

    def _paint_density(self, brush: QPainter, formed: Formed, now: Theme) -> None:
        """Draw the density at x, and how probable each answer is."""
        left, pixels = PICTURE.width() + _GAP, len(formed.profile)
        reach = _LONGEST * _BESIDE / formed.profile.max()
        ends = (left + reach * formed.profile).tolist()
        line = [QPointF(end, pixels - 0.5 - place) for place, end in enumerate(ends)]
        brush.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = QColor(now.accent)
        fill.setAlpha(60)
        brush.setBrush(fill)
        brush.setPen(Qt.PenStyle.NoPen)
        brush.drawPolygon(QPolygonF([QPointF(left, pixels), *line, QPointF(left, 0)]))
        brush.setBrush(Qt.BrushStyle.NoBrush)
        brush.setPen(QPen(QColor(now.accent), 1.5))
        brush.drawPolyline(QPolygonF(line))
        brush.setPen(QColor(now.foreground))
        height = brush.fontMetrics().height()
        low, high = Y_RANGE
        last = float(pixels + height)
        for y, probability in formed.answers.tolist():
            middle = pixels * (high - y) / (high - low)
            if last - middle < 0.8 * height:
                continue  # it would stand over the one below
            last = middle
            room = QRectF(left, middle - height / 2, _BESIDE - _GAP - 4, height)
            brush.drawText(room, Qt.AlignmentFlag.AlignRight, in_percent(probability))
        brush.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _pick(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            place = min(max(event.position().x(), 0.0), float(PICTURE.width()))
            left, right = X_RANGE
            self.picked.emit(left + (right - left) * place / PICTURE.width())


def _pixel_of(x: float) -> float:
    left, right = X_RANGE
    return PICTURE.width() * (x - left) / (right - left)
