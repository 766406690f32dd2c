"""The forms that say what is trained on, in *Data*, and what is trained and how, in *Explore*."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples import NOISE_RANGE
from mdn_gui.core.kind_texts import kinds_in_words
from mdn_gui.core.member_texts import planned_members
from mdn_gui.core.setting import GROUPS, Group, Range, Setting
from mdn_gui.core.settings import PRESETS, NetworkSettings, TrainingSettings, described
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.control import run_list
from mdn_gui.qt.control.rows import draw_example
from mdn_gui.qt.guard import guarded_with
from mdn_gui.qt.widgets.controls import LONGEST_LABEL, ElidedLabel, describe
from mdn_gui.qt.widgets.number_field import NumberField
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.section import Section
from mdn_gui.qt.widgets.setting_fields import (
    ChoiceField,
    RealNumberField,
    SwitchField,
    WholeNumberField,
    WidthsField,
)
from mdn_gui.session import edits
from mdn_gui.session.data import Data, Settings
from mdn_gui.session.edits import Act, Edit
from mdn_gui.session.session import Session

ROWS = Range(10, 100_000)
"""Number of rows of a built-in problem that can be drawn."""

PRESET_NAMES = {
    "recommended": say("Recommended"),
    "quick": say("Quick"),
    "tutorial": say("Tutorial"),
}
"""What each preset is called."""

_NOISE_STEP = 0.1  # what the arrows add


_CAPTIONS = {
    "title": (say("Title"),),
    "rows": (say("Rows"),),
    "input": (say("Input x"), say("Inputs x")),
    "target": (say("Target y"), say("Targets y")),
    "preset": (say("Preset"),),
}
"""What is told of the data and of the next run: its name, of one and of several."""


class DataForm(QFormLayout):
    """Title, rows, columns and preset of the data; a panel adds what else belongs to them.

    Signals:
        changed(act): A person wants other rows of the built-in problem; see `Act`.

    Attributes:
        fields: What can be edited, by name; seen only while the rows are of a built-in problem.
        texts: What they are called, and what they do.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._facts = {name: ElidedLabel() for name in _CAPTIONS}
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
        texts = ["–"] * 4
        if dataset is not None:
            names = (", ".join(dataset.input_names), ", ".join(dataset.target_names))
            texts = [session.data.title, _counted(session.data, dataset), *names]
        for name, count in zip(("input", "target"), session.data.columns, strict=True):
            self._name_fact(name, _CAPTIONS[name][count > 1])
        texts.append(PRESET_NAMES.get(session.preset, say("Custom")))
        for fact, text in zip(self._facts.values(), texts, strict=True):
            fact.show_text(text)
        if dataset is not None:
            self._facts["rows"].show_text(_counted(session.data, dataset), *dataset.notes)
            kinds = kinds_in_words(dataset.input_names, dataset.input_kinds)
            self._facts["input"].show_text(names[0], *kinds)
            kinds = kinds_in_words(dataset.target_names, dataset.target_kinds)
            self._facts["target"].show_text(names[1], *kinds)
        of_problem = dataset is not None and example is not None
        if dataset is not None and example is not None:
            _show_value(self._rows, dataset.rows, session)
            _show_value(self._noise, example.noise, session)
        self._show_fields(shown=of_problem)

    def _show_fields(self, *, shown: bool) -> None:
        self.setRowVisible(self._facts["rows"], not shown)
        for field in self.fields.values():
            self.setRowVisible(field, shown)

    def _lay_out(self) -> None:
        for name, fact in self._facts.items():
            fact.setObjectName(f"data_{name}")
            self.addRow(QLabel(), fact)
            self._name_fact(name, _CAPTIONS[name][0])
            if name == "rows":
                self._add_fields()

    def _name_fact(self, name: str, caption: str) -> None:
        fact = self._facts[name]
        fact.setAccessibleName(caption)
        label = self.labelForField(fact)
        assert isinstance(label, QLabel)  # noqa: S101 - tells mypy what `_lay_out` made
        label.setText(caption)

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


def _counted(data: Data, dataset: Dataset) -> str:
    """How many rows there are, how many are left out, and by which column they are weighted."""
    counted = f"{dataset.rows:,}"
    if dataset.left_out:
        counted = say_count(
            "{rows:,}, {count} left out",
            "{rows:,}, {count:,} left out",
            dataset.left_out,
            rows=dataset.rows,
        )
    if not data.weight_name:
        return counted
    return say("{counted}, weighted by {column}", counted=counted, column=data.weight_name)


Typed = NumberField | WidthsField
type Field = ChoiceField | SwitchField | Typed
type Kinds = Sequence[type[NetworkSettings | TrainingSettings]]

KINDS: Kinds = (NetworkSettings, TrainingSettings)
"""The settings of this program; a test has others."""


class SettingsPanel(Pane):
    """A form of settings: shows what is in force; a person changes it.

    Args:
        groups: The parts of the form that it shows.
        kinds: Classes of the settings that it shows.
        parent: The widget around it.
    """

    def __init__(self, groups: Sequence[Group], kinds: Kinds, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._settings = {
            name: each
            for kind in kinds
            for name, each in described(kind).items()
            if each.group in groups
        }
        self._texts = {name: (each.label, each.tip) for name, each in self._settings.items()}
        self._fields = {name: _field(name, each) for name, each in self._settings.items()}
        self._controls: dict[str, Field] = {**self._fields}
        self._captions: dict[str, QLabel | SwitchField] = {}
        for field in self._fields.values():
            field.edited.connect(self._on_field_edited)

    @guarded_with(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Make room for the form as wide as it is now: a style sheet has margins of its own."""
        if event.type() is QEvent.Type.LayoutRequest:
            _make_room(self._area, self._column)
        return super().eventFilter(watched, event)

    def _draw_session(self, session: Session) -> None:
        """Show the data and the settings of a session; locked while a run is under way."""
        data, status = session.data, session.status
        rows = (data.dataset, data.title, data.example, data.recommended)
        settings = session.setup.settings, session.run.settings
        busy = session.under_way is not None
        if self._differs(*rows, *settings, status.refusals, busy):
            self._show(session)
            self._lock(locked=busy)

    def _show(self, session: Session) -> None:
        """Show the settings, and put a dot at each that the run shown did not have."""
        for name, field in self._fields.items():
            _show_value(field, _value(session.setup.settings, name), session)
        for name, caption in self._captions.items():
            text = self._texts[name][0]
            changed = name in session.changes
            caption.setText(say("{setting} •", setting=text) if changed else text)

    def _lock(self, *, locked: bool) -> None:
        reason = say("Locked while a run is under way: stop it first.")
        for name, field in self._controls.items():
            label, tip = self._texts[name]
            field.setEnabled(not locked)
            describe(field, label, reason if locked else tip)

    def _on_refusal_changed(self, name: str, reason: str) -> None:
        self.edited.emit(*Act(edits.refuse(name, reason)))

    def _on_field_edited(self, name: str, value: object) -> None:
        self._set_up(edits.setting(name, value), merge=name)

    def _set_up(self, edit: Edit, merge: str = "") -> None:
        self._tell(Act(edit, undo=say("settings"), merge=merge))

    def _add_settings(self, form: QFormLayout, group: Group) -> None:
        for name, each in self._settings.items():
            if each.group == group:
                self._captions[name] = _add_row(form, *self._texts[name], self._fields[name])

    def _lay_out(self, parts: Sequence[QWidget | QLayout]) -> None:
        """Put parts below each other, in the order in which the tab key goes through them."""
        for field in self._controls.values():
            if isinstance(field, Typed):
                field.refusal_changed.connect(self._on_refusal_changed)
        self._column = QWidget()
        below = QVBoxLayout(self._column)
        below.setContentsMargins(4, 2, 4, 2)
        below.setSpacing(4)
        for part in parts:
            if isinstance(part, QWidget):
                below.addWidget(part)
            else:
                below.addLayout(part)
        below.addStretch()
        _align(self._column.findChildren(QFormLayout))
        self._area = _scroll_area(self._column)
        self._column.installEventFilter(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)


class DataPanel(SettingsPanel):
    """What is trained on, how it is split, and by which preset the next run trains.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(["Data"], KINDS, parent)
        self._data = DataForm()
        self._data.changed.connect(self._tell)
        self._texts |= self._data.texts
        self._controls |= self._data.fields
        self._add_settings(self._data, "Data")
        self._lay_out([_body(self._data)])

    def _show(self, session: Session) -> None:
        super()._show(session)
        self._data.show_session(session)


class SetupPanel(SettingsPanel):
    """What the next run trains and how: a preset, and parts that can be folded.

    Args:
        kinds: Classes of the settings that it shows.
        parent: The widget around it.
    """

    def __init__(self, kinds: Kinds = KINDS, parent: QWidget | None = None) -> None:
        groups = [group for group in GROUPS if group != "Data"]
        super().__init__(groups, kinds, parent)
        self._texts["preset"] = self._preset_text()
        choices = [(PRESET_NAMES[name], name) for name in PRESETS]
        self._preset = ChoiceField("preset", choices, say("Custom"))
        self._preset.edited.connect(self._on_preset_edited)
        self._controls["preset"] = self._preset
        presets = QFormLayout()
        _add_row(presets, *self._texts["preset"], self._preset)
        self._members = QLabel()
        self._members.setObjectName("planned_members")
        self._members.setWordWrap(True)
        presets.addRow(self._members)
        parts: list[QWidget | QLayout] = [self._heading_row(), _body(presets)]
        for group in groups:
            form = QFormLayout()
            self._add_settings(form, group)
            parts.append(Section(f"section_{group.lower()}", GROUPS[group], _body(form)))
        self._lay_out(parts)

    def _show(self, session: Session) -> None:
        """Show the settings, and count those that the run shown did not have."""
        super()._show(session)
        self._preset.show_value(session.preset)
        self._members.setText(planned_members(*session.setup.settings))
        changes = len(session.changes)
        self._heading.setText(
            say_count("Next run ({count} change)", "Next run ({count} changes)", changes)
            if changes
            else say("Next run")
        )
        listed = session.run.number in dict(session.document.listed)
        self._as_run.setVisible(changes > 0 and listed)
        self._as_run.setEnabled(session.under_way is None)

    def _heading_row(self) -> QHBoxLayout:
        self._heading, self._as_run = QLabel(), QToolButton()
        self._heading.setObjectName("next_run")
        self._as_run.setObjectName("as_run_shown")
        self._as_run.setText(say("As run shown"))
        self._as_run.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tip = say("Use the settings of the run shown; those that differ from it have a dot.")
        describe(self._as_run, say("Use the settings of the run shown"), tip)
        self._as_run.clicked.connect(self._on_as_run_clicked)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(self._heading, stretch=1)
        row.addWidget(self._as_run)
        return row

    def _preset_text(self) -> tuple[str, str]:
        tip = say(
            "Settings that belong together: those recommended for the number of rows loaded, those "
            "of a single network, which is there sooner, or the tutorial's."
        )
        return say("Preset"), tip

    def _on_preset_edited(self, _: str, name: str) -> None:
        self._set_up(edits.preset(name))

    @Slot()
    def _on_as_run_clicked(self) -> None:
        self._tell(run_list.restore(self._session.run.number))


def _show_value(field: Field, value: Any, session: Session) -> None:  # noqa: ANN401 - as below
    """Show what is in force; a text that is refused stays as long as the session knows of it."""
    known = field.objectName() in session.status.refusals
    if isinstance(field, Typed) and field.refusal and not known:
        field.reset(value)
    else:
        field.show_value(value)


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


def _body(form: QFormLayout) -> QWidget:
    """A part of a form."""
    body = QWidget()
    body.setLayout(form)
    form.setContentsMargins(8, 3, 8, 3)
    form.setVerticalSpacing(2)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return body


def _add_row(form: QFormLayout, text: str, tip: str, field: Field) -> QLabel | SwitchField:
    """Add a field, and return what has its caption."""
    if isinstance(field, SwitchField):
        form.addRow(field)
        return field
    label = QLabel(text)
    describe(label, text, tip)
    label.setBuddy(field)
    form.addRow(label, field)
    if isinstance(field, WidthsField):
        form.addRow(field.note)
    return label


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
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(column)
    _make_room(area, column)
    return area


def _make_room(area: QScrollArea, column: QWidget) -> None:
    """Let an area be as wide as the column that it scrolls and its bar."""
    bar = area.verticalScrollBar().sizeHint().width()
    area.setMinimumWidth(column.minimumSizeHint().width() + bar)
