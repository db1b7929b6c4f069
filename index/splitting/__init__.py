"""An article in, sentences and chunks out."""

from index.splitting.chunks import CountTokens, split
from index.splitting.sentences import sentences

__all__ = ["CountTokens", "sentences", "split"]
