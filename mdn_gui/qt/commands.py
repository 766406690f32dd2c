"""What a person can do: a list of which menus, toolbar, keys and their help are made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QMainWindow

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.table_formats import advised
from mdn_gui.core.text import say, say_count, say_in
from mdn_gui.qt.actions import Command, key_lines
from mdn_gui.qt.control import looking, rows
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.exports import EXPORTS, Export
from mdn_gui.qt.files import Files, RecentMenu
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.theme import DARK, LIGHT, Theme
from mdn_gui.qt.widgets.help import show_key_help
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session

MORE_EPOCHS = (50, 100, 200)
"""For how many epochs more a run can go on, besides as many as the form says."""

_FILE, _EDIT, _TRAINING = say("&File"), say("&Edit"), say("&Training")
_VIEW, _HELP = say("&View"), say("&Help")


@dataclass(frozen=True)
class Desk:
    """What commands act on.

    Attributes:
        window: The window.
        controller: Changes the session.
        loader: Reads data.
        files: Opens and saves.
        recent: The tables opened last.
        choose_theme: Takes other colours, and remembers them.
        commands: All of them, for the list of keys.
    """

    window: QMainWindow
    controller: Controller
    loader: Loader
    files: Files
    recent: RecentMenu
    choose_theme: Callable[[Theme], None]
    commands: Sequence[Command["Desk"]]


def saving(export: Export) -> Command[Desk]:
    """The command that saves something."""
    return Command(
        export.name,
        export.text,
        export.tip,
        lambda desk: desk.files.save(export),
        menu=_FILE,
        keys=export.keys,
        missing=export.missing,
    )


# Why something cannot be done


def _no_rows(session: Session) -> str:
    if session.data.dataset is not None:
        return ""
    if session.data.canvas is not None:
        return say("Draw points first: there are no rows to train on.")
    return say("Open a table or pick an example first: there are no rows to train on.")


def _busy(session: Session) -> str:
    return say("A run is under way: stop it first.") if session.led.busy else ""


def _stopping(session: Session) -> str:
    stopping = session.led.phase is Phase.STOPPING
    return say("The run is about to stop.") if stopping else ""


def _no_training(session: Session) -> str:
    return _no_rows(session) or _busy(session) or session.status.refusal


def _no_step(session: Session) -> str:
    goes_on = session.led.busy or session.led.extendable
    return _stopping(session) or ("" if goes_on else _no_rows(session) or session.status.refusal)


def _not_going(session: Session) -> str:
    idle = session.led.phase is Phase.IDLE
    return say("No run is under way.") if idle else _stopping(session)


def _no_end(session: Session) -> str:
    missing = say("Train first: there is no run that could go on.")
    if session.network is not None:
        missing = say("This run can go on no more: other rows were opened, or it failed.")
    if any(run.extendable for run in session.runs.values()):
        missing = say("Only the last run can go on: show it first, or train anew.")
    return _busy(session) or ("" if session.led.extendable else missing)


def _no_run(session: Session) -> str:
    there = session.led.busy or session.network is not None
    return "" if there else say("No network is shown.")


def _no_undo(session: Session) -> str:
    return "" if session.status.undo else say("Nothing was done that could be undone.")


def _no_redo(session: Session) -> str:
    return "" if session.status.redo else say("Nothing was undone.")


# What is said for a session


def _says_pause(session: Session) -> str:
    paused = session.led.phase is Phase.PAUSED
    return say("Resume") if paused else say("Pause")


def _says_undo(session: Session) -> str:
    return _named(say("Undo"), session.status.undo)


def _says_redo(session: Session) -> str:
    return _named(say("Redo"), session.status.redo)


def _says_as_in_form(session: Session) -> str:
    epochs = f"{session.setup.training.epochs:,}"
    return say("As many as in the form: {epochs}", epochs=epochs)


def _says_formats() -> str:
    return say("Open a table: {formats}", formats=advised())


def _named(name: str, what: str) -> str:
    return say("{name}: {what}", name=name, what=what) if what else name


# What is done


def _begin(desk: Desk, start: Callable[[], None]) -> None:
    start()
    if desk.controller.session.led.busy:
        # Else the focus would leave the form, which is locked now, for the temperature's field.
        desk.window.setFocus()


def _train_or_pause(desk: Desk) -> None:
    start = desk.controller.training.train_or_pause
    if desk.controller.session.led.busy:
        start()
    else:
        _begin(desk, start)


def _extend(desk: Desk, epochs: int) -> None:
    _begin(desk, lambda: desk.controller.training.extend(epochs))


def _examples() -> Sequence[Command[Desk] | None]:
    def loading(name: str, title: str, summary: str) -> Command[Desk]:
        return Command(
            f"example_{name}", title, summary, lambda desk: desk.loader.load_example(name)
        )

    examples = [loading(name, each.title, each.summary) for name, each in EXAMPLES.items()]
    return *examples, None, _DRAW_OWN


def _more() -> Sequence[Command[Desk]]:
    def more(epochs: int) -> Command[Desk]:
        return Command(
            f"more_{epochs}",
            say_count("{count} epoch more", "{count} epochs more", epochs),
            _MORE_TIP,
            lambda desk: _extend(desk, epochs),
        )

    as_in_form = Command[Desk](
        "more_as_in_form",
        say("As many as in the form: {epochs}"),
        _MORE_TIP,
        lambda desk: _extend(desk, desk.controller.session.setup.training.epochs),
        says=_says_as_in_form,
    )
    return *map(more, MORE_EPOCHS), as_in_form


_MORE_TIP = say("Train the run shown so much longer")

_DRAW_OWN = Command[Desk](
    "draw_own",
    say("Draw your own"),
    say("Draw points with the mouse on an empty plane"),
    lambda desk: desk.controller.do(rows.draw_own()),
    icon="draw",
)

COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        "train_or_pause",
        tip=say("Train; pause or resume the run under way"),
        act=_train_or_pause,
        keys="Space",
    ),
    Command(
        "open",
        say("Open…"),
        _says_formats,
        lambda desk: desk.files.open(),
        menu=_FILE,
        toolbar=1,
        keys="Ctrl+O",
        icon="open",
    ),
    Command("recent", menu=_FILE, submenu=lambda desk: desk.recent),
    *map(saving, EXPORTS),
    Command(
        "quit",
        say("Quit"),
        say("Close the window"),
        lambda desk: desk.window.close(),
        menu=_FILE,
        keys="Ctrl+Q",
    ),
    Command(
        "undo",
        say("Undo"),
        say("Undo what was done last"),
        lambda desk: desk.controller.state.undo(),
        menu=_EDIT,
        keys="Ctrl+Z",
        missing=_no_undo,
        says=_says_undo,
    ),
    Command(
        "redo",
        say("Redo"),
        say("Do again what was undone last"),
        lambda desk: desk.controller.state.redo(),
        menu=_EDIT,
        keys="Ctrl+Shift+Z",
        missing=_no_redo,
        says=_says_redo,
    ),
    Command(
        "example",
        say("Example"),
        say("Load a built-in problem with known truth"),
        toolbar=2,
        icon="example",
        entries=_examples,
    ),
    Command(
        "train",
        say("Train"),
        say("Train a network on the rows shown, from fresh weights (Space)"),
        lambda desk: _begin(desk, desk.controller.training.train),
        menu=_TRAINING,
        toolbar=11,
        icon="train",
        missing=_no_training,
    ),
    Command(
        "step",
        say_in("button", "Step"),
        say("Train for one epoch, then hold"),
        lambda desk: _begin(desk, desk.controller.training.step),
        menu=_TRAINING,
        toolbar=13,
        keys="S",
        icon="step",
        missing=_no_step,
    ),
    Command(
        "pause",
        say("Pause"),
        say("Hold the training, or let it go on (Space)"),
        lambda desk: desk.controller.training.pause_or_resume(),
        menu=_TRAINING,
        toolbar=12,
        icon="pause",
        missing=_not_going,
        says=_says_pause,
    ),
    Command(
        "stop",
        say("Stop"),
        say("End the training; the best network stays"),
        lambda desk: desk.controller.training.stop(),
        menu=_TRAINING,
        toolbar=14,
        icon="stop",
        missing=_not_going,
    ),
    Command(
        "more",
        say("Continue"),
        say("Train the run shown for more epochs"),
        menu=_TRAINING,
        toolbar=15,
        icon="continue",
        missing=_no_end,
        entries=_more,
    ),
    Command(
        "reset",
        say("Discard run"),
        say("Show no network; a run under way ends, and stays in the list"),
        lambda desk: desk.controller.training.reset(),
        menu=_TRAINING,
        toolbar=16,
        icon="reset",
        missing=_no_run,
    ),
    Command(
        "light",
        say("Light"),
        say("Dark on white"),
        lambda desk: desk.choose_theme(LIGHT),
        menu=_VIEW,
        ticked=lambda theme: theme.name == LIGHT.name,
    ),
    Command(
        "dark",
        say("Dark"),
        say("Bright on near-black"),
        lambda desk: desk.choose_theme(DARK),
        menu=_VIEW,
        ticked=lambda theme: theme.name == DARK.name,
    ),
    Command(
        "resample",
        tip=say("Draw other samples"),
        act=lambda desk: desk.controller.do(looking.resample()),
        keys="R",
    ),
    Command(
        "left",
        tip=say("Move x by a hundredth of its range"),
        act=lambda desk: desk.controller.do(looking.move_x(-1)),
        keys="Left",
    ),
    Command(
        "right",
        tip=say("Move x by a hundredth of its range"),
        act=lambda desk: desk.controller.do(looking.move_x(1)),
        keys="Right",
    ),
    Command(
        "keys",
        say("Keys"),
        say("What the keys and the mouse do"),
        lambda desk: show_key_help(desk.window, key_lines(desk.commands)),
        menu=_HELP,
    ),
    Command(
        "about",
        say("About MDN Studio"),
        say("Version and licence"),
        lambda desk: desk.files.about(),
        menu=_HELP,
    ),
)
"""All commands, in the order of the menus and of the list of keys."""
