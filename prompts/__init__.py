"""Prompt templates as text, and the code that fills them."""
