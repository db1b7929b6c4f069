"""Runs kept in folders: recorded, gone on with, compared, and told as a page."""
