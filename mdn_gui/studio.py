"""The composition root: QApplication, the training, the window."""

import argparse
import gc
import logging
import os
import signal
import sys
from contextlib import suppress
from functools import partial
from typing import NoReturn

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QThreadPool,
    QtMsgType,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from mdn_gui.core.text import say
from mdn_gui.qt import theme
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.errand import Errand, Wanted
from mdn_gui.qt.interruption import Interruption
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.marks import Marks
from mdn_gui.qt.preferences import Preferences, preferences_file
from mdn_gui.qt.renderer import painter
from mdn_gui.qt.trainer import Trainer
from mdn_gui.qt.translator import install_translators
from mdn_gui.session import edits
from mdn_gui.table_options import columns_of, reading_options
from mdn_gui.worker.line import Connect
from mdn_gui.worker.process import start_painter, start_worker

_LOG = logging.getLogger("Qt")

OFFSCREEN_CHATTER = "This plugin does not support "
"""How Qt begins to say that a window that nobody sees is not raised, or has no size hints."""

SWITCH_SECONDS = 0.0005
"""How soon a thread that computes in Python lets the GUI have its turn; Python's own is 5 ms."""


class Studio(QObject):
    """The parts of the program, connected.

    Attributes:
        window: The window.
        controller: Holds the session.
        loader: Reads data.
        trainer: Leads the worker, which trains.

    Args:
        connect: Starts a worker; by default one in a process of its own.
        preferences: Of the person; by default some that are forgotten with the window.
        connect_painter: Starts a process that paints; None to paint on threads of this one.
    """

    def __init__(
        self,
        connect: Connect = start_worker,
        preferences: Preferences | None = None,
        connect_painter: Connect | None = start_painter,
    ) -> None:
        super().__init__()
        self._connect_painter = connect_painter
        self.trainer = Trainer(connect, self)
        self.controller = Controller(self.trainer, self)
        self.loader = Loader(self)
        self.window = MainWindow(self.controller, self.loader, preferences)
        self.window.closed.connect(self.trainer.close)
        self.window.closed.connect(painter().close)
        painter().unavailable.connect(self._on_painter_unavailable)

    def show(self, *, warm_up: bool = True) -> None:
        """Show the window; prepare painting and training while the person looks at it.

        Args:
            warm_up: Whether to prepare the training, too; not needed for what is trained at once.
        """
        self.window.completed.connect(self._on_window_completed)
        if warm_up:
            self.window.completed.connect(self.controller.training.prepare)
        self.window.show()

    @Slot()
    def _on_window_completed(self) -> None:
        if self._connect_painter is not None:
            painter().open(self._connect_painter)

    @Slot(str)
    def _on_painter_unavailable(self, reason: str) -> None:
        message = say(
            "No process could be started that paints, so the window paints itself and answers "
            "more slowly while a run goes. {reason}"
        )
        self.controller.state.edit(edits.told(message.format(reason=reason).strip()))


def run(arguments: argparse.Namespace) -> int:
    """Show the window and do what the arguments ask, until it is closed.

    Args:
        arguments: As `app.main` reads them.

    Returns:
        The exit code: as shells have it 128 and the number of the signal that ended the program,
        such as 130 for Ctrl-C. Where a thread trained, the process ends with it instead.
    """
    apart, connect = arguments.worker == "process", start_worker
    if not apart:
        from mdn_gui.worker.thread import start_worker_thread  # noqa: PLC0415 - seldom needed

        connect = start_worker_thread
    qInstallMessageHandler(_log_qt_message)
    app = application()
    interruption = Interruption()
    job = Wanted(arguments.snapshot, arguments.samples).anything
    # A job asks no questions, and saves the same whatever a person prefers.
    preferences = Preferences(None if job else preferences_file())
    studio = Studio(
        connect,
        preferences,
        start_painter if apart else None,
    )
    if not job:
        studio.window.asks_before_closing = True
        Marks(studio.window, studio.controller.state, preferences)
    studio.window.set_theme(theme.named(preferences.theme) or _system_theme())
    put_first(studio)
    studio.trainer.closed.connect(app.quit)
    visit = _Visit(studio, arguments)
    interruption.asked.connect(visit.break_off)
    studio.show(warm_up=not arguments.train)
    visit.begin()
    app.exec()
    interruption.close()
    # Tasks of the pool must end before the objects that hear their signals are destroyed.
    QThreadPool.globalInstance().waitForDone()
    if not apart:
        _end_at_once(visit.exit_code)
    return visit.exit_code


def _end_at_once(exit_code: int) -> NoReturn:
    """End the process without waiting for the thread that trains.

    It may be importing or compiling for seconds, and a thread that comes back from TensorFlow into
    an interpreter that is being taken down aborts the process.
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or never there
            stream.flush()
    os._exit(exit_code)


def put_first(studio: Studio) -> None:
    """Keep other threads and the garbage collector from slowing the window down.

    Other threads share Python's lock with it. The collector would look through what lives long
    again and again: what is made until the window is complete, and the networks of every run that
    ended; those of 25 runs made it hold the window up for 18 ms.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    studio.window.completed.connect(_on_completed)
    studio.controller.training.run_ended.connect(_keep_run_from_collector)


def _on_completed() -> None:
    gc.freeze()
    gc.enable()
    QThreadPool.globalInstance().start(_prepare_predictions)


def _prepare_predictions() -> None:
    """Import what the first network needs, so that the window does not wait for it then.

    NumPy's own threads gain nothing for the small products of a prediction, and waiting for each
    other beside a busy worker cost the window up to 20 ms a prediction.
    """
    import scipy.special  # noqa: F401, PLC0415 - after the first frame, for it takes 0.3 s
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - likewise

    # After importing SciPy: it brings a BLAS of its own, and a limit holds only for what is loaded.
    threadpool_limits(1, "blas")


def _keep_run_from_collector() -> None:
    gc.collect(1)  # what is garbage by now would be kept too
    gc.freeze()


class _Visit(QObject):
    """What the arguments ask of the window."""

    def __init__(self, studio: Studio, arguments: argparse.Namespace) -> None:
        super().__init__(studio)
        self._studio, self._arguments = studio, arguments
        wanted = Wanted(arguments.snapshot, arguments.samples)
        # A window that is closed before the job is done has not done it.
        self.exit_code = int(wanted.anything)
        self._job, self._ended = wanted.anything, False
        if wanted.anything:
            self._errand = Errand(studio.window, wanted)
            self._errand.watch(studio.controller)
            studio.window.drawn.connect(self._errand.on_drawn)
            studio.loader.failed.connect(self._on_failed)
            self._errand.failed.connect(self._on_failed)
            self._errand.done.connect(self._on_done)

    def begin(self) -> None:
        """Load what was named."""
        arguments, loader = self._arguments, self._studio.loader
        if arguments.example:
            loader.load_example(arguments.example, trains=arguments.train)
        elif arguments.targets or arguments.roles:
            chosen = partial(columns_of, arguments)
            loader.read_chosen(arguments.table, chosen, trains=arguments.train)
        elif arguments.table:
            loader.open_table(arguments.table, reading_options(arguments))

    @Slot(int)
    def break_off(self, number: int) -> None:
        """Close the window, as a signal tells to; nobody is asked."""
        if not self._ended:
            self._end(128 + number)
            if self._job:
                key = "Ctrl-C" if number == signal.SIGINT else signal.Signals(number).name
                with suppress(OSError):  # the terminal may be gone
                    print(
                        say("mdn-gui: stopped by {key}; nothing was saved.", key=key),
                        file=sys.stderr,
                    )

    def _end(self, exit_code: int) -> None:
        self.exit_code, self._ended = exit_code, True
        self._studio.window.close_unasked()

    @Slot(str)
    def _on_done(self, lines: str) -> None:
        print(lines)
        self._end(0)

    @Slot(str)
    def _on_failed(self, message: str) -> None:
        print(message, file=sys.stderr)
        self._end(1)


def application() -> QApplication:
    """The one application of the process, made if there is none."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("MDN Studio")
    install_translators(app)
    # The program ends when the worker has ended, not when the window is closed.
    app.setQuitOnLastWindowClosed(False)
    return app


def _log_qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if not message.startswith(OFFSCREEN_CHATTER):
        idle = kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        _LOG.log(logging.DEBUG if idle else logging.WARNING, "%s", message)


def _system_theme() -> theme.Theme:
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return theme.DARK if dark else theme.LIGHT
