"""An article in, sentences, quotations and chunks out."""

from index.splitting.chunks import CountTokens, split
from index.splitting.quotations import quotations
from index.splitting.sentences import sentences

__all__ = ["CountTokens", "quotations", "sentences", "split"]
