"""Keeps exceptions in overrides of Qt's methods from reaching C++."""

import logging
from collections.abc import Callable
from functools import wraps

_LOG = logging.getLogger(__name__)


def guarded[**P](override: Callable[P, None]) -> Callable[P, None]:
    """Decorate an override that returns nothing, such as `paintEvent`.

    Args:
        override: The method.

    Returns:
        The same method; an exception in it is logged and goes no further.
    """
    return guarded_with(None)(override)


def guarded_with[**P, R](default: R) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate an override that returns a value, such as `eventFilter` or `boundingRect`.

    PySide passes all arguments of a signal to a slot that takes any number, as every decorated
    method does; `@Slot()` above the decorator says how many it is to be called with.

    Args:
        default: What the method returns when it fails.

    Returns:
        The decorator; an exception in the method is logged and goes no further.
    """

    def decorate(override: Callable[P, R]) -> Callable[P, R]:
        @wraps(override)
        def guard(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return override(*args, **kwargs)
            except Exception:
                _LOG.exception("%s failed", override.__qualname__)
                return default

        return guard

    return decorate
