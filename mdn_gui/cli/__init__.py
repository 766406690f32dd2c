"""The command `mdn`: train, evaluate, sample and describe, with no window."""

from mdn_gui.cli.command import main

__all__ = ["main"]
