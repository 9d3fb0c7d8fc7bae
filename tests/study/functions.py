"""Functions that executors map in the tests, in a module that worker processes import quickly."""

import os
import time


def slow_power(base, item):
    """The first items take longest, so that they complete last."""
    time.sleep(0.2 / (1 + item))
    return base**item


def failing(item):
    """Fails for one item."""
    if item == 2:
        raise ValueError("the second")
    return item


def process(item):
    """Where an item is computed."""
    return os.getpid()


def lasting(item):
    """Says where it runs, and takes a minute."""
    print(os.getpid(), flush=True)
    time.sleep(60.0)
