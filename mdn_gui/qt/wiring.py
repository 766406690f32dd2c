"""Which event of which panel changes what."""

from mdn_gui.qt.actions import Actions
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.files import Files
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.panels.runs_panel import RunsPanel
from mdn_gui.qt.workspace import Workspace


def wire_panels(panels: Workspace, controller: Controller, loader: Loader) -> None:
    """Let what a person does in a panel change the session, or what else it asks for happen."""
    for pane in panels.panes:
        pane.edited.connect(controller.state.edit)
    panels.setup.rows_changed.connect(controller.rows.want_rows)
    panels.setup.noise_changed.connect(controller.rows.want_noise)
    controller.rows.example_wanted.connect(loader.draw_rows)
    panels.controls.speed_changed.connect(controller.training.set_speed)
    panels.drawing.clear_requested.connect(controller.rows.clear)
    panels.field.points_drawn.connect(controller.rows.add_points)
    panels.field.points_erased.connect(controller.rows.erase_points)
    for runs in panels.findChildren(RunsPanel):
        runs.renamed.connect(controller.run_list.rename)
        runs.compared.connect(controller.run_list.compare)
        runs.restore_requested.connect(controller.run_list.restore)
        runs.remove_requested.connect(controller.run_list.remove)


def wire_actions(do: Actions, controller: Controller, loader: Loader, files: Files) -> None:
    """Let the toolbar and the menus do what they say."""
    training = controller.training
    do.train.triggered.connect(training.train)
    do.step.triggered.connect(training.step)
    do.pause.triggered.connect(training.pause_or_resume)
    do.stop.triggered.connect(training.stop)
    do.reset.triggered.connect(training.reset)
    do.more_requested.connect(training.extend)
    do.undo.triggered.connect(controller.state.undo)
    do.redo.triggered.connect(controller.state.redo)
    do.open.triggered.connect(files.open)
    do.save_picture.triggered.connect(files.save_picture)
    do.save_samples.triggered.connect(files.save_samples)
    do.about.triggered.connect(files.about)
    do.example_chosen.connect(loader.load_example)
    do.draw_own.triggered.connect(loader.cancel)
    do.draw_own.triggered.connect(controller.rows.draw_own)
