"""Compiled functions whose code is kept on disk, safely for several processes that begin at once.

Numba numbers the files of a function's compiled forms and writes the index that names them before the files. Two
processes that compile different forms of one function can so write one's index beside the other's code, and whoever
loads that crashes, at every start (numba's issues 4807 and 10128). Here a file is named by what it holds and written
before the index speaks of it: processes can only lose each other's entries, which costs a compilation.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypeVar, overload

import numba as nb
from numba.core.caching import FunctionCache, IndexDataCacheFile

F = TypeVar("F", bound=Callable[..., Any])


class _Files(IndexDataCacheFile):
    def save(self, key: Any, data: Any) -> None:
        name = f"{self._index_name}.{sha256(repr((self._source_stamp, key)).encode()).hexdigest()[:24]}.nbc"
        self._save_data(name, data)
        forms = self._load_index()
        forms[key] = name
        self._save_index(forms)


class CodeCache(FunctionCache):
    """The compiled forms of one function, by signature and processor."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        self._cache_file = _Files(
            cache_path=self._cache_path,
            filename_base=self._impl.filename_base,
            source_stamp=self._impl.locator.get_source_stamp(),
        )


@overload
def compiled(function: F) -> F: ...
@overload
def compiled(*, inline: str) -> Callable[[F], F]: ...
def compiled(function: Any = None, **options: Any) -> Any:
    """Compile a function by numba, free of the interpreter's lock; into its callers where `inline="always"`."""
    if function is None:
        return lambda function: _dispatcher(function, **options)
    return _dispatcher(function, **options)


def _dispatcher(function: Callable[..., Any], **options: Any) -> Any:
    dispatcher = nb.njit(nogil=True, **options)(function)
    dispatcher._cache = CodeCache(function)
    return dispatcher
