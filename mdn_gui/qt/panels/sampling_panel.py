"""Temperature and width factor of the mixture shown, and which samples of it are drawn."""

from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from mdn_gui.core.settings import RANGES
from mdn_gui.core.text import say
from mdn_gui.qt.control import looking
from mdn_gui.qt.widgets.controls import ElidedLabel, describe
from mdn_gui.qt.widgets.log_slider import LogSlider
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.sampling_controls import ResampleButton, compare_box, temperature_slider
from mdn_gui.qt.widgets.setting_fields import ChoiceField, WholeNumberField
from mdn_gui.session.session import SAMPLED_X, Session

_SAMPLES_PER_X = (1, 10, 100)


class SamplingPanel(Pane):
    """Temperature and width factor; and which samples are drawn, how many, and in what colours.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._temperature = temperature_slider("temperature")
        of = ((say("Components"), False), (say("Branches"), True))
        self._tempers_branches = ChoiceField("tempers_branches", of)
        self._compare = compare_box("compare_temperatures")
        self._width_factor = LogSlider(
            "width_factor",
            say("Width factor"),
            say(
                "Multiplies the variances of the components: below 1 narrows each of them, above 1 "
                "widens it."
            ),
        )
        self._left_out = ElidedLabel()
        self._left_out.setObjectName("components_left_out")
        self._seed = WholeNumberField("sampling_seed", RANGES["seed"])
        self._resample = ResampleButton("resample")
        self._count = ChoiceField("sample_count", _counts())
        self._by_component = QCheckBox(say("By component"))
        self._lay_out()
        self._temperature.edited.connect(self._on_temperature_edited)
        self._tempers_branches.edited.connect(self._on_tempers_branches_edited)
        self._compare.clicked.connect(self._on_compare_clicked)
        self._width_factor.edited.connect(self._on_width_factor_edited)
        self._seed.edited.connect(self._on_seed_edited)
        self._resample.clicked.connect(self._on_resample_clicked)
        self._count.edited.connect(self._on_count_edited)
        self._by_component.clicked.connect(self._on_by_component_clicked)

    def _draw_session(self, session: Session) -> None:
        """Show the temperature, the width factor and the seed of a session."""
        view = session.view
        factors = (view.temperature, view.tempers_branches, view.variance_factor)
        compares = view.compares_temperatures
        drawn = (view.samples_per_x, view.samples_by_component)
        left_out = session.components_left_out
        ready = session.network is not None
        if not self._differs(factors, compares, drawn, view.sampling_seed, ready, left_out):
            return
        self._temperature.show_value(view.temperature)
        self._tempers_branches.show_value(view.tempers_branches)
        self._compare.setChecked(compares)
        self._width_factor.show_value(view.variance_factor)
        self._seed.show_value(view.sampling_seed)
        self._count.show_value(view.samples_per_x)
        self._by_component.setChecked(view.samples_by_component)
        self._resample.offer(ready=ready)
        text = say("Components without rows, left out: {count}", count=left_out)
        # The line keeps its room, or what is below would move away from under the mouse.
        shorter = (say("Left out: {count}", count=left_out),) if left_out else ()
        self._left_out.show_text(text if left_out else "", shorter=shorter)

    def _on_temperature_edited(self, temperature: float) -> None:
        self._tell(looking.set_temperature(temperature))

    def _on_tempers_branches_edited(self, _name: str, branches: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._tell(looking.temper(branches=branches))

    def _on_compare_clicked(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._tell(looking.compare_temperatures(on=on))

    def _on_width_factor_edited(self, factor: float) -> None:
        self._tell(looking.set_variance_factor(factor))

    def _on_seed_edited(self, _name: str, seed: int) -> None:
        self._tell(looking.set_seed(seed))

    def _on_resample_clicked(self) -> None:
        self._tell(looking.resample())

    def _on_count_edited(self, _name: str, samples_per_x: int) -> None:
        self._tell(looking.set_samples_per_x(samples_per_x))

    def _on_by_component_clicked(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._tell(looking.colour_samples(by_component=on))

    def _lay_out(self) -> None:
        sliders = (self._temperature, self._width_factor)
        widest = max(slider.label.sizeHint().width() for slider in sliders)
        for slider in sliders:
            slider.label.setFixedWidth(widest)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 6)
        layout.setSpacing(2)
        layout.addWidget(self._temperature)
        layout.addLayout(self._tempered_row())
        layout.addLayout(self._compared_row())
        layout.addWidget(self._width_factor)
        layout.addLayout(self._count_row())
        layout.addLayout(self._seed_row())
        layout.addStretch()

    def _tempered_row(self) -> QHBoxLayout:
        tip = say(
            "Components: each has a temperature by itself, as in the tutorial, so a branch that "
            "two of them share can vanish before a lighter one that is of one alone. Branches: "
            "components that share a mode share one weight and keep their proportions."
        )
        describe(self._tempers_branches, say("What the temperature is of"), tip)
        label = QLabel(say("Temperature of"))
        label.setBuddy(self._tempers_branches)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self._tempers_branches)
        row.addStretch()
        return row

    def _compared_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._compare)
        row.addWidget(self._left_out, stretch=1)
        return row

    def _count_row(self) -> QHBoxLayout:
        tip = say("How many samples the main plot draws: so many y at each of 1,000 x.")
        describe(self._count, say("Samples"), tip)
        tip = say("Give each sample in the main plot the colour of the component it came from.")
        describe(self._by_component, say("Colour samples by component"), tip)
        self._by_component.setObjectName("samples_by_component")
        label = QLabel(say("Samples"))
        label.setBuddy(self._count)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self._count)
        row.addWidget(self._by_component)
        row.addStretch()
        return row

    def _seed_row(self) -> QHBoxLayout:
        describe(self._seed, say("Seed"), say("Same seed, same samples."))
        label = QLabel(say("Seed"))
        label.setBuddy(self._seed)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self._seed, stretch=1)
        row.addWidget(self._resample)
        return row


def _counts() -> list[tuple[str, object]]:
    """Numbers of samples, and how many each is at one x."""
    return [(f"{samples_per_x * SAMPLED_X:,}", samples_per_x) for samples_per_x in _SAMPLES_PER_X]
