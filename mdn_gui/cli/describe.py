"""`mdn describe`: what a model is and how it was trained."""

from argparse import Namespace

from mdn_gui.cli.setting_options import setting_texts
from mdn_gui.cli.texts import aligned, shown
from mdn_gui.core import model_file
from mdn_gui.core.dataset import Scaling
from mdn_gui.core.model import Model
from mdn_gui.core.summary import layers, total_parameters
from mdn_gui.core.training_rows import TrainingRows


def run_describe(arguments: Namespace) -> None:
    """Print the description.

    Args:
        arguments: With `model`.

    Raises:
        ModelFileError: The model cannot be read.
    """
    model = model_file.load(arguments.model)
    members = model.network.layout.members
    print(f"{arguments.model.name}: a mixture density network of {_counted(members, 'member')}")
    for title, rows in (
        ("columns, scaled as (value - shift) / scale", _columns(model)),
        ("layers, of all members" if members > 1 else "layers", _layers(model)),
        ("settings of the network", [*setting_texts(model.network_settings).items()]),
        ("settings of the training", [*setting_texts(model.training_settings).items()]),
        ("trained", _record(model)),
    ):
        print(f"\n{title}\n{aligned(rows)}")


def _columns(model: Model) -> list[tuple[str, ...]]:
    network = model.network
    return [
        *_scaled("input", model.input_names, network.input_scaling),
        *_scaled("target", model.target_names, network.target_scaling),
    ]


def _scaled(kind: str, names: tuple[str, ...], scaling: Scaling) -> list[tuple[str, ...]]:
    numbers = zip(names, scaling.shift.tolist(), scaling.scale.tolist(), strict=True)
    return [
        (kind, shown(name), f"shift {shift:.6g}", f"scale {scale:.6g}")
        for name, shift, scale in numbers
    ]


def _layers(model: Model) -> list[tuple[str, ...]]:
    layout = model.network.layout
    rows = [
        (row.name, row.activation, f"{row.output_shape[-1]} units", _parameters(row.parameters))
        for row in layers(layout, model.network.activation)
    ]
    total = _parameters(total_parameters(layout))
    return [*rows, ("all", "", _counted(layout.members, "member"), total)]


def _parameters(number: int) -> str:
    return f"{number:,} parameters"


def _record(model: Model) -> list[tuple[str, ...]]:
    record = model.record
    return [
        ("table", shown(record.table)),
        ("rows", f"{record.rows:,}"),
        ("epochs", f"{record.epochs:,} of {model.training_settings.epochs:,}"),
        ("best validation loss", f"{record.best_loss:.6g} nats"),
        ("training rows kept", _kept(model.network.rows)),
        ("recoveries", str(record.recoveries)),
        ("version", f"MDN Studio {shown(record.program_version)}"),
    ]


def _kept(rows: TrainingRows | None) -> str:
    if rows is None:
        return "none: where a prediction is a guess is not known"
    return f"inputs of {len(rows.inputs):,} of {rows.total:,}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
