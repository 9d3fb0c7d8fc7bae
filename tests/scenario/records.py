"""Every record that a scenario file can hold a table of."""

from dawndusk.records.scenario import Scenario
from dawndusk.scenario.inputs import keys, models


def records():
    """Every record that a scenario file can hold a table of."""
    found, waiting = [], [Scenario]
    while waiting:
        cls = waiting.pop()
        if cls not in found:
            found.append(cls)
            for key in keys(cls):
                waiting += (
                    models(key.part).values()
                    if key.part
                    else [one for one in (key.table, key.tables) if one]
                )
    return found


EVERY = {f"{cls.__module__}.{cls.__qualname__}": cls for cls in records()}
