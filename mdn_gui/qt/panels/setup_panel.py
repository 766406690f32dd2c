"""The form that says what is trained on, what is trained, and how."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QGroupBox,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples import NOISE_RANGE
from mdn_gui.core.setting import GROUPS, Group, Range, Setting
from mdn_gui.core.settings import PRESETS, NetworkSettings, TrainingSettings, described
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.control.rows import draw_example
from mdn_gui.qt.guard import guarded_with
from mdn_gui.qt.widgets.controls import LONGEST_LABEL, ElidedLabel, describe
from mdn_gui.qt.widgets.number_field import NumberField
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.setting_fields import (
    ChoiceField,
    RealNumberField,
    SwitchField,
    WholeNumberField,
    WidthsField,
)
from mdn_gui.session import edits
from mdn_gui.session.data import Settings
from mdn_gui.session.edits import Act, Edit
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
            texts = (session.data.title, _counted(dataset), *names)
        for fact, text in zip(self._facts.values(), texts, strict=True):
            fact.show_text(text)
        if dataset is not None:
            self._facts["rows"].show_text(_counted(dataset), *dataset.notes)
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


def _counted(dataset: Dataset) -> str:
    """How many rows there are, and how many are left out."""
    if not dataset.left_out:
        return f"{dataset.rows:,}"
    return say_count(
        "{rows:,}, {count} left out",
        "{rows:,}, {count:,} left out",
        dataset.left_out,
        rows=dataset.rows,
    )


Typed = NumberField | WidthsField
type Field = ChoiceField | SwitchField | Typed


class SetupPanel(Pane):
    """Data, network and training: shows what is in force; a person changes it.

    Args:
        kinds: Classes of the settings that it shows.
        parent: The widget around it.
    """

    def __init__(
        self,
        kinds: Sequence[type[NetworkSettings | TrainingSettings]] = (
            NetworkSettings,
            TrainingSettings,
        ),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = {name: each for kind in kinds for name, each in described(kind).items()}
        self._presets: Mapping[str, Settings] = PRESETS
        self._data = DataForm()
        self._data.changed.connect(self._tell)
        self._texts = {"preset": self._preset_text(), **self._data.texts}
        for name, setting in self._settings.items():
            self._texts[name] = setting.label, setting.tip
        self._preset = ChoiceField("preset", self._preset_names(), say("Custom"))
        self._fields = {name: _field(name, each) for name, each in self._settings.items()}
        for field in self._fields.values():
            field.edited.connect(self._on_field_edited)
        self._preset.edited.connect(self._on_preset_edited)
        self._controls: dict[str, Field] = {
            "preset": self._preset,
            **self._fields,
            **self._data.fields,
        }
        self._typed = [field for field in self._controls.values() if isinstance(field, Typed)]
        for typed in self._typed:
            typed.refusal_changed.connect(self._on_refusal_changed)
        self._lay_out()

    @guarded_with(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Make room for the form as wide as it is now: a style sheet has margins of its own."""
        if event.type() is QEvent.Type.LayoutRequest:
            _make_room(self._area, self._column)
        return super().eventFilter(watched, event)

    def _draw_session(self, session: Session) -> None:
        """Show the data and the settings of a session; locked while a run is under way."""
        settings = session.setup.settings
        data = (session.data.dataset, session.data.title, session.data.example)
        busy = session.under_way is not None
        if not self._differs(*data, settings, session.data.recommended, busy):
            return
        self._data.show_session(session)
        self._presets = session.data.presets
        named = (name for name, preset in self._presets.items() if preset == settings)
        self._preset.show_value(next(named, None))
        for name, field in self._fields.items():
            field.show_value(_value(settings, name))
        self._lock(locked=busy, folds=settings[1].folds)

    def _lock(self, *, locked: bool, folds: int) -> None:
        for name, field in self._controls.items():
            label, tip = self._texts[name]
            reason = ""
            if name == "validation_fraction" and folds > 1:
                reason = say("Of no effect with several folds: these are held out in turn.")
            if locked:
                reason = say("Locked while a run is under way: stop it first.")
            field.setEnabled(not reason)
            describe(field, label, reason or tip)

    def _on_refusal_changed(self) -> None:
        reason = next((field.refusal for field in self._typed if field.refusal), "")
        self.edited.emit(*Act(edits.refuse(reason)))

    def _on_field_edited(self, name: str, value: object) -> None:
        self._set_up(edits.setup(lambda setup: setup.having(name, value)), merge=name)

    def _on_preset_edited(self, _: str, name: str) -> None:
        for field_name, field in self._fields.items():
            if isinstance(field, Typed):  # what is refused goes, though the value may be the same
                field.reset(_value(self._presets[name], field_name))
        self._set_up(edits.preset(name))

    def _set_up(self, edit: Edit, merge: str = "") -> None:
        self._tell(Act(edit, undo=say("settings"), merge=merge))

    def _preset_names(self) -> Sequence[tuple[str, str]]:
        texts = {
            "recommended": say("Recommended"),
            "quick": say("Quick"),
            "tutorial": say("Tutorial"),
        }
        return [(texts[name], name) for name in PRESETS]

    def _preset_text(self) -> tuple[str, str]:
        tip = say(
            "Settings that belong together: those recommended for the number of rows loaded, those "
            "of a single network, which is there sooner, or the tutorial's."
        )
        return say("Preset"), tip

    def _lay_out(self) -> None:
        column = QWidget()
        groups = QVBoxLayout(column)
        groups.setContentsMargins(4, 2, 4, 2)
        groups.setSpacing(4)
        first, *others = GROUPS
        forms: dict[Group | None, QFormLayout] = {first: self._data, None: QFormLayout()}
        forms.update((each, QFormLayout()) for each in others)
        # In the order seen, which the tab key follows.
        for group, form in forms.items():
            _group(groups, GROUPS[group] if group else "", form)
            names = [name for name, each in self._settings.items() if each.group == group]
            for name in names if group else ["preset"]:
                _add_row(form, *self._texts[name], self._controls[name])
        groups.addStretch()
        _align([*forms.values()])
        self._column, self._area = column, _scroll_area(column)
        column.installEventFilter(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)


def _value(settings: Settings, name: str) -> Any:  # noqa: ANN401 - of whichever kind the setting is
    return getattr(next(part for part in settings if hasattr(part, name)), name)


def _field(name: str, setting: Setting) -> Field:
    """What edits a setting of this description."""
    if setting.choices:
        return ChoiceField(name, [(said, it) for it, said in setting.choices.items()])
    if setting.limits is None:
        return SwitchField(name, setting.label)
    if setting.kind is tuple:
        return WidthsField(name)
    if setting.kind is int:
        return WholeNumberField(name, setting.limits)
    return RealNumberField(name, setting.limits, setting.step)


def _group(column: QVBoxLayout, title: str, form: QFormLayout) -> None:
    box = QGroupBox(title)
    box.setLayout(form)
    form.setContentsMargins(8, 3, 8, 3)
    form.setVerticalSpacing(2)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    column.addWidget(box)


def _add_row(form: QFormLayout, text: str, tip: str, field: Field) -> None:
    if isinstance(field, SwitchField):
        form.addRow(field)
        return
    label = QLabel(text)
    describe(label, text, tip)
    label.setBuddy(field)
    form.addRow(label, field)
    if isinstance(field, WidthsField):
        form.addRow(field.note)


def _align(forms: Sequence[QFormLayout]) -> None:
    """Let the fields of all forms begin at the same distance from the left; longer labels wrap."""
    rows = [(form, row) for form in forms for row in range(form.rowCount())]
    items = [form.itemAt(row, QFormLayout.ItemRole.LabelRole) for form, row in rows]
    labels = [item.widget() for item in items if item is not None]
    widest = QLabel(LONGEST_LABEL).sizeHint().width()
    for label in labels:
        if isinstance(label, QLabel):
            label.setWordWrap(label.sizeHint().width() > widest)
            label.setFixedWidth(widest)


def _scroll_area(column: QWidget) -> QScrollArea:
    """Show a column with a bar to scroll it where there is too little height."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(column)
    _make_room(area, column)
    return area


def _make_room(area: QScrollArea, column: QWidget) -> None:
    """Let an area be as wide as the column that it scrolls and its bar."""
    bar = area.verticalScrollBar().sizeHint().width()
    area.setMinimumWidth(column.minimumSizeHint().width() + bar)
