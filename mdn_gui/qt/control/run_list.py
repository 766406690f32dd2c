"""The list of runs: kept, compared, restored, deleted."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from mdn_gui.core.comparison import Comparison, compare
from mdn_gui.core.runs import RunRecord, affordable
from mdn_gui.qt.background import Background
from mdn_gui.qt.control.state import State
from mdn_gui.session import edits
from mdn_gui.session.edits import Edit
from mdn_gui.session.session import Session
from mdn_gui.worker.messages import Job


class RunList(QObject):
    """Changes the list of runs.

    Signals:
        settings_wanted(network, training): A run's settings are to be in force again.

    Args:
        state: Holds the session.
    """

    settings_wanted = Signal(object, object)

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._state = state
        self._newest = 0  # number of a run; none is given twice, so that a deleted one stays itself
        self._comparing = Background(self)
        self._comparing.done.connect(self._on_comparing_done)
        self._comparing.failed.connect(self._on_comparing_failed)
        state.changed.connect(self._on_state_changed)

    def next_number(self) -> int:
        """The number of the run that begins."""
        self._newest = 1 + max((self._newest, *(run.number for run in self._state.session.runs)))
        return self._newest

    def keep(self, job: Job, seconds: float, ended: str) -> tuple[Edit, str]:
        """Put the run shown into the list, in the place of what was there of it.

        Args:
            job: What was trained.
            seconds: How long, without pauses.
            ended: How it ended, as a sentence.

        Returns:
            What puts it there; and which runs leave the list for want of memory, as a sentence,
            nothing if none do.
        """
        session = self._state.session
        shown, network = session.run, session.run.best_network
        if shown.number is None or network is None:
            return edits.one_after_another(), ""
        number = shown.number
        same = [run for run in session.runs if run.number == number]
        name = same[0].name if same else self.tr("Run {number}").format(number=number)
        record = RunRecord(
            number=number,
            name=name,
            title=shown.data.title,
            dataset=job.dataset,
            network_settings=job.network_settings,
            training_settings=job.training_settings,
            losses=shown.recording.losses,
            best=shown.recording.best,
            network=network,
            seconds=seconds,
            ended=ended,
        )
        runs = _with(session.runs, record)
        kept = affordable(runs)
        left = runs[: -len(kept)]
        said = self.tr("{names} left the list: the runs held more than 2 GB.")
        said = said.format(names=", ".join(run.name for run in left)) if left else ""
        return edits.runs(kept), said

    @Slot(int, str)
    def rename(self, number: int, name: str) -> None:
        """Call a run something else; a name of nothing but blanks changes nothing."""
        run = self._run(number)
        if run is not None and name.strip():
            runs = _with(self._state.session.runs, replace(run, name=name.strip()))
            self._state.edit(edits.runs(runs), undo=self.tr("name of a run"))

    @Slot(object)
    def remove(self, numbers: tuple[int, ...]) -> None:
        """Take runs out of the list; what is shown of one stays until another is trained."""
        gone = [run for number in numbers if (run := self._run(number)) is not None]
        if not gone:
            return
        left = tuple(run for run in self._state.session.runs if run not in gone)
        said = self.tr("Deleted: {names}.").format(names=", ".join(run.name for run in gone))
        edit = edits.one_after_another(edits.runs(left), edits.told(said))
        self._state.edit(edit, undo=self.tr("deletion of runs"))

    @Slot(int)
    def restore(self, number: int) -> None:
        """Put a run's settings into force."""
        run = self._run(number)
        if run is None:
            return
        self.settings_wanted.emit(run.network_settings, run.training_settings)
        message = self.tr("The settings of {name} are in force again.")
        self._state.edit(edits.told(message.format(name=run.name)))

    @Slot(object)
    def compare(self, numbers: tuple[int, ...]) -> None:
        """Compare two runs; with fewer there is nothing to compare."""
        there = tuple(number for number in numbers if self._run(number) is not None)
        # What is selected in a list is not undone: it would come between what is.
        self._state.edit(edits.view(lambda view: replace(view, compared=there)))

    def _run(self, number: int) -> RunRecord | None:
        """A run; None if it is deleted, which a panel that has not caught up may not know."""
        found = (run for run in self._state.session.runs if run.number == number)
        return next(found, None)

    @Slot(object, object)
    def _on_state_changed(self, before: Session, after: Session) -> None:
        pair = after.compared_runs
        networks = [[run.network for run in runs] for runs in (before.compared_runs, pair)]
        names = [[run.name for run in runs] for runs in (before.compared_runs, pair)]
        # The reason why two cannot be compared calls them by their names.
        renamed = bool(after.status.incomparable) and names[0] != names[1]
        if networks[0] == networks[1] and not renamed:
            return
        self._comparing.cancel()
        self._state.edit(_compared(None, ""))
        if len(pair) == 2:
            self._comparing.run(partial(compare, *pair))

    @Slot(object)
    def _on_comparing_done(self, comparison: Comparison) -> None:
        self._state.edit(_compared(comparison, ""))

    @Slot(str, str)
    def _on_comparing_failed(self, message: str, _details: str) -> None:
        self._state.edit(_compared(None, message))


def _compared(comparison: Comparison | None, incomparable: str) -> Edit:
    return edits.status(
        lambda status: replace(status, comparison=comparison, incomparable=incomparable)
    )


def _with(runs: tuple[RunRecord, ...], run: RunRecord) -> tuple[RunRecord, ...]:
    """Runs with another one in its place."""
    return tuple(sorted((*_without(runs, run.number), run), key=lambda each: each.number))


def _without(runs: tuple[RunRecord, ...], number: int) -> tuple[RunRecord, ...]:
    return tuple(run for run in runs if run.number != number)
