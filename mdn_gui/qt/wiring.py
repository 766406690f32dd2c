"""Which event of which panel changes what."""

from mdn_gui.qt.control.controller import Controller
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
        runs.moved.connect(controller.run_list.move)
        runs.compared.connect(controller.run_list.compare)
        runs.show_requested.connect(controller.rows.show_run)
        runs.restore_requested.connect(controller.run_list.restore)
        runs.remove_requested.connect(controller.run_list.remove)
