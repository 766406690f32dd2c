"""Field, density at x and temperature alone, in larger type: for a hall, and for films."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QWidget

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
    """The main plot, the density at x beside it, and one more pane below them.

    Signals:
        rested: What other threads worked out for one of the panes is shown.

    Args:
        below: The pane below.
        always_fine: Whether every picture of the density is fine, as for a film.

    Attributes:
        field: The main plot.
        density: The density at x.
        below: The pane below.
    """

    rested = Signal()

    def __init__(self, below: Pane, *, always_fine: bool = False) -> None:
        super().__init__()
        self.setObjectName("presentation")
        # Before the plots are made, which take their type from what is around them.
        self.setFont(scaled(self.font(), TYPE_SCALE))
        self.field = FieldPlot(self, always_fine=always_fine)
        self.density, self.below = SlicePlot(self), below
        self.density.fields.hide()
        self.density.link_y(self.field.view_box)
        layout = QGridLayout(self)
        layout.setContentsMargins(_AROUND, _AROUND, _AROUND, _AROUND)
        layout.setSpacing(_AROUND)
        layout.addWidget(self.field, 0, 0)
        layout.addWidget(self.density, 0, 1)
        layout.addWidget(below, 1, 0, 1, 2)
        layout.setColumnStretch(0, _FIELD)
        layout.setColumnStretch(1, _DENSITY)
        layout.setRowStretch(0, 1)
        for control in below.findChildren(QWidget):
            control.setFont(self.font())  # what a style sheet styles takes none from its parent
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
    def _panes(self) -> tuple[Pane, ...]:
        return self.field, self.density, self.below
