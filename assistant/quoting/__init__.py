"""Quotes chosen for a question, and the answer made of them."""
