"""What statisticians ask of a density that was checked, folded until somebody unfolds it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mdn_gui.core.check import Check
from mdn_gui.core.check.along import mean_along
from mdn_gui.core.check.details import Details, details
from mdn_gui.core.check.findings import stretch_text
from mdn_gui.core.check.held_out import Part
from mdn_gui.core.check.uniform import Uniformity
from mdn_gui.core.check.unlikely import Common
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.network import Network
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.background import Background, Passage
from mdn_gui.qt.plots.check_plots import ApartPlot, CoveragePlot, ScoresPlot, UniformityPlot
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets import statistics_tables as tables
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.section import Section
from mdn_gui.qt.widgets.table_model import Column
from mdn_gui.qt.widgets.tables import CopyableTable, TablePage
from mdn_gui.session.session import Session

REST_MS = 500
"""After that much rest, what takes longer is worked out."""

_SEED = 0
_GAP = 8  # pixels
_FEW = 8  # columns that have room beside each other


class _Shown(NamedTuple):
    """What is shown of a check."""

    check: Check
    part: Part
    network: Network | None


class StatisticsPanel(Pane):
    """For statisticians: plots and tables of a check, below a heading that unfolds them.

    What takes longer is worked out on another thread, after `REST_MS` of rest, and only while it is
    unfolded and can be seen.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: _Shown | None = None
        self._details: Details | None = None
        self._contents: _Contents | None = None
        self._passage: Passage | None = None  # of the work under way
        self._work = Background(self)
        self._work.done.connect(self._on_work_done)
        self._work.failed.connect(self._on_work_failed)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._on_rest_timeout)
        application = QApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._stop)
        self._body = QWidget()
        QVBoxLayout(self._body).setContentsMargins(0, 0, 0, 0)
        title = say("For statisticians")
        self._section = Section("statistics", title, self._body)
        self._section.hide()  # until there is a check
        tip = say("Show or hide PIT values, coverage at each place, all scores and their errors.")
        describe(self._section.heading, title, tip)
        self._section.heading.toggled.connect(self._on_heading_toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._section)

    @property
    def busy(self) -> bool:
        """Whether more is being worked out, or will be after the rest."""
        return self._passage is not None or self._rest.isActive()

    def show_check(
        self, check: Check | None, part: Part = "test", network: Network | None = None
    ) -> None:
        """Show a check.

        Args:
            check: The check; None hides the panel.
            part: What the rows are of the run that it judges.
            network: Of the run.
        """
        self._take(None if check is None else _Shown(check, part, network))
        self._draw()

    def _take(self, shown: _Shown | None) -> None:
        if shown != self._shown:
            self._stop()
            self._shown, self._details = shown, None
            self._section.setVisible(shown is not None)

    @Slot()
    def _draw(self) -> None:
        if self.isVisible():
            self._draw_session(self._session)

    def show_session(self, session: Session) -> None:
        """Show the check of the network shown, if there is one."""
        found = session.checked
        if found is None or found.check is None:
            self._take(None)
        else:
            self._take(_Shown(found.check, found.part, found.network))
        super().show_session(session)

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        if self._contents is not None:
            self._contents.set_theme(theme)

    def _draw_session(self, session: Session) -> None:
        if self._shown is None or not self._section.unfolded:
            self._stop()
            return
        if self._contents is None:
            self._contents = _Contents()
            self._contents.set_theme(self._theme)
            self._contents.target_chosen.connect(self._draw)
            layout = self._body.layout()
            if layout is not None:
                layout.addWidget(self._contents)
            self.controls_made.emit(self._contents)
        check, part, _ = self._shown
        contents, target = self._contents, self._contents.target
        if self._memory.changed("check", check, part):
            contents.show_check(check, part)
        if self._memory.changed("target", check, target):
            contents.show_target(check, target)
        column = min(session.resolved.across, len(check.judged.test.input_names) - 1)
        if self._memory.changed("details", check, self._details, target, column):
            contents.show_details(check, self._details, target, column)
        if self._details is None and not self.busy:
            self._rest.start()

    @Slot(bool)
    def _on_heading_toggled(self, unfolded: bool) -> None:  # noqa: FBT001 - a signal's argument
        del unfolded
        self._draw()

    @Slot()
    def _on_rest_timeout(self) -> None:
        if self._shown is None or not self.isVisible():
            return
        check, part, network = self._shown
        self._passage = Passage()
        self._passage.passed.connect(self._on_passage_passed)
        look = partial(details, check.judged, network, part, _SEED, self._passage.proceed)
        self._work.run(look)

    @Slot(int)
    def _on_passage_passed(self, percent: int) -> None:
        if self.sender() is self._passage and self._contents is not None:
            self._contents.show_progress(percent)

    @Slot(object)
    def _on_work_done(self, found: Details) -> None:
        self._passage, self._details = None, found
        self._draw()
        self.rested.emit()

    @Slot(str, str)
    def _on_work_failed(self, message: str, _details: str) -> None:
        self._passage = None
        if self._contents is not None:
            self._contents.show_failure(message)
        self.rested.emit()

    @Slot()
    def _stop(self) -> None:
        """End what is being worked out, and do not begin it."""
        was_busy = self.busy
        self._rest.stop()
        if self._passage is not None:
            self._passage.end()
            self._passage = None
        self._work.cancel()
        if was_busy:
            self.rested.emit()


class _Contents(QWidget):
    """All that is below the heading.

    Signals:
        target_chosen: A person chose another target.
    """

    target_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading, self._about_pit, self._about_levels = _label(), _label(), _label()
        self._heading.setObjectName("statistics_rows")
        self._about_pit.setObjectName("about_pit")
        self._about_levels.setObjectName("about_levels")
        self._choice = QComboBox()
        self._choice.setObjectName("statistics_target")
        describe(
            self._choice,
            say("Target of the plots"),
            say("Whose PIT values and intervals are drawn."),
        )
        self._choice.activated.connect(self.target_chosen)
        self._pit = UniformityPlot("pit", say("PIT values"), say("PIT value"))
        self._levels = UniformityPlot("levels", say("Levels of regions"), say("level"))
        self._qq, self._coverage, self._apart = ScoresPlot(), CoveragePlot(), ApartPlot()
        self._plots = (self._pit, self._levels, self._qq, self._coverage, self._apart)
        self._scores = _Table("scores", say("Scores"))
        self._regions = _Table("region_scores", say("Scores of regions and intervals"))
        self._simple = _Table("baselines", say("Simpler densities on the same rows"))
        self._places = _Table("coverage_at_places", say("Coverage at each place"))
        self._progress = QProgressBar()
        self._progress.setObjectName("statistics_progress")
        describe(
            self._progress, say("Progress"), say("How much of what takes longer is worked out.")
        )
        self._about_places, self._guesses, self._common = _label(), _label(), _label()
        self._about_places.setObjectName("about_places")
        self._guesses.setObjectName("in_the_hatch")
        self._common.setObjectName("in_common")
        self._unlikely = _Table("unlikely", say("Least likely of these rows"))
        self._lay_out()

    @property
    def target(self) -> int:
        """The number of the target that is drawn."""
        return max(0, self._choice.currentIndex())

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        for plot in self._plots:
            plot.set_theme(theme)

    def show_check(self, check: Check, part: Part) -> None:
        """Show what is of all targets."""
        names, chosen = check.judged.test.target_names, self.target
        self._choice.clear()
        self._choice.addItems(names)
        self._choice.setCurrentIndex(min(chosen, len(names) - 1))
        self._choice.setVisible(len(names) > 1)
        self._heading.setText(_rows_text(check, part))
        self._levels.draw(check.levels)
        self._about_levels.setText(_distances(check.levels))
        self._scores.show_lines(tables.score_columns(), tables.score_lines(check))
        self._regions.show_lines(tables.region_columns(), tables.region_lines(check))
        self._simple.show_lines(tables.baseline_columns(), tables.baseline_lines(check.baselines))
        self._simple.setVisible(bool(check.baselines))

    def show_target(self, check: Check, target: int) -> None:
        """Show what is of one target."""
        self._pit.draw(check.pit[target])
        self._qq.draw(check.pit[target])
        self._coverage.draw(check.central[target], check.regions)
        passing = say(
            "Passing this test does not mean that the inputs help: a density that ignores them "
            "passes too."
        )
        self._about_pit.setText(f"{_distances(check.pit[target])} {passing}")

    def show_details(self, check: Check, found: Details | None, target: int, column: int) -> None:
        """Show what takes longer; None until it is there."""
        test = check.judged.test
        self._progress.setVisible(found is None)
        for widget in (self._places, self._guesses, self._common, self._unlikely):
            widget.setVisible(found is not None)
        self._apart.setVisible(found is not None and found.apart is not None)
        if found is None:
            self.show_progress(0)
            return
        self._places.show_lines(tables.place_columns(), tables.place_lines(found.regions))
        self._about_places.setText(_places_text(found))
        self._guesses.setText(_guesses_text(found, len(check.judged.looked_at)))
        if found.apart is not None:
            rows = test.take(found.apart.rows)
            bins, distances = mean_along(rows, column, found.apart.distances[:, target])
            self._apart.draw(test.input_names[column], test.input_kinds[column], bins, distances)
        self._common.setText(_common_text(test, found.unlikely.common))
        self._unlikely.show_lines(
            tables.unlikely_columns(check.judged),
            tables.unlikely_lines(check.judged, found.unlikely),
        )

    def show_progress(self, percent: int) -> None:
        """Show how much is worked out."""
        self._progress.setValue(percent)
        self._about_places.setText(
            say("Looking for places where regions hold more or less: {percent}%…", percent=percent)
        )

    def show_failure(self, message: str) -> None:
        """Say why there is no more."""
        self._progress.setVisible(False)
        self._about_places.setText(
            say("The coverage at each place could not be worked out: {message}", message=message)
        )

    def _lay_out(self) -> None:
        layout, grid = QVBoxLayout(self), QGridLayout()
        layout.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        layout.setSpacing(_GAP)
        top = QHBoxLayout()
        top.addWidget(self._heading, stretch=1)
        top.addWidget(self._choice)
        layout.addLayout(top)
        grid.setSpacing(_GAP)
        pairs: tuple[tuple[QWidget, QWidget], ...] = (
            (self._pit, self._levels),
            (self._about_pit, self._about_levels),
            (self._qq, self._coverage),
        )
        for row, pair in enumerate(pairs):
            for side, widget in enumerate(pair):
                grid.addWidget(widget, row, side)
                grid.setColumnStretch(side, 1)
        layout.addLayout(grid)
        below: tuple[QWidget, ...] = (
            *(self._scores, self._regions, self._simple),
            *(self._places, self._about_places, self._progress),
            *(self._guesses, self._apart, self._unlikely, self._common),
        )
        for widget in below:
            layout.addWidget(widget)
        layout.addStretch()


class _Table(TablePage):
    """A table as high as its rows, with its name above it and a button that copies it.

    Args:
        name: Object name of the table.
        title: What stands above it.
    """

    def __init__(self, name: str, title: str) -> None:
        self._lines = CopyableTable()
        super().__init__(self._lines, name)
        describe(self._lines, title, say("Ctrl+C copies the selected rows, or all, as text."))
        self.show_heading(title, ready=True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_lines(self, columns: Sequence[Column], lines: tables.Lines) -> None:
        """Show other lines."""
        self._lines.show_columns(columns)
        self._lines.show_rows(tables.as_rows(lines))
        header = self._lines.horizontalHeader().sizeHint().height()
        rows = self._lines.verticalHeader().length() + 2 * self._lines.frameWidth()
        bar = self._lines.horizontalScrollBar().sizeHint().height() if len(columns) >= _FEW else 0
        self._lines.setFixedHeight(header + rows + bar)


def _label() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    return label


def _rows_text(check: Check, part: Part) -> str:
    rows = check.judged.test.rows
    told = {
        "test": say_count(
            "On {count:,} test row, which neither training nor the choice of the epoch saw.",
            "On {count:,} test rows, which neither training nor the choice of the epoch saw.",
            rows,
        ),
        "folds": say_count(
            "On {count:,} row, predicted by the members that held it out.",
            "On {count:,} rows, each predicted by the members that held it out.",
            rows,
        ),
        "validation": say_count(
            "On {count:,} validation row, which chose the epoch: it looks a little better than it "
            "is.",
            "On {count:,} validation rows, which chose the epoch: it looks a little better than it "
            "is.",
            rows,
        ),
    }[part]
    looked_at = len(check.judged.looked_at)
    if looked_at == rows:
        return told
    some = say("What takes long stands on {some:,} of them, drawn at random.", some=looked_at)
    return f"{told} {some}"


def _distances(found: Uniformity) -> str:
    return say(
        "p-value {p}; Kolmogorov-Smirnov {ks:.4f}, Cramér-von Mises {cvm:.6f}, "
        "Anderson-Darling {ad:.5f} (the last two divided by the number of rows).",
        p=tables.p_text(found.p_value),
        ks=found.kolmogorov_smirnov,
        cvm=found.cramer_von_mises,
        ad=found.anderson_darling,
    )


def _places_text(found: Details) -> str:
    least = min(each.found.p_value for each in found.regions) * len(found.regions)
    if least <= 0.05:
        return say(
            "Regions hold more at some places than at others (p-value {p}, for all kinds of "
            "regions together).",
            p=tables.p_text(min(1.0, least)),
        )
    return say(
        "No sign that regions hold more at some places than at others (p-value {p}, for all "
        "kinds of regions together).",
        p=tables.p_text(min(1.0, least)),
    )


def _guesses_text(found: Details, rows: int) -> str:
    if found.guesses is None:
        return say(
            "How many of these rows lie in the hatch, where predictions are guesses, is not known."
        )
    return say(
        "In the hatch, where predictions are guesses, lie {count:,} of {rows:,} rows "
        "({share:.1%}).",
        count=found.guesses,
        rows=rows,
        share=found.guesses / rows,
    )


def _common_text(test: Dataset, common: Common | None) -> str:
    if common is None:
        return say("Nothing that the least likely rows have in common is beyond chance.")
    return say(
        "Of the {of:,} least likely rows {count:,} have in common: {where}. Of all rows "
        "{share:.0%} lie there (p-value {p:.2g}).",
        of=common.of,
        count=common.rows,
        where=stretch_text(test, common.column, common.low, common.high),
        share=common.share,
        p=common.p_value,
    )
