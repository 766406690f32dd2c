"""`mdn evaluate`: scores of a model on the rows of a table."""

from argparse import Namespace
from collections.abc import Iterator

from mdn_gui.cli.table_notes import mark_notes, tell_notes
from mdn_gui.cli.terminal import aligned
from mdn_gui.core import model_file
from mdn_gui.core.evaluation import evaluate
from mdn_gui.core.importance import Importance, importance_on
from mdn_gui.core.kind_texts import shown
from mdn_gui.core.tables import open_rows
from mdn_gui.core.text import say
from mdn_gui.table_options import reading_options, with_marks


def run_evaluate(arguments: Namespace) -> None:
    """Print the scores, and the importance of the inputs if that is asked for.

    Args:
        arguments: With `model`, `table`, how it is read, and `importance`.

    Raises:
        ModelFileError: The model cannot be read.
        TableError: The table cannot be read, or lacks a column of the model's.
    """
    model = model_file.load(arguments.model)
    roles = with_marks(model.roles, arguments)
    data = open_rows(arguments.table, roles, reading_options(arguments, trained_on=model.reading))
    tell_notes((*data.notes, *mark_notes(arguments, data.reading)))
    scores = evaluate(model.network, data)
    columns = zip(
        model.target_names, scores.crps, scores.coverage_50, scores.coverage_90, strict=True
    )
    print(
        aligned(
            [
                (say("rows"), f"{data.rows:,}"),
                *([(say("rows left out"), f"{data.left_out:,}")] if data.left_out else []),
                *([(say("weighted by"), shown(model.weight_name))] if model.weight_name else []),
                (say("negative log-likelihood"), say("{loss:.6g} nats", loss=scores.nll)),
                *_of_cells(scores.cell_nll),
            ],
            indent="",
        )
    )
    print()
    print(
        aligned(
            [
                (say("target"), say("CRPS"), say("inside 50%"), say("inside 90%")),
                *(
                    (shown(name), f"{crps:.6g}", f"{half:.2%}", f"{most:.2%}")
                    for name, crps, half, most in columns
                ),
            ],
            indent="",
        )
    )
    if arguments.importance:
        found = importance_on(model.network, data)
        print()
        print(found.on_rows)
        print(aligned([*_importance_rows(found)], indent=""))
        for note in found.notes:
            print(note)


def _importance_rows(found: Importance) -> Iterator[tuple[str, ...]]:
    """A line for each input and target, the most important input first, and names above."""
    names = found.target_names
    moves = say("density moves by"), say("mean moves by"), say("standard deviation moves by")
    targets = (say("target"),) if len(names) > 1 else ()
    falls = say("log score falls by (nats)")
    yield say("input"), falls, *targets, *moves, say("what permuting does")
    for column in found.order:
        of_input = found.inputs[column]
        for name, moved in zip(names, of_input.moves, strict=True):
            target = (shown(name),) if len(names) > 1 else ()
            by = (estimate.text for estimate in moved[:3])
            yield shown(of_input.name), of_input.nats.text, *target, *by, moved.verdict


def _of_cells(loss: float | None) -> list[tuple[str, str]]:
    if loss is None:
        return []
    return [(say("the same of rounded values"), say("{loss:.6g} nats", loss=loss))]
