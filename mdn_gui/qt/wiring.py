"""Which event of which panel changes what."""

from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.workspace import Workspace


def wire_panels(panels: Workspace, controller: Controller, loader: Loader) -> None:
    """Let what a person does in a panel change the session."""
    panels.setup.setting_changed.connect(controller.training.set_setting)
    panels.setup.preset_chosen.connect(controller.training.choose_preset)
    panels.setup.refused.connect(controller.training.refuse)
    panels.setup.rows_changed.connect(controller.rows.want_rows)
    panels.setup.noise_changed.connect(controller.rows.want_noise)
    controller.rows.example_wanted.connect(loader.draw_rows)
    panels.controls.speed_changed.connect(controller.training.set_speed)
    panels.drawing.tool_chosen.connect(controller.rows.set_tool)
    panels.drawing.clear_requested.connect(controller.rows.clear)
    panels.field.points_drawn.connect(controller.rows.add_points)
    panels.field.points_erased.connect(controller.rows.erase_points)
    _wire_looking(panels, controller)
    _wire_playback(panels, controller)
    _wire_runs(panels, controller)


def _wire_looking(panels: Workspace, controller: Controller) -> None:
    looking = controller.looking
    panels.sampling.temperature_changed.connect(looking.set_temperature)
    panels.sampling.spread_changed.connect(looking.set_spread)
    panels.sampling.seed_changed.connect(looking.set_seed)
    panels.sampling.resample_requested.connect(looking.resample)
    panels.sampling.samples_per_x_changed.connect(looking.set_samples_per_x)
    panels.sampling.colour_toggled.connect(looking.colour_samples)
    panels.numbers.nearness_changed.connect(looking.set_nearness)
    panels.temperatures.temperature_changed.connect(looking.compare_temperature)
    panels.layers.figure_chosen.connect(looking.set_layers)
    panels.layers.layer_switched.connect(looking.switch_layer)
    panels.layers.colour_changed.connect(looking.set_colour)
    panels.layers.scaling_changed.connect(looking.scale_columns)
    panels.field.x_picked.connect(looking.pick_x)
    panels.field.row_picked.connect(looking.pick_row)
    panels.slice.x_picked.connect(looking.pick_x)
    panels.slice.curve_changed.connect(looking.set_curve)
    panels.slice.interval_changed.connect(looking.set_interval)
    panels.slice.end_moved.connect(looking.move_end)
    panels.slice.component_picked.connect(looking.pick_component)
    panels.components.component_picked.connect(looking.pick_component)
    panels.point.row_picked.connect(looking.pick_row)


def _wire_playback(panels: Workspace, controller: Controller) -> None:
    playback, looking = controller.playback, controller.looking
    panels.loss.epoch_picked.connect(playback.show_epoch)
    panels.playback.epoch_picked.connect(playback.show_epoch)
    panels.playback.epoch_stepped.connect(playback.step)
    panels.playback.play_toggled.connect(playback.play_or_hold)
    panels.playback.live_requested.connect(playback.live)
    panels.playback.speed_changed.connect(playback.set_speed)
    panels.playback.log_epochs_changed.connect(looking.set_log_epochs)
    panels.playback.smoothing_changed.connect(looking.set_smoothing)


def _wire_runs(panels: Workspace, controller: Controller) -> None:
    run_list = controller.run_list
    panels.runs.renamed.connect(run_list.rename)
    panels.runs.compared.connect(run_list.compare)
    panels.runs.restore_requested.connect(run_list.restore)
    panels.runs.remove_requested.connect(run_list.remove)
    panels.runs.moved.connect(run_list.move)
    panels.runs.show_requested.connect(controller.rows.show_run)
