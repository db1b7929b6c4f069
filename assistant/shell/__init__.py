"""The command line: `twosource` and its commands."""

from assistant.shell.main import main

__all__ = ["main"]
