"""Start the command `mdn` with `python -m mdn_gui.cli`."""

from mdn_gui.cli import program

if __name__ == "__main__":
    program()
