"""Sets of questions that have an answer."""
