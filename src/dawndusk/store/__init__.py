"""Run folders: written, and opened again.

>>> from dawndusk import store
>>> store.open("no such run")
Traceback (most recent call last):
    ...
dawndusk.core.errors.BadInput: no run folder 'no such run', nor one of that name under runs/
"""

from dawndusk.store.opening import open as open
