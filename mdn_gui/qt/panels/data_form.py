"""What the form says of the data; of a built-in problem, how many rows are drawn and how noisy."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel

from mdn_gui.core.examples import NOISE_RANGE
from mdn_gui.core.settings import Range
from mdn_gui.core.text import say
from mdn_gui.qt.control.rows import draw_example
from mdn_gui.qt.widgets.elided_label import ElidedLabel
from mdn_gui.qt.widgets.setting_fields import RealNumberField, WholeNumberField
from mdn_gui.session.session import Session

ROWS = Range(10, 100_000)
"""How many rows of a built-in problem can be drawn."""

_NOISE_STEP = 0.1  # what the arrows add


class DataForm(QFormLayout):
    """Title, rows and columns of the data; a panel adds what else belongs to them.

    Signals:
        changed(act): A person wants other rows of the built-in problem; see `Act`.

    Attributes:
        fields: What can be edited, by name; seen only while the rows are of a built-in problem.
        texts: What they are called, and what they do.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._facts = {name: ElidedLabel() for name in ("title", "rows", "input", "target")}
        self._rows = WholeNumberField("rows", ROWS, by_digit=True)
        self._noise = RealNumberField("noise", Range(*NOISE_RANGE), _NOISE_STEP)
        self._rows.edited.connect(self._on_rows_edited)
        self._noise.edited.connect(self._on_noise_edited)
        self.fields: Mapping[str, RealNumberField | WholeNumberField]
        self.fields = {"rows": self._rows, "noise": self._noise}
        self.texts = self._make_texts()
        self._lay_out()

    def show_session(self, session: Session) -> None:
        """Show the data of a session."""
        dataset, example = session.data.dataset, session.data.example
        texts = ("–",) * 4
        if dataset is not None:
            names = (", ".join(dataset.input_names), ", ".join(dataset.target_names))
            texts = (session.data.title, f"{dataset.rows:,}", *names)
        for fact, text in zip(self._facts.values(), texts, strict=True):
            fact.show_text(text)
        of_problem = dataset is not None and example is not None
        if dataset is not None and example is not None:
            self._rows.show_value(dataset.rows)
            self._noise.show_value(example.noise)
        self._show_fields(shown=of_problem)

    def _show_fields(self, *, shown: bool) -> None:
        self.setRowVisible(self._facts["rows"], not shown)
        for field in self.fields.values():
            self.setRowVisible(field, shown)
            if not shown:
                # What is refused there would keep a person from training who cannot see it.
                field.reset(field.value())

    def _lay_out(self) -> None:
        captions = {
            "title": say("Title"),
            "rows": say("Rows"),
            "input": say("Input x"),
            "target": say("Target y"),
        }
        for name, fact in self._facts.items():
            fact.setObjectName(f"data_{name}")
            fact.setAccessibleName(captions[name])
            self.addRow(captions[name], fact)
            if name == "rows":
                self._add_fields()

    def _add_fields(self) -> None:
        for name, field in self.fields.items():
            label = QLabel(self.texts[name][0])
            label.setBuddy(field)
            self.addRow(label, field)

    def _on_rows_edited(self, _name: str, rows: int) -> None:
        self.changed.emit(draw_example(rows=rows))

    def _on_noise_edited(self, _name: str, noise: float) -> None:
        self.changed.emit(draw_example(noise=noise))

    def _make_texts(self) -> Mapping[str, tuple[str, str]]:
        return {
            "rows": (
                say("Rows"),
                say("How many rows are drawn from the built-in problem."),
            ),
            "noise": (
                say("Noise"),
                say("How much noise the rows have, in times the problem's own."),
            ),
        }
