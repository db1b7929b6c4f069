"""The chat window."""

from ui.server import build_app

__all__ = ["build_app"]
