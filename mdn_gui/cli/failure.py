"""What ends a command, apart from the commands so that catching it loads no library."""


class CommandError(Exception):
    """A command cannot do its job; the message says in one sentence why and what to do."""
