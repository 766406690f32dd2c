"""How many rows of a table are for training, validation and test, before it is taken."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mdn_gui.core.holdout import Counts
from mdn_gui.core.maths.rounding import exact
from mdn_gui.core.setting import Range
from mdn_gui.core.settings import FEWEST_TESTED, RANGES, SETTINGS, TrainingSettings, presets_for
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.widgets.controls import ElidedLabel, describe
from mdn_gui.qt.widgets.number_field import show_refused
from mdn_gui.qt.widgets.setting_fields import RealNumberField
from mdn_gui.session.session import Session

_FRACTIONS: Final = ("validation_fraction", "test_fraction")
_PERCENT: Final = 100.0
_STEP: Final = 5.0  # per cent


class PartsForm(QWidget):
    """Share and number of the rows of each part, as the next run would have them.

    They are settings of the session: what a person sets here comes into force when the table is
    taken, and what they leave alone follows the preset in force.

    Signals:
        changed: A person set a fraction, or types what is none.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._session = Session()
        self._rows, self._inputs, self._weighted = 0, 1, False
        self._set: dict[str, float] = {}
        self._training, self._why = QLabel(), ElidedLabel(Qt.TextElideMode.ElideRight)
        self._counts = {name: QLabel() for name in _FRACTIONS}
        self._fields = {name: self._field(name) for name in _FRACTIONS}
        self._lay_out()

    @property
    def parts(self) -> Mapping[str, float]:
        """What a person set here, by the names of the settings."""
        return dict(self._set)

    @property
    def objection(self) -> str:
        """Why the rows cannot be divided so, in a sentence; "" if they can."""
        refusals = [field.refusal for field in self._fields.values() if field.refusal]
        if refusals or not self._rows:
            return "".join(refusals[:1])
        try:
            self._divided()
        except ValueError as error:
            return str(error)
        return ""

    def begin(self, session: Session) -> None:
        """Show what is in force in a session, or follows from it for the rows."""
        self._session = session
        self.show_rows(self._rows, self._inputs, weighted=self._weighted)

    def show_rows(self, rows: int, inputs: int, *, weighted: bool) -> None:
        """Show the parts of so many rows.

        Args:
            rows: Those that have a value in all columns chosen.
            inputs: How many inputs are chosen.
            weighted: Whether rows have weights, whose sum is divided.
        """
        self._rows, self._inputs, self._weighted = rows, max(1, inputs), weighted
        settings = self._settings
        for name, field in self._fields.items():
            field.show_value(round(_PERCENT * getattr(settings, name), 10))
        self._tell(settings)

    @property
    def _followed(self) -> TrainingSettings:
        """The settings of these rows where a person sets nothing here."""
        presets = presets_for(max(1, self._rows), self._inputs)
        return self._session.setup.for_rows(self._session.data.presets, presets).training

    @property
    def _settings(self) -> TrainingSettings:
        # Each value is within its limits; what they come to is seen by `objection`.
        settings = self._followed
        return TrainingSettings(
            validation_fraction=self._set.get("validation_fraction", settings.validation_fraction),
            test_fraction=self._set.get("test_fraction", settings.test_fraction),
            folds=settings.folds,
        )

    def _divided(self) -> Counts:
        """How many rows are for what.

        Raises:
            ValueError: They cannot be divided so.
        """
        return self._settings.holdout.counts(self._rows)

    def _tell(self, settings: TrainingSettings) -> None:
        objection = self.objection
        texts = ("–", "–", "–")
        if not objection and self._rows:
            texts = self._texts(self._divided(), settings.folds)
        training, *held_out = texts
        self._training.setText(say("Training {share}", share=training))
        for label, text in zip(self._counts.values(), held_out, strict=True):
            label.setText(text)
        self._why.show_text(objection or self._reason())
        show_refused(self._why, refused=bool(objection))

    def _texts(self, counts: Counts, folds: int) -> tuple[str, str, str]:
        """What is told of each part."""
        share = say("{share}%", share=exact(round(_PERCENT * counts.training / self._rows, 1)))
        if self._weighted:  # which rows come to it is known once the weights are read
            of_weight = say("of the weight")
            return say("{share} of the weight", share=share), of_weight, of_weight
        training, validation, test = (
            say_count("{count} row", "{count:,} rows", count) for count in counts
        )
        if folds > 1:
            validation = say("{rows} in each of {folds} folds", rows=validation, folds=folds)
        return say("{share}, {rows}", share=share, rows=training), validation, test

    def _reason(self) -> str:
        """Why the parts are as they are."""
        settings, followed = self._settings, self._followed
        _, own = self._session.setup.own_parts(self._session.data.presets)
        if self._set or own or not self._is_preset(followed):
            return say("As you set it.")
        if settings.test_fraction:
            return say(
                "From {rows:,} rows on some judge the network at the end: test rows.",
                rows=FEWEST_TESTED,
            )
        if settings.folds > 1:
            return say(
                "Below {rows:,} rows none are for test; members hold rows out in turn (folds).",
                rows=FEWEST_TESTED,
            )
        return say("Below {rows:,} rows none are for test.", rows=FEWEST_TESTED)

    def _is_preset(self, settings: TrainingSettings) -> bool:
        presets = presets_for(max(1, self._rows), self._inputs).values()
        return any(settings == training for _, training in presets)

    def _field(self, name: str) -> RealNumberField:
        low, high = RANGES[name]
        field = RealNumberField(f"parts_{name}", Range(_PERCENT * low, _PERCENT * high), _STEP)
        field.set_suffix("%")
        label = SETTINGS[name].label
        describe(field, say("{setting} (%)", setting=label), SETTINGS[name].tip)
        field.edited.connect(self._on_field_edited)
        field.refusal_changed.connect(self._on_refusal_changed)
        return field

    @Slot(str, object)
    def _on_field_edited(self, name: str, value: float) -> None:
        self._set[name.removeprefix("parts_")] = value / _PERCENT
        self._tell(self._settings)
        self.changed.emit()

    @Slot()
    def _on_refusal_changed(self) -> None:
        self._tell(self._settings)
        self.changed.emit()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._training.setObjectName("parts_training")
        self._why.setObjectName("parts_why")
        row.addWidget(self._training)
        for name, field in self._fields.items():
            label, count = QLabel(SETTINGS[name].label), self._counts[name]
            label.setBuddy(field)
            count.setObjectName(f"parts_{name}_rows")
            row.addSpacing(row.spacing())
            for widget in (label, field, count):
                row.addWidget(widget)
        row.addSpacing(row.spacing())
        row.addWidget(self._why, stretch=1)
