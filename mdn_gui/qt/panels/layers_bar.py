"""What the main plot draws: single layers, or the sets of them that make a figure."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from mdn_gui.core.colour import Colour
from mdn_gui.core.text import say, say_in
from mdn_gui.qt.control import looking
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.popup_button import PopupButton
from mdn_gui.qt.widgets.setting_fields import ChoiceField
from mdn_gui.session.session import Session
from mdn_gui.session.view import Layer

_FROM_NETWORK = frozenset(
    {Layer.DENSITY, Layer.COMPONENTS, Layer.SAMPLES, Layer.BANDS, Layer.MEDIAN, Layer.MEAN}
)
"""What can be drawn only once there is a network."""

_COLUMNS = (
    (Layer.DENSITY, Layer.COMPONENTS, Layer.DATA, Layer.SAMPLES, Layer.TRUTH),
    (Layer.MEAN, Layer.MEDIAN, Layer.BANDS, Layer.GRID, Layer.LEGEND),
)
_SPACING = 6


class LayersBar(Pane):
    """A choice of figure, a check box for each layer, and what the density's colours say.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure = ChoiceField("figure", self._figures(), say("Custom"))
        describe(self._figure, say("View"), say("Layers that belong together."))
        self._figure.edited.connect(self._on_figure_edited)
        self._tips = self._explanations()
        self._boxes = {layer: QCheckBox(text) for layer, (text, _) in self._tips.items()}
        for layer, box in self._boxes.items():
            box.setObjectName(f"layer_{layer.name.lower()}")
            box.clicked.connect(self._on_box_clicked)
        self._layers = PopupButton("layers", say("Layers"), self._boxes_by_column())
        describe(self._layers, say("Layers"), say("What the main plot draws, one by one."))
        self._colour = ChoiceField("colour", self._colours())
        self._colour.edited.connect(self._on_colour_edited)
        self._per_column = QCheckBox(say("per x"))
        self._per_column.setObjectName("per_column")
        self._per_column.clicked.connect(self._on_per_column_clicked)
        self._lay_out()

    def _draw_session(self, session: Session) -> None:
        """Show which layers are drawn, and which can be."""
        view = session.view
        layers = (view.layers, session.network is None, session.data.example)
        if not self._differs(*layers, view.colour, view.per_column):
            return
        self._figure.show_value(view.layers)
        for layer, box in self._boxes.items():
            text, tip = self._tips[layer]
            missing = self._missing(layer, session)
            describe(box, text, missing or tip)
            box.setEnabled(not missing)
            box.setChecked(layer in view.layers)
        self._show_colour(session)

    def _show_colour(self, session: Session) -> None:
        view = session.view
        drawn = Layer.DENSITY in view.layers
        missing = "" if drawn else say("Tick Density first: these are its colours.")
        tip = say(
            "Probability: the smallest region at each x that holds y, so that small branches are "
            "seen. Density: its height. Log density: its height, on a scale of four powers of ten."
        )
        describe(self._colour, say("Colour"), missing or tip)
        self._colour.show_value(view.colour)
        self._colour.setEnabled(not missing)
        if not missing and view.colour is Colour.PROBABILITY:
            missing = say("Probabilities are of each x by itself already.")
        tip = say(
            "The strongest colour is the highest density at each x, so that modes are seen "
            "everywhere; otherwise it is one density for all x. Joint has one place only."
        )
        describe(self._per_column, say("Colour: per x"), missing or tip)
        self._per_column.setChecked(view.per_column or view.colour is Colour.PROBABILITY)
        self._per_column.setEnabled(not missing)

    def _missing(self, layer: Layer, session: Session) -> str:
        """Why a layer cannot be drawn; empty if it can."""
        if layer in _FROM_NETWORK and session.network is None:
            return say("Train a network first: this layer is drawn from it.")
        if layer is Layer.TRUTH and session.data.example is None:
            return say("The truth is known of the built-in examples only.")
        return ""

    def _on_figure_edited(self, _name: str, layers: frozenset[Layer]) -> None:
        self._tell(looking.set_layers(layers))

    def _on_colour_edited(self, _name: str, colour: Colour) -> None:
        self._tell(looking.set_colour(colour))

    def _on_per_column_clicked(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._tell(looking.scale_columns(per_column=on))

    def _on_box_clicked(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        [layer] = [layer for layer, box in self._boxes.items() if box is self.sender()]
        self._tell(looking.switch_layer(layer, on=on))

    def _figures(self) -> Sequence[tuple[str, object]]:
        both = frozenset({Layer.DATA, Layer.SAMPLES, Layer.GRID, Layer.LEGEND})
        anatomy = frozenset({Layer.COMPONENTS, Layer.DATA})
        check = frozenset({Layer.DENSITY, Layer.BANDS, Layer.TRUTH, Layer.LEGEND})
        return (
            (say("Distribution"), frozenset({Layer.DENSITY, Layer.DATA})),
            (say("Training data"), frozenset({Layer.DATA})),
            (say("Samples"), frozenset({Layer.SAMPLES})),
            (say("Data and samples"), both),
            (say("Components"), anatomy),
            (say("Model and truth"), check),
        )

    def _colours(self) -> Sequence[tuple[str, Colour]]:
        return (
            (say("Colour: probability"), Colour.PROBABILITY),
            (say("Colour: density"), Colour.DENSITY),
            (say("Colour: log density"), Colour.LOG_DENSITY),
        )

    def _rows_explained(self) -> str:
        return say(
            "The rows loaded, as points; in Joint, those near. Rings are the rows that the run "
            "shown held out for validation, squares its test rows."
        )

    def _explanations(self) -> dict[Layer, tuple[str, str]]:
        return {
            Layer.DENSITY: (
                say("Density"),
                say("p(y | x) as an image; the bar beside it says what a colour means."),
            ),
            Layer.DATA: (
                say_in("layer", "Data"),
                self._rows_explained(),
            ),
            Layer.SAMPLES: (
                say("Samples"),
                say("Points drawn from the mixture at each of 1,000 x; in Joint, at the place."),
            ),
            Layer.COMPONENTS: (
                say("Components"),
                say(
                    "Each component's mean and scale along x, the fainter the less its weight; in "
                    "Joint, the heaviest ones as ellipses."
                ),
            ),
            Layer.TRUTH: (
                say("Truth"),
                say(
                    "What is known of the example: its 50% region (solid), its 90% region (dotted) "
                    "and its modes (dots), in orange."
                ),
            ),
            Layer.BANDS: (
                say("Regions"),
                say(
                    "Outlines of the smallest regions that hold 50% and 90% at each x; in Joint, "
                    "at the place."
                ),
            ),
            Layer.MEDIAN: (
                say("Median"),
                say("As much of the mixture lies above it as below. Not in Joint."),
            ),
            Layer.MEAN: (
                say("Mean"),
                say(
                    "The mean of the mixture; between modes it may be unlikely itself. Not in "
                    "Joint."
                ),
            ),
            Layer.GRID: (say("Grid"), say("Lines at the marks of the axes.")),
            Layer.LEGEND: (say("Legend"), say("What each colour stands for.")),
        }

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 2, 2, 2)
        row.setSpacing(_SPACING)
        for widget in (self._figure, self._layers, self._colour, self._per_column):
            row.addWidget(widget)
        row.addStretch()

    def _boxes_by_column(self) -> QWidget:
        """What the popup holds."""
        content = QWidget()
        columns = QHBoxLayout(content)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(2 * _SPACING)
        for layers in _COLUMNS:
            column = QVBoxLayout()
            for layer in layers:
                column.addWidget(self._boxes[layer])
            columns.addLayout(column)
        return content
