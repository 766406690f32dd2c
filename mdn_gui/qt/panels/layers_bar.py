"""What the main plot draws: single layers, or the sets of them that make a figure."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QToolBar, QWidget

from mdn_gui.core.session import Layer, Session
from mdn_gui.qt.widgets.describe import describe
from mdn_gui.qt.widgets.setting_fields import ChoiceField

_FROM_NETWORK = frozenset({Layer.DENSITY, Layer.SAMPLES, Layer.MEAN})
"""What can be drawn only once there is a network."""


class LayersBar(QToolBar):
    """A choice of figure and a check box for each layer; what finds no room opens at the end.

    Args:
        parent: The widget around it.
    """

    layers_changed = Signal(frozenset)
    """The layers after a person's change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Layers"))
        self._shown: tuple[object, ...] | None = None
        self._figure = ChoiceField("figure", self._figures(), self.tr("Custom"))
        describe(self._figure, self.tr("Figure"), self.tr("Layers that belong together."))
        self._figure.edited.connect(self._on_figure_edited)
        self._tips = self._explanations()
        self._boxes = {layer: QCheckBox(text) for layer, (text, _) in self._tips.items()}
        for layer, box in self._boxes.items():
            box.setObjectName(f"layer_{layer.name.lower()}")
            box.clicked.connect(self._on_box_clicked)
        self._lay_out()

    def show_session(self, session: Session) -> None:
        """Show which layers are drawn, and which can be."""
        key = (session.layers, session.network is None)
        if key == self._shown:
            return
        self._shown = key
        self._figure.show_value(session.layers)
        missing = self.tr("Train a network first: this layer is drawn from it.")
        for layer, box in self._boxes.items():
            ready = session.network is not None or layer not in _FROM_NETWORK
            text, tip = self._tips[layer]
            describe(box, text, tip if ready else missing)
            box.setEnabled(ready)
            box.setChecked(layer in session.layers)

    def _on_figure_edited(self, _name: str, layers: frozenset[Layer]) -> None:
        self._shown = None
        self.layers_changed.emit(layers)

    def _on_box_clicked(self) -> None:
        self._shown = None
        drawn = (layer for layer, box in self._boxes.items() if box.isChecked())
        self.layers_changed.emit(frozenset(drawn))

    def _figures(self) -> Sequence[tuple[str, object]]:
        both = frozenset({Layer.DATA, Layer.SAMPLES, Layer.GRID, Layer.LEGEND})
        return (
            (self.tr("Distribution"), frozenset({Layer.DENSITY, Layer.DATA})),
            (self.tr("Training data"), frozenset({Layer.DATA})),
            (self.tr("Samples"), frozenset({Layer.SAMPLES})),
            (self.tr("Data and samples"), both),
        )

    def _explanations(self) -> dict[Layer, tuple[str, str]]:
        return {
            Layer.DENSITY: (
                self.tr("Density"),
                self.tr("p(y | x) as an image: the darker or brighter, the likelier."),
            ),
            Layer.DATA: (self.tr("Data"), self.tr("The rows loaded, as points.")),
            Layer.SAMPLES: (
                self.tr("Samples"),
                self.tr("Points drawn from the mixture, one at each of many x."),
            ),
            Layer.MEAN: (
                self.tr("Mean"),
                self.tr("The mean of the mixture; between modes it may be unlikely itself."),
            ),
            Layer.GRID: (self.tr("Grid"), self.tr("Lines at the marks of the axes.")),
            Layer.LEGEND: (self.tr("Legend"), self.tr("What each colour stands for.")),
        }

    def _lay_out(self) -> None:
        label = QLabel(self.tr("Figure"))
        label.setBuddy(self._figure)
        self.setMovable(False)
        self.setStyleSheet("QToolBar { spacing: 8px; }")
        for widget in (label, self._figure, *self._boxes.values()):
            self.addWidget(widget)
