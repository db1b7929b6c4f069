"""An article in, sentences and chunks out."""

from index.splitting.sentences import sentences

__all__ = ["sentences"]
