"""How well sentences answer a question, and whether any of them does."""
