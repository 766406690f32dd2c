"""Answer, field, density at x and temperature alone, in larger type: for a hall, and for films."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from mdn_gui.qt.panels.answer_panel import AnswerPanel
from mdn_gui.qt.plots.field_plot import FieldPlot
from mdn_gui.qt.plots.slice_plot import SlicePlot
from mdn_gui.qt.widgets.controls import scaled
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.session.session import Session

TYPE_SCALE = 1.6
"""How large the type is, in times that of the window."""

_AROUND = 16  # pixels
_FIELD, _DENSITY = 5, 2  # shares of the width


class Presentation(QWidget):
    """The answer, below it the main plot and the density at x, and what stands around them.

    Signals:
        rested: What other threads worked out for one of the panes is shown.

    Args:
        below: The pane at the bottom.
        corner: The pane at the right of the answer; None for none.
        always_fine: Whether every picture of the density is fine, as for a film.

    Attributes:
        field: The main plot.
        density: The density at x.
        below: The pane at the bottom.
        answer: The answer at the place, in a sentence.
        corner: The pane at the right of the answer; None for none.
    """

    rested = Signal()

    def __init__(
        self, below: Pane, corner: Pane | None = None, *, always_fine: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName("presentation")
        # Before the plots are made, which take their type from what is around them.
        self.setFont(scaled(self.font(), TYPE_SCALE))
        self.field = FieldPlot(self, always_fine=always_fine)
        self.density, self.below, self.answer = SlicePlot(self), below, AnswerPanel()
        self.corner = corner
        self.density.fields.hide()
        self.density.link_y(self.field.view_box)
        layout = QGridLayout(self)
        layout.setContentsMargins(_AROUND, _AROUND, _AROUND, _AROUND)
        layout.setSpacing(_AROUND)
        # Each by itself: what a style sheet styles takes no font from its parent. The others do, so
        # that every font is made before any is set.
        around = [pane for pane in (self.answer, corner, below) if pane is not None]
        parts = [part for pane in around for part in pane.findChildren(QWidget)]
        for part, font in [(part, scaled(part.font(), TYPE_SCALE)) for part in parts]:
            part.setFont(font)
        above = QHBoxLayout()
        above.addWidget(self.answer, stretch=1)
        if corner is not None:
            above.addWidget(corner)
        layout.addLayout(above, 0, 0, 1, 2)
        layout.addWidget(self.field, 1, 0)
        layout.addWidget(self.density, 1, 1)
        layout.addWidget(below, 2, 0, 1, 2)
        layout.setColumnStretch(0, _FIELD)
        layout.setColumnStretch(1, _DENSITY)
        layout.setRowStretch(1, 1)
        for pane in self._panes:
            pane.rested.connect(self.rested)

    @property
    def busy(self) -> bool:
        """Whether other threads are still at work for a pane; `rested` tells their end."""
        return any(pane.busy for pane in self._panes)

    def show_session(self, session: Session) -> None:
        """Show a session."""
        for pane in self._panes:
            pane.show_session(session)

    def picture(self) -> QImage:
        """What is to be seen, one pixel for each logical one, whatever the screen has."""
        image = QImage(self.size(), QImage.Format.Format_RGB888)
        self.render(image)
        return image

    @property
    def _panes(self) -> Sequence[Pane]:
        corner = () if self.corner is None else (self.corner,)
        return self.answer, *corner, self.field, self.density, self.below
