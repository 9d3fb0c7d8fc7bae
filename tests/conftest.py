"""Shared by all tests: no network, and references that one option rewrites."""

import socket
from pathlib import Path

import pytest


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite", action="store_true", help="rewrite the reviewed references instead of comparing; then read the diff"
    )


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Opening a connection fails the test."""

    def refuse(*args, **kwargs):
        raise AssertionError("a test tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def reference(request):
    """Compare text with a reviewed file, or rewrite it with --rewrite."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--rewrite"):
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8")

    return compare
