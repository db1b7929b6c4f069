"""A collection in Chroma, inside this process or on a server, and whether it is whole.

Knows no catalog.
"""

from index.storing.chroma.folder import Folder
from index.storing.chroma.home import Draft, Home
from index.storing.chroma.server import Server

__all__ = ["Draft", "Folder", "Home", "Server"]
