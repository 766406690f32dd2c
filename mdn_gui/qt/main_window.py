"""The main window: layout and connections only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QFrame,
    QMainWindow,
    QScrollArea,
    QWidget,
)

from mdn_gui.core.text import say
from mdn_gui.qt import arrangement, theme
from mdn_gui.qt.actions import Actions, Command
from mdn_gui.qt.columns_question import ColumnsQuestion
from mdn_gui.qt.commands import COMMANDS, Desk
from mdn_gui.qt.control import rows
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.file_watch import FileWatch
from mdn_gui.qt.files import Files, RecentMenu, local_files
from mdn_gui.qt.frames import READING_MS, Frames, Panel
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.leaving import ask_to_close, lost_by_closing
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.panels.start_page import WATCHED_SPEED, Front, StartPage
from mdn_gui.qt.placement import FullScreen, place, placement_of
from mdn_gui.qt.preferences import Preferences
from mdn_gui.qt.theme import Theme, icon
from mdn_gui.qt.widgets.controls import WheelGuard
from mdn_gui.qt.widgets.number_field import NumberField
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.problem import show_problem
from mdn_gui.qt.workspace import Workspace
from mdn_gui.session import edits
from mdn_gui.session.data import Data
from mdn_gui.session.edits import Act
from mdn_gui.session.session import Session

FAILURE_MS = 20_000
"""How long the status line says that a panel failed."""

BETWEEN_PANELS_MS = 1
"""Rest before each panel that is made after the first frame: without one, Qt would not send the
display what is painted."""

UNSEEN_MS = 100
"""Where no display has shown the window after so long, its panels are made all the same."""

_WITH_OTHERS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class MainWindow(QMainWindow):
    """The main window.

    Signals:
        drawn(session): Every panel shows this session, but for the shares of components and the
            least likely points, which are worked out once a second at most, and the importance.
        completed: Every panel is there: the first frame has menu, toolbar and start page only.
        closed: The window was closed.

    Args:
        controller: Holds the session.
        loader: Reads data.
        preferences: Of the person; by default some that are forgotten with the window.
        commands: What a person can do.

    Attributes:
        asks_before_closing: Whether it asks before what nothing has saved is lost: in front of a
            person it should.
    """

    drawn = Signal(object)
    completed = Signal()
    closed = Signal()

    def __init__(
        self,
        controller: Controller,
        loader: Loader,
        preferences: Preferences | None = None,
        commands: Sequence[Command[Desk]] = COMMANDS,
    ) -> None:
        super().__init__()
        self.asks_before_closing = False
        self._controller, self._loader = controller, loader
        self._preferences = preferences or Preferences(parent=self)
        self.setWindowTitle("MDN Studio")
        self.setAcceptDrops(True)
        self._files = Files(self, controller, loader, self._preferences)
        self._recent = RecentMenu(self._preferences, self)
        parts = (controller, loader, self._files, self._recent, self._choose_theme)
        self._actions = Actions(self, commands, Desk(self, *parts, commands))
        self._panels = Workspace(self._actions)
        self._question = ColumnsQuestion(self, controller, loader, self._panels, self._preferences)
        self._drawing: Session | None = None
        self._complete = False
        self._filling = QTimer(self, singleShot=True)
        self._filling.timeout.connect(self._on_filling_timeout)
        self._frames = Frames({0: (self._actions,), **self._panels.panels()}, self)
        self.addToolBar(self._panels.controls)
        self.setStatusBar(self._panels.status)
        self._start = StartPage(self._actions, self._preferences)
        front = Front(self._start, _WorkspaceArea(self._panels))
        self._frames.add(READING_MS, front)  # the last: what is in front then shows the rows
        self.setCentralWidget(front)
        self._full_screen = FullScreen(self)
        self._wheel = WheelGuard(self)
        self._make_menus()
        self._make_space()
        self._wire()
        self._preferences.refresh()
        place(self, self._preferences.placement)
        # Else the first button would have it, and the space bar would press that.
        self.setFocus()
        self._frames.show(controller.session)

    @property
    def complete(self) -> bool:
        """Whether every panel is there."""
        return self._complete

    @Slot()
    def close_unasked(self) -> None:
        """Close the window, whatever is lost."""
        self.asks_before_closing = False
        self.close()

    def set_theme(self, chosen: Theme) -> None:
        """Take light or dark colours everywhere."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, chosen)
        self.setWindowIcon(icon("mdn-studio", chosen.foreground, chosen.foreground))
        self._actions.set_theme(chosen)

    def _make_menus(self) -> None:
        for title, parts in self._actions.menus().items():
            menu = self.menuBar().addMenu(title)
            menu.setToolTipsVisible(True)
            for number, actions in enumerate(parts):
                if number:
                    menu.addSeparator()
                menu.addActions(actions)
                self.addActions(actions)  # keys of a menu bar that is hidden are not heard
                if self._recent.menuAction() in actions:
                    menu.aboutToShow.connect(self._recent.fill)

    def _make_space(self) -> None:
        """Let the space bar train and pause, unless a person types text or is at a check box.

        Fields for text keep it from shortcuts by themselves. A check box has the focus only if a
        person came to it by the keyboard, which would have no other key for it. On the start page
        and in the question for columns, what would be trained on is not what one looks at: there
        the space bar ticks columns and presses buttons.
        """
        self._space = QShortcut(Qt.Key.Key_Space, self)
        self._space.setAutoRepeat(False)  # held, it would switch the training on and off
        self._space.activated.connect(self._on_space_activated)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _wire(self) -> None:
        controller, loader = self._controller, self._loader
        self._panels.controls.edited.connect(controller.state.edit)
        controller.state.changed.connect(self._on_state_changed)
        controller.training.failed.connect(self._on_failed)
        self._actions.refused.connect(self._on_actions_refused)
        self._frames.drawn.connect(self._on_frames_drawn)
        self._frames.failed.connect(self._on_frames_failed)
        self.closed.connect(self._filling.stop)
        self.closed.connect(loader.cancel)
        loader.loaded.connect(self._on_loader_loaded)
        loader.training_wanted.connect(controller.training.train)
        loader.failed.connect(self._on_failed)
        self._wire_status()
        self._question.asked.connect(self._wire_controls)
        self._question.saved_wanted.connect(self._files.ask_for_columns)
        self._files.columns_chosen.connect(self._question.use_saved)
        self._wire_preferences()
        self._wire_start_page()

    def _wire_status(self) -> None:
        loader, status = self._loader, self._panels.status
        loader.started.connect(status.begin_reading)
        loader.progressed.connect(status.show_progress)
        loader.ended.connect(status.end_reading)
        status.reading_cancelled.connect(loader.cancel)
        status.reload_requested.connect(self._files.reload)
        watch = FileWatch(self._controller.state)
        watch.changed.connect(status.offer_reload)
        watch.unchanged.connect(status.withdraw_reload)

    def _wire_preferences(self) -> None:
        self._preferences.broken.connect(self._on_preferences_broken)
        self._recent.chosen.connect(self._files.open_recent)
        self._loader.opened.connect(self._preferences.remember_file)

    def _wire_start_page(self) -> None:
        self._start.example_requested.connect(self._on_start_example_requested)
        self._start.recent_requested.connect(self._files.open_recent)
        self.completed.connect(self._start.begin)

    def _wire_panel(self, panel: Panel) -> None:
        """Listen to a panel, unless it is one that only shows."""
        if isinstance(panel, Pane):
            panel.edited.connect(self._controller.state.edit)
            panel.rested.connect(self._on_pane_rested)
            panel.controls_made.connect(self._wire_controls)
        if isinstance(panel, QWidget):
            self._wire_controls(panel)

    @Slot(object)
    def _wire_controls(self, widget: QWidget) -> None:
        self._wheel.protect(widget)
        for field in widget.findChildren(NumberField):
            field.refused.connect(self._panels.status.showMessage)

    def _wire_filming(self) -> None:
        # With what needs it: its import takes as long as that of a panel.
        from mdn_gui.qt.filming import Filming  # noqa: PLC0415 - for the reason above

        filming, files = Filming(self, self._controller), self._files
        self._panels.playback.export_requested.connect(files.save_animation)
        files.animation_chosen.connect(filming.film)
        self.closed.connect(filming.cancel)
        filming.failed.connect(self._on_failed)
        filming.done.connect(files.tell_saved)

    @Slot()
    def _on_filling_timeout(self) -> None:
        """Make a little more, and let what is drawn so far be seen before the next."""
        made = self._panels.make_next()
        if made is not None:
            for panel in made:
                self._take(*panel)
            self._filling.start(BETWEEN_PANELS_MS)
        else:
            self._wire_filming()
            self._complete = True
            self._lay_out()
            self.completed.emit()
            self._on_pane_rested()

    def _lay_out(self) -> None:
        """Give what is there the room that it had when the window was closed last."""
        remembered = self._preferences.layout
        if remembered is not None:
            arrangement.lay_out(self, remembered)

    def _take(self, interval: int, panel: Panel) -> None:
        self._wire_panel(panel)
        self._frames.add(interval, panel)

    def _present(self, session: Session) -> None:
        """Show what is presented alone, or everything again."""
        if session.status.presenting:
            for made in self._panels.make_presentation():
                self._take(*made)
            self._full_screen.begin(self.menuBar(), self._panels.controls, self._panels.status)
        else:
            self._full_screen.end()
        self._panels.show_session(session)

    @Slot(object, object)
    def _on_state_changed(self, before: Session, after: Session) -> None:
        if before.status.presenting is not after.status.presenting:
            self._present(after)
        if before.data.origin != after.data.origin:
            self._loader.let_go()  # what was opened last is what is shown
            self._panels.status.clearMessage()
        self._frames.request(after)

    @Slot(object, object)
    def _on_loader_loaded(self, data: Data, parts: Mapping[str, object]) -> None:
        self._controller.do(rows.show(data, parts))

    @Slot(str)
    def _on_start_example_requested(self, name: str) -> None:
        self._loader.load_example(name)
        self._controller.state.edit(edits.at_speed(WATCHED_SPEED))
        self._controller.training.train()
        self.setFocus()  # what had it is gone

    @Slot(object)
    def _on_frames_drawn(self, session: Session) -> None:
        self.setWindowTitle(
            f"{session.data.title} – MDN Studio" if session.data.title else "MDN Studio"
        )
        self._drawing = session
        self._on_pane_rested()

    @Slot(object, object)
    def _on_frames_failed(self, panel: Panel, error: Exception) -> None:
        said = say(
            "A part of the window could not show this ({panel}: {error}); go to another x or "
            "epoch. A terminal that the program was started in has the details.",
            panel=type(panel).__name__,
            error=type(error).__name__,
        )
        self._panels.status.showMessage(said, FAILURE_MS)

    @Slot()
    def _on_pane_rested(self) -> None:
        # Pictures and numbers of other threads arrive after the panels have been shown.
        session = self._drawing
        if (
            self._complete
            and session is not None
            and not any(pane.busy for pane in self._panels.panes)
        ):
            self._drawing = None
            self.drawn.emit(session)

    @Slot(str)
    def _on_actions_refused(self, reason: str) -> None:
        self._controller.do(Act(edits.told(reason)))

    @Slot(str, str)
    def _on_failed(self, message: str, details: str) -> None:
        self._panels.status.clearMessage()
        show_problem(self, message, details)

    @Slot()
    def _on_space_activated(self) -> None:
        self._actions.press(Qt.Key.Key_Space, self._controller.session)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _before: QWidget | None, focused: QWidget | None) -> None:
        elsewhere = focused is not None and (
            isinstance(focused, QCheckBox)
            or (self._start.isVisible() and self._start.isAncestorOf(focused))
            or self._panels.asks_at(focused)
        )
        self._space.setEnabled(not elsewhere)

    def _choose_theme(self, chosen: Theme) -> None:
        self.set_theme(chosen)
        self._preferences.remember_theme(chosen.name)

    @Slot(object)
    def _on_preferences_broken(self, path: Path) -> None:
        said = say(
            "The preferences could not be understood, so all are as at first; the file is now "
            "{name} in {folder}."
        )
        self._panels.status.showMessage(said.format(name=path.name, folder=path.parent), FAILURE_MS)

    @guarded
    def showEvent(self, event: QShowEvent) -> None:
        """Listen for drags: the window's handle receives mouse events before any widget."""
        super().showEvent(event)
        # Not on the application: a filter in Python would be called for all 19,000 events of a
        # start, which takes 0.1 s.
        self.windowHandle().installEventFilter(self)
        if not self._complete:
            self._lay_out()
            self._filling.start(UNSEEN_MS)

    @guarded_with(False)  # noqa: FBT003 - what Qt is told where this fails
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tell where a drag begins and ends, and when the window is first seen."""
        state = self._controller.state
        if event.type() is QEvent.Type.MouseButtonPress:
            state.begin_drag()
        elif event.type() is QEvent.Type.MouseButtonRelease:
            QTimer.singleShot(0, state.end_drag)  # edits made by the release belong to the drag
        elif event.type() is QEvent.Type.Expose and not self._complete:
            self._filling.start(BETWEEN_PANELS_MS)  # it is painted first
        return super().eventFilter(watched, event)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no control with the focus wanted."""
        if event.modifiers() & _WITH_OTHERS:
            super().keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            # Not self.focusWidget(): PySide takes what that, focusProxy() or nextInFocusChain()
            # returns for a child of the caller, and a cycle of owners is never freed.
            focused = QApplication.focusWidget()
            if isinstance(focused, QAbstractButton):
                focused.click()  # the space bar, which Qt lets press buttons, trains
            else:
                self.setFocus()  # a field has taken what was written: the keys are the plot's
        elif not self._actions.press(
            event.key(), self._controller.session, repeated=event.isAutoRepeat()
        ):
            super().keyPressEvent(event)

    @guarded
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End what a held key shows."""
        if not event.isAutoRepeat():
            self._actions.release(event.key())
        super().keyReleaseEvent(event)

    @guarded
    def changeEvent(self, event: QEvent) -> None:
        """End what a held key shows where another window hears of its release."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._actions.end_held()

    @guarded
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome a file."""
        if local_files(event.mimeData()):
            event.acceptProposedAction()
            self._start.highlight(on=True)

    @guarded
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Let go of a file that is dragged elsewhere."""
        super().dragLeaveEvent(event)
        self._start.highlight(on=False)

    @guarded
    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file dropped, or one of several."""
        self._start.highlight(on=False)
        paths = local_files(event.mimeData())
        if self._question.takes(paths):
            self._question.use_saved(paths[0])
        else:
            self._files.open_one_of(paths)

    @guarded
    def closeEvent(self, event: QCloseEvent) -> None:
        """Close immediately, or ask first; `closed` ends work in the background."""
        lost = lost_by_closing(self._controller.session) if self.asks_before_closing else ()
        if lost:
            event.ignore()
            ask_to_close(self, lost, self.close_unasked)
            return
        self._preferences.remember_placement(placement_of(self))
        if self._complete:
            self._preferences.remember_layout(arrangement.layout_of(self))
        super().closeEvent(event)
        self.closed.emit()


class _WorkspaceArea(QScrollArea):
    """Shows the panels with bars to scroll them on a screen that is smaller than they can be."""

    def __init__(self, workspace: QWidget) -> None:
        super().__init__()
        self.setObjectName("workspace_area")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(workspace)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrow keys to the window, where they move x."""
        event.ignore()
