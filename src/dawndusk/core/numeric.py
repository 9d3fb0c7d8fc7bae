"""One numeric namespace, two libraries: NumPy for plain numbers, JAX when any argument is a JAX value.

Physics and stages write `np.sqrt(x)` once. Called with floats or NumPy arrays it costs NumPy's import and nothing more; called
with JAX arrays or tracers the same line is compiled, batched and differentiated. Neither library is imported before it is needed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from dawndusk.core import record

Array = Any  # a float, a NumPy array or a JAX array; shapes stand in the docstrings


def _is_jax(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(_is_jax(item) for item in value)
    return isinstance(value, _jax_types())


def _jax_types() -> tuple[type, ...]:
    return (sys.modules["jax"].Array,)


class _Numeric:
    """`np.name(...)`: NumPy's function of that name, or jax.numpy's if an argument is a JAX value."""

    pi = 3.141592653589793
    inf = float("inf")

    def __getattr__(self, name: str) -> Any:
        import numpy

        plain = getattr(numpy, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            if "jax" in sys.modules and (any(_is_jax(a) for a in args) or any(_is_jax(a) for a in kwargs.values())):
                return getattr(jax().numpy, name)(*args, **kwargs)
            return plain(*args, **kwargs)

        setattr(self, name, call)
        return call


np: Any = _Numeric()


def jax() -> ModuleType:
    """JAX with 64-bit numbers, the persistent compilation cache and our records known as pytrees."""
    if not record.registered_with_jax:
        os.environ.setdefault("JAX_PLATFORMS", "cpu")
        import jax

        config: Any = jax.config
        config.update("jax_enable_x64", True)
        cache = os.environ.get("DAWNDUSK_CACHE", str(Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "dawndusk"))
        if cache:
            config.update("jax_compilation_cache_dir", cache)
            config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
            config.update("jax_persistent_cache_min_entry_size_bytes", -1)
        record.register_with_jax(jax)
    return sys.modules["jax"]
