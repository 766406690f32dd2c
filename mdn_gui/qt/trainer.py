"""The window's end of the training: leads a worker, and tells its news by signals."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.text import say
from mdn_gui.qt.background import tell
from mdn_gui.worker import messages
from mdn_gui.worker.handover import Handover
from mdn_gui.worker.line import CoalescingQueue, Connect, Link
from mdn_gui.worker.messages import Command, Job


class _Messenger(QObject):
    """The sender of what a link hears: the trainer may be destroyed before the link has ended."""

    heard = Signal(object)


class Trainer(QObject):
    """Leads one worker; each run has a number, by which late news of an old run is recognized.

    The worker starts with the first command. Where it ends unasked, the run under way fails, and
    the next command starts another. One that has grown too much is replaced when the next run
    begins: nothing is lost then, because the last run could no longer be extended anyway.

    Signals:
        epochs_done(news): A `messages.EpochsDone`.
        progressed(run, epochs passed): Some steps of an epoch were taken.
        held(run): The run took the step that was asked for and waits.
        finished(run, stopped): The run ended, by itself or stopped; it can be extended.
        failed(run, message, traceback): The run ended with an error.
        closed: The worker has ended, after `close`.

    Args:
        connect: Starts a worker and returns the connection to it; called on another thread.
        parent: The owner.
    """

    epochs_done = Signal(object)
    progressed = Signal(int, float)
    held = Signal(int)
    finished = Signal(int, bool)
    failed = Signal(int, str, str)
    closed = Signal()

    def __init__(self, connect: Connect, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connect = connect
        self._link: Link | None = None
        self._handover = Handover()
        # Kept so that the file of its rows, which belongs to the dataset, is not removed.
        self._job: Job | None = None
        # News that the link received and that were not emitted yet; a new queue for each link.
        self._news = CoalescingQueue[messages.News](messages.joined)
        self._runs = self._steps = 0
        self._going = self._closing = self._extendable = False
        # The number of the step that is awaited; None where nothing is to be held.
        self._awaited: int | None = None
        self._grown = False
        self._speed: float | None = None
        # A run and its training rows, which come once: its networks share them.
        self._rows: tuple[int, TrainingRows | None] = (0, None)

    def warm_up(
        self, network: NetworkSettings, training: TrainingSettings, inputs: int, outputs: int
    ) -> None:
        """Prepare for runs with these settings, in the background; the latest request wins.

        Args:
            network: The network's shape.
            training: How it is trained.
            inputs: Columns of x.
            outputs: Columns of y.
        """
        if self._grown and self._extendable:
            return  # the next run is another worker's, and the last one may still go on here
        self._replace_grown()
        self._send(messages.WarmUp(network, training, inputs, outputs))

    def start(self, job: Job, *, held: bool = False) -> int:
        """Train a job as soon as the worker is free; a run still going is stopped.

        Args:
            job: What to train.
            held: Whether to hold after the first epoch.

        Returns:
            The number of the run.
        """
        self._replace_grown()
        self._runs += 1
        self._awaited = self._next_step() if held else None
        self._going = self._extendable = True
        self._job = job
        self._send(messages.Start(self._runs, job, self._awaited))
        return self._runs

    def extend(self, epochs: int) -> None:
        """Let the last run go on for so many epochs more, after an ending; another one follows.

        Raises:
            RuntimeError: There was no run, or it is forgotten.
        """
        if not self._extendable:
            raise RuntimeError(say("There is no run that could go on; start one."))
        self._awaited = None
        self._going = True
        self._send(messages.Extend(self._runs, epochs))

    def forget(self) -> None:
        """Stop the run and keep nothing of it; it can no longer be extended."""
        self._extendable = False
        self._job = None
        self._lead(messages.Forget())

    def pause(self) -> None:
        """Hold the run before its next steps."""
        self._lead(messages.Pause())

    def resume(self) -> None:
        """Let the run go on."""
        self._lead(messages.Resume())

    def step(self) -> None:
        """Let the run train for one epoch, or to the end of the one under way, and hold.

        `held` tells when it waits; after the last epoch the run ends instead.
        """
        number = self._next_step()
        self._lead(messages.Step(number))
        self._awaited = number

    def set_speed(self, epochs_per_second: float | None) -> None:
        """Train at most so many epochs a second, in later runs too; None for no limit.

        Raises:
            ValueError: The speed is not above 0.
        """
        if epochs_per_second is not None and not epochs_per_second > 0.0:
            raise ValueError(
                say(
                    "{epochs_per_second:g} epochs a second are none; choose more than 0.",
                    epochs_per_second=epochs_per_second,
                )
            )
        self._speed = epochs_per_second
        if self._link is not None:
            self._send(messages.Limit(epochs_per_second))

    def stop(self) -> None:
        """Ask the run to end; `finished` tells when it has."""
        self._lead(messages.Stop())

    def close(self) -> None:
        """Stop, and end the worker; `closed` tells when it has."""
        self._closing = True
        if self._link is None:
            self._end()
        else:
            self._link.send(messages.Close())

    def _next_step(self) -> int:
        self._steps += 1
        return self._steps

    def _lead(self, command: Command) -> None:
        """Send what only matters to a worker that is there."""
        self._awaited = None
        if self._link is not None:
            self._link.send(command)

    def _send(self, command: Command) -> None:
        if self._link is None:
            self._link = self._new_link()
            self._link.send(messages.Limit(self._speed))
        self._link.send(command)

    def _replace_grown(self) -> None:
        """Leave a worker that has grown too much, unless the ending of a run is still to come."""
        if self._grown and not self._going and self._link is not None:
            self._link.send(messages.Close())
            self._link, self._grown = None, False

    def _new_link(self) -> Link:
        heard, messenger = CoalescingQueue[messages.News](messages.joined), _Messenger()
        messenger.heard.connect(self._on_messenger_heard)

        def hear(news: messages.News) -> None:
            """On the link's thread; the signal brings it to this one."""
            heard.put(news)
            tell(messenger.heard, heard)

        self._news = heard
        return Link(self._connect, hear, self._packed)

    def _packed(self, command: Command) -> Command:
        """A command as it is sent, its rows in a file; on the link's thread."""
        if isinstance(command, messages.Start) and isinstance(command.job.table, Dataset):
            mapped = self._handover.mapped(command.job.table)
            return replace(command, job=replace(command.job, table=mapped))
        return command

    @Slot(object)
    def _on_messenger_heard(self, heard: CoalescingQueue[messages.News]) -> None:
        # The queue is empty where these news were merged with others. News of a replaced worker are
        # ignored.
        if heard is self._news and (news := heard.get_now()) is not None:
            self._tell(news)

    def _tell(self, news: messages.News) -> None:
        match news:
            case messages.EpochsDone(run):
                if news.rows is not None:
                    self._rows = run, news.rows
                known_run, rows = self._rows
                self.epochs_done.emit(news.with_rows(rows if run == known_run else None))
            case messages.Progressed(run, epochs):
                self.progressed.emit(run, epochs)
            case messages.Held(run, step):
                # Late news: by now the run may be told to go on.
                if step == self._awaited:
                    self.held.emit(run)
            case messages.Finished(run, stopped):
                self._note_ending(run)
                self.finished.emit(run, stopped)
            case messages.Failed(run, message, details):
                self._note_ending(run)
                self.failed.emit(run, message, details)
            case messages.Grown():
                self._grown = True
            case messages.Lost(reason, started):
                self._note_loss(reason, started=started)

    def _note_ending(self, run: int) -> None:
        # The ending of the run before may come after the start of this one.
        self._going = self._going and run != self._runs

    def _end(self) -> None:
        self._handover.close()
        self.closed.emit()

    def _note_loss(self, reason: str, *, started: bool) -> None:
        self._link, self._grown = None, False
        if self._closing:
            self._end()
        elif self._going:
            self._going = False
            message = say(
                "The training broke off: its process ended, perhaps for want of memory. "
                "Train again; a smaller network or batch needs less."
            )
            if not started:
                message = say(
                    "The training could not begin: no process could be started. Start the program "
                    "by 'mdn-gui --worker thread', which needs none."
                )
            self.failed.emit(self._runs, message, reason)
