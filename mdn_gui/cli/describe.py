"""`mdn describe`: how a table is understood, or what a model is and how it was trained."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mdn_gui.cli.describe_table import describe_table, layout_rows
from mdn_gui.cli.setting_options import setting_texts
from mdn_gui.cli.terminal import CommandError, aligned
from mdn_gui.core import model_file
from mdn_gui.core.dataset import Scaling
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.kind_texts import kind_text, reading_text, shown
from mdn_gui.core.kinds import Kind
from mdn_gui.core.member_texts import member_texts, members_in_all, members_text
from mdn_gui.core.model import Model
from mdn_gui.core.network import Network
from mdn_gui.core.reading import UNSAID, Reading
from mdn_gui.core.recipes import members_of
from mdn_gui.core.summary import layers, total_parameters
from mdn_gui.core.text import say, say_count
from mdn_gui.table_options import reading_options


def run_describe(arguments: Namespace) -> None:
    """Print the description.

    Args:
        arguments: With `file`, and how it is read if it is a table.

    Raises:
        ModelFileError: The model cannot be read.
        TableError: The table cannot be read.
        CommandError: It is said how a model is to be read.
    """
    # One that is damaged is told what is wrong with it as a model.
    if arguments.file.suffix == ".mdn" or model_file.is_model(arguments.file):
        if arguments.missing_marks or reading_options(arguments) != UNSAID:
            raise CommandError(
                say(
                    "{name} is a model, and the options say how a table is read; leave them out.",
                    name=arguments.file.name,
                )
            )
        _describe_model(arguments.file)
    else:
        describe_table(arguments)


def _describe_model(path: Path) -> None:
    model = model_file.load(path)
    members = model.network.layout.members
    print(
        say("{name}: a mixture density network of {members}", name=path.name, members=_count(model))
    )
    read = [] if model.reading is None else [*_read(model.reading)]
    for title, rows in (
        (say("columns, scaled as (value - shift) / scale"), _columns(model)),
        (say("layers, of all members") if members > 1 else say("layers"), _layers(model)),
        (say("members"), _members(model.network)),
        (say("settings of the network"), _network_settings(model)),
        (say("settings of the training"), [*setting_texts(model.training_settings).items()]),
        (say("trained"), _record(model)),
        (say("how its table was read"), read),
    ):
        if not rows:
            continue
        print(f"\n{title}\n{aligned(rows)}")


def _read(reading: Reading) -> Iterator[tuple[str, str]]:
    """How the table was read that a model learned from, and its columns."""
    yield from layout_rows(reading.dialect)
    for column in reading.columns:
        if text := reading_text(column):
            yield shown(column.name), text


def _columns(model: Model) -> list[tuple[str, ...]]:
    network = model.network
    encoding, targets = network.encoding, network.target_scaling
    first = np.searchsorted(encoding.column_of, np.arange(encoding.columns))
    inputs = Scaling(network.input_scaling.shift[first], network.input_scaling.scale[first])
    scaled = encoding.scaled[first].tolist()
    return [
        *_scaled(say("input"), model.input_names, inputs, scaled, encoding.kinds),
        *_scaled(say("target"), model.target_names, targets, None, network.target_kinds),
    ]


def _scaled(
    use: str,
    names: tuple[str, ...],
    scaling: Scaling,
    scaled: list[bool] | None,
    kinds: tuple[Kind, ...],
) -> list[tuple[str, ...]]:
    numbers = zip(
        names,
        scaling.shift.tolist(),
        scaling.scale.tolist(),
        scaled or [True] * len(names),
        kinds,
        strict=True,
    )
    return [
        (
            use,
            shown(name),
            say("shift {shift:.6g}", shift=shift) if is_scaled else "",
            say("scale {scale:.6g}", scale=scale) if is_scaled else "",
            kind_text(kind),
        )
        for name, shift, scale, is_scaled, kind in numbers
    ]


def _layers(model: Model) -> list[tuple[str, ...]]:
    layout = model.network.layout
    rows = [
        (
            row.name,
            row.activation,
            say_count("{count} unit", "{count:,} units", row.output_shape[-1] or 0),
            _parameters(row.parameters),
        )
        for row in layers(layout, model.network.activation)
    ]
    total = _parameters(total_parameters(layout))
    return [*rows, (say("all"), "", _count(model), total)]


def _members(network: Network) -> list[tuple[str, ...]]:
    """What the members are; none of a network of one, or of which no more is known."""
    if network.layout.members == 1 or not network.ensemble:
        return []
    return [
        (
            say("member {number}", number=each.number),
            say("recipe {number}", number=each.recipe),
            say("fold {number}", number=each.fold),
            say("epoch {number}", number=each.epoch),
            each.share,
        )
        for each in member_texts(network)
    ]


def _network_settings(model: Model) -> list[tuple[str, ...]]:
    """The settings of the network, and what the one of members makes in all."""
    texts = setting_texts(model.network_settings)
    if in_all := members_in_all(model.network_settings, model.training_settings):
        each = texts["members"]
        texts["members"] = say("{each} ({in_all})", each=each, in_all=in_all)
    return [*texts.items()]


def _count(model: Model) -> str:
    """How many members the network has."""
    trained = members_of(model.network_settings, model.training_settings)
    return members_text(len(trained), model.network.layout.members)


def _parameters(number: int) -> str:
    return say_count("{count:,} parameter", "{count:,} parameters", number)


def _record(model: Model) -> list[tuple[str, ...]]:
    record = model.record
    return [
        (say("table"), shown(record.table)),
        (say("rows"), f"{record.rows:,}"),
        *([(say("weights"), shown(model.weight_name))] if model.weight_name else []),
        (
            say("epochs"),
            say(
                "{epochs:,} of {planned:,}",
                epochs=record.epochs,
                planned=model.training_settings.epochs,
            ),
        ),
        (say("best validation loss"), say("{loss:.6g} nats", loss=record.best_loss)),
        *_adjusted(model.network.scale_factor),
        (say("training rows kept"), _kept(model.network.rows)),
        (say("recoveries"), str(record.recoveries)),
        (say("version"), f"MDN Studio {shown(record.program_version)}"),
    ]


def _adjusted(factor: float) -> list[tuple[str, ...]]:
    if factor == 1.0:
        return []
    return [(say("scales"), say("multiplied by {factor:.2f}, by held-out rows", factor=factor))]


def _kept(rows: TrainingRows | None) -> str:
    if rows is None:
        return say("none: where a prediction is a guess is not known")
    return say("inputs of {count:,} of {total:,}", count=len(rows.inputs), total=rows.total)
