"""The one exception of tables, apart from their readers so that catching it loads no library."""


class TableError(ValueError):
    """A file that cannot be used as a table; the message says what is wrong and what to do."""
