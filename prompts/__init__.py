"""Prompt templates as text, and the code that fills them."""

from prompts.rendering import PromptError, render

__all__ = ["PromptError", "render"]
