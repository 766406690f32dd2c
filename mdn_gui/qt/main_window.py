"""The window: layout and wiring only."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QTabWidget, QVBoxLayout, QWidget

from mdn_gui.core.session import Session
from mdn_gui.core.tables import TablePreview
from mdn_gui.qt import theme
from mdn_gui.qt.actions import Actions
from mdn_gui.qt.controller import Controller
from mdn_gui.qt.files import Files
from mdn_gui.qt.frames import Frames
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.panels.columns_dialog import ColumnsDialog
from mdn_gui.qt.panels.control_bar import ControlBar
from mdn_gui.qt.panels.layers_bar import LayersBar
from mdn_gui.qt.panels.notes_panel import NotesPanel
from mdn_gui.qt.panels.numbers_panel import NumbersPanel
from mdn_gui.qt.panels.sampling_panel import SamplingPanel
from mdn_gui.qt.panels.setup_panel import SetupPanel
from mdn_gui.qt.panels.status import Status
from mdn_gui.qt.plots.field_plot import FieldPlot
from mdn_gui.qt.plots.loss_plot import LossPlot
from mdn_gui.qt.plots.slice_plot import SlicePlot
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.icons import icon
from mdn_gui.qt.widgets.problem import show_problem


class MainWindow(QMainWindow):
    """One window; the plot is the hero.

    Signals:
        drawn(session): Every panel shows this session.
        closed: The person closed the window.

    Args:
        controller: Holds the session.
        loader: Reads data.
    """

    drawn = Signal(object)
    closed = Signal()

    def __init__(self, controller: Controller, loader: Loader) -> None:
        super().__init__()
        self._controller, self._loader = controller, loader
        self.setWindowTitle("MDN Studio")
        self.setAcceptDrops(True)
        self._actions = Actions(self)
        self._files = Files(self, controller, loader)
        self._make_panels()
        self._frames = self._make_frames()
        self._lay_out()
        self._make_menus()
        self._wire()
        self.resize(1280, 800)
        # Else the first button would have it, and the space bar would press that.
        self.setFocus()
        self._frames.show(controller.session)

    def set_theme(self, chosen: Theme) -> None:
        """Take light or dark colours everywhere."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, chosen)
        self.setWindowIcon(icon("mdn-studio", chosen.foreground, chosen.foreground))
        for themed in (self._actions, self._setup, self._field, self._slice, self._loss):
            themed.set_theme(chosen)

    def _make_panels(self) -> None:
        self._controls = ControlBar(self._actions, self)
        self._setup, self._sampling = SetupPanel(), SamplingPanel()
        self._layers, self._field = LayersBar(), FieldPlot()
        self._slice, self._loss = SlicePlot(), LossPlot()
        self._numbers, self._status = NumbersPanel(), Status()
        self._tabs = QTabWidget()
        self._tabs.addTab(self._numbers, self.tr("Numbers at x"))
        self._notes = NotesPanel(self._tabs)
        self._slice.link_y(self._field.view_box)

    def _make_frames(self) -> Frames:
        plots = (self._slice, self._field, self._loss)
        controls = (self._actions, self._controls)
        forms = (self._setup, self._sampling, self._layers)
        words = (self._notes, self._status)
        return Frames((*plots, *controls, *forms, *words), (self._numbers,), self)

    def _lay_out(self) -> None:
        self.addToolBar(self._controls)
        self.setStatusBar(self._status)
        upper = _splitter(
            Qt.Orientation.Horizontal, (_column(self._layers, self._field), 5), (self._slice, 2)
        )
        lower = _splitter(Qt.Orientation.Horizontal, (self._loss, 3), (self._tabs, 2))
        plots = _splitter(Qt.Orientation.Vertical, (upper, 5), (lower, 3))
        form = _column(self._setup, self._sampling)
        self.setCentralWidget(_splitter(Qt.Orientation.Horizontal, (form, 0), (plots, 1)))

    def _make_menus(self) -> None:
        do = self._actions
        menus = {
            self.tr("&File"): [do.open, do.save_picture, do.save_samples, do.quit],
            self.tr("&Training"): [do.train, do.pause, do.stop, do.reset],
            self.tr("&View"): [do.light, do.dark],
            self.tr("&Help"): [do.about],
        }
        for title, actions in menus.items():
            self.menuBar().addMenu(title).addActions(actions)

    def _wire(self) -> None:
        controller, loader, do = self._controller, self._loader, self._actions
        controller.session_changed.connect(self._frames.request)
        self._frames.drawn.connect(self._on_frames_drawn)
        controller.failed.connect(self._on_failed)
        loader.loaded.connect(controller.show_data)
        loader.loaded.connect(self._status.clearMessage)
        loader.failed.connect(self._on_failed)
        loader.started.connect(self._on_loader_started)
        loader.columns_wanted.connect(self._on_loader_columns_wanted)
        self._setup.settings_changed.connect(controller.set_settings)
        self._sampling.sampling_changed.connect(controller.set_sampling)
        self._sampling.seed_changed.connect(controller.set_seed)
        self._sampling.resample_requested.connect(controller.resample)
        self._layers.layers_changed.connect(controller.set_layers)
        self._field.x_picked.connect(controller.pick_x)
        self._slice.x_picked.connect(controller.pick_x)
        do.train.triggered.connect(self._on_train_triggered)
        do.pause.triggered.connect(controller.pause_or_resume)
        do.stop.triggered.connect(controller.stop)
        do.reset.triggered.connect(controller.reset)
        do.open.triggered.connect(self._files.open)
        do.save_picture.triggered.connect(self._files.save_picture)
        do.save_samples.triggered.connect(self._files.save_samples)
        do.about.triggered.connect(self._files.about)
        do.quit.triggered.connect(self.close)
        do.light.triggered.connect(self._on_light_triggered)
        do.dark.triggered.connect(self._on_dark_triggered)
        do.example_chosen.connect(loader.load_example)

    @Slot(object)
    def _on_frames_drawn(self, session: Session) -> None:
        self.setWindowTitle(f"{session.title} – MDN Studio" if session.title else "MDN Studio")
        self.drawn.emit(session)

    @Slot(str)
    def _on_loader_started(self, name: str) -> None:
        self._status.showMessage(self.tr("Reading {name}…").format(name=name))

    @Slot(object, object)
    def _on_loader_columns_wanted(self, path: Path, preview: TablePreview) -> None:
        self._status.clearMessage()
        dialog = ColumnsDialog(preview, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def read() -> None:
            self._loader.read_table(path, dialog.input_name, dialog.target_name)

        dialog.accepted.connect(read)
        dialog.open()

    @Slot(str, str)
    def _on_failed(self, message: str, details: str) -> None:
        self._status.clearMessage()
        show_problem(self, message, details)

    @Slot()
    def _on_train_triggered(self) -> None:
        # Else the focus would leave the form, which is locked now, for the temperature's field.
        self.setFocus()
        self._controller.train()

    @Slot()
    def _on_light_triggered(self) -> None:
        self.set_theme(theme.LIGHT)

    @Slot()
    def _on_dark_triggered(self) -> None:
        self.set_theme(theme.DARK)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no control with the focus wanted."""
        controller = self._controller
        match event.key():
            case Qt.Key.Key_Space:
                controller.train_or_pause()
            case Qt.Key.Key_R:
                controller.resample()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.setFocus()  # a field has taken what was written: the keys are the plot's again
            case Qt.Key.Key_Left:
                controller.move_x(-1)
            case Qt.Key.Key_Right:
                controller.move_x(1)
            case _:
                super().keyPressEvent(event)

    @guarded
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome a file."""
        if _files_in(event.mimeData()):
            event.acceptProposedAction()

    @guarded
    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first file dropped."""
        for path in _files_in(event.mimeData())[:1]:
            self._loader.open_table(path)

    @guarded
    def closeEvent(self, event: QCloseEvent) -> None:
        """Vanish at once; what still runs ends behind the scenes."""
        super().closeEvent(event)
        self.closed.emit()


def _files_in(dragged: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in dragged.urls() if url.isLocalFile()]


def _splitter(orientation: Qt.Orientation, *parts: tuple[QWidget, int]) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setChildrenCollapsible(False)
    shares = [stretch for _, stretch in parts]
    for index, (widget, stretch) in enumerate(parts):
        splitter.addWidget(widget)
        splitter.setStretchFactor(index, stretch)
    # In proportion, and no smaller than each part can be.
    splitter.setSizes([1000 * share for share in shares])
    return splitter


def _column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    return column
