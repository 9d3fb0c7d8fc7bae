"""What the tests of the documentation share: an environment in which no program reaches the
network.
"""

import os
import sys
from pathlib import Path

import pytest

REFUSE = """\
import socket

def refuse(*args, **kwargs):
    raise AssertionError("a program of the documentation tried to reach the network")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""


@pytest.fixture(scope="session")
def offline(tmp_path_factory):
    """The environment of a program that is started by a test: this Python's commands first,
    connections refused.
    """
    folder = tmp_path_factory.mktemp("offline")
    (folder / "sitecustomize.py").write_text(REFUSE)
    here = str(Path(sys.executable).parent)
    return os.environ | {
        "PATH": here + os.pathsep + os.environ["PATH"],
        # the sources under test come before those that are installed
        "PYTHONPATH": os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")])),
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "NO_MKDOCS_2_WARNING": "1",
    }
