"""What a library imports and a short run has no use for, loaded when something of it is first used.

Whatever is asked of the library later on works as it always does: only the moment of loading differs. What is loaded
already stays as it is.
"""

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


def at_first_use(name: str) -> None:
    """Let a module load when something of it is first asked for."""
    if name in sys.modules:
        return
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    # Without it `from package import module` would ask the module for its state, and so load it.
    package, _, own = name.rpartition(".")
    if package:
        setattr(sys.modules[package], own, module)


@contextmanager
def as_if_not_installed(name: str) -> Iterator[None]:
    """Imports inside do without a library."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # how Python marks a module that is not to be found
    try:
        yield
    finally:
        del sys.modules[name]


@contextmanager
def by_name_only(*names: str) -> Iterator[None]:
    """Imports inside may name functions and mappings of these modules; a module loads when one of its own is used."""
    waiting = [name for name in names if name not in sys.modules]
    sys.modules.update({name: _Unread(name) for name in waiting})
    try:
        yield
    finally:
        for name in waiting:
            del sys.modules[name]


class _Unread(ModuleType):
    """A module that nobody has looked into yet."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Named(self.__name__, name)


class _Named:
    """A function or a mapping of a module, known by its name until it is called or asked for a key."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def _itself(self) -> Any:
        return getattr(import_module(self._module), self._name)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._itself()(*arguments, **named)

    def __getitem__(self, key: object) -> Any:
        return self._itself()[key]

    def __contains__(self, key: object) -> bool:
        return key in self._itself()
