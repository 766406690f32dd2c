"""The runs of the sitting: kept, compared, restored, deleted."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from mdn_gui.core.comparison import Comparison, compare
from mdn_gui.core.runs import MOST_DELETED, RunRecord, affordable
from mdn_gui.qt.background import Background
from mdn_gui.qt.control.state import State
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
        self._comparing = Background(self)
        self._comparing.done.connect(self._on_comparing_done)
        self._comparing.failed.connect(self._on_comparing_failed)

    def next_number(self) -> int:
        """The number of the run that begins."""
        return 1 + max((run.number for run in self._state.session.runs), default=0)

    def keep(self, job: Job, seconds: float, ended: str) -> str:
        """Put the run shown into the list, in the place of what was there of it.

        Args:
            job: What was trained.
            seconds: How long, without pauses.
            ended: How it ended, as a sentence.

        Returns:
            Which runs left the list for want of memory, as a sentence; nothing if none did.
        """
        session = self._state.session
        if session.run is None or session.best_network is None:
            return ""
        same = [run for run in session.runs if run.number == session.run]
        name = same[0].name if same else self.tr("Run {number}").format(number=session.run)
        record = RunRecord(
            number=session.run,
            name=name,
            title=session.title,
            dataset=job.dataset,
            network_settings=job.network_settings,
            training_settings=job.training_settings,
            losses=session.recording.losses,
            best=session.recording.best,
            network=session.best_network,
            seconds=seconds,
            ended=ended,
        )
        self._replace(session.run, record)
        deleted = tuple(run for run in session.deleted if run.number != session.run)
        self._state.update(deleted=deleted)
        left = self._let_go()
        if {session.run, *(run.number for run in left)} & set(session.compared):
            self.compare(session.compared)
        if not left:
            return ""
        text = self.tr("{names} left the list: the runs held more than 2 GB.")
        return text.format(names=", ".join(run.name for run in left))

    def _let_go(self) -> tuple[RunRecord, ...]:
        """Bound what the runs hold; the runs of the list that had to go, after all deleted ones."""
        runs = self._state.session.runs
        kept = affordable((*self._state.session.deleted, *runs))
        left = runs[: -len(kept)]
        self._state.update(runs=runs[len(left) :], deleted=kept[: -len(runs)])
        return left

    @Slot(int, str)
    def rename(self, number: int, name: str) -> None:
        """Call a run something else; a name of nothing but blanks changes nothing."""
        run = self._run(number)
        if run is None or not name.strip():
            return
        self._replace(number, replace(run, name=name.strip()))
        session = self._state.session
        if number in session.compared and session.incomparable:
            # The reason calls the runs by their names.
            self.compare(session.compared)

    @Slot(int)
    def remove(self, number: int) -> None:
        """Take a run out of the list; what is shown of it stays until another is trained."""
        run = self._run(number)
        if run is None:
            return
        compared = self._state.session.compared
        if number in compared:
            self.compare(tuple(kept for kept in compared if kept != number))
        self._replace(number)
        self._state.update(
            deleted=(*self._state.session.deleted, run)[-MOST_DELETED:],
            message=self.tr("{name} is deleted.").format(name=run.name),
        )

    @Slot()
    def bring_back(self) -> None:
        """Put the run that was deleted last into the list again."""
        if not self._state.session.deleted:
            return
        *deleted, run = self._state.session.deleted
        self._replace(run.number, run)
        self._state.update(
            deleted=tuple(deleted),
            message=self.tr("{name} is in the list again.").format(name=run.name),
        )

    @Slot(int)
    def restore(self, number: int) -> None:
        """Put a run's settings into force."""
        run = self._run(number)
        if run is None:
            return
        self.settings_wanted.emit(run.network_settings, run.training_settings)
        message = self.tr("The settings of {name} are in force again.")
        self._state.update(message=message.format(name=run.name))

    @Slot(object)
    def compare(self, numbers: tuple[int, ...]) -> None:
        """Compare two runs; with fewer there is nothing to compare."""
        self._comparing.cancel()
        runs = [run for number in numbers if (run := self._run(number)) is not None]
        compared = tuple(run.number for run in runs)
        self._state.update(compared=compared, comparison=None, incomparable="")
        if len(runs) == 2:
            self._comparing.run(partial(compare, runs[0], runs[1]))

    def _run(self, number: int) -> RunRecord | None:
        """A run; None if it is deleted, which a panel that has not caught up may not know."""
        found = (run for run in self._state.session.runs if run.number == number)
        return next(found, None)

    def _replace(self, number: int, *runs: RunRecord) -> None:
        others = (run for run in self._state.session.runs if run.number != number)
        self._state.update(runs=tuple(sorted((*others, *runs), key=lambda run: run.number)))

    @Slot(object)
    def _on_comparing_done(self, comparison: Comparison) -> None:
        self._state.update(comparison=comparison)

    @Slot(str, str)
    def _on_comparing_failed(self, message: str, _details: str) -> None:
        self._state.update(incomparable=message)
