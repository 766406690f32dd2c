"""What ends a command, as whoever catches it sees it."""

from mdn_gui.cli.terminal import CommandError


def test_its_text_is_the_message() -> None:
    assert str(CommandError("There is no network.")) == "There is no network."
