"""The one exception of model files, apart from their reader: catching it loads no library."""


class ModelFileError(ValueError):
    """A file that cannot be read or written as a model; the message says why and what to do."""
