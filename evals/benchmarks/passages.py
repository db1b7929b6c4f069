"""The texts that a benchmark question is asked of.

Pure data. Knows neither files nor libraries.
"""

import hashlib
import unicodedata
from datetime import date as Date
from functools import cached_property

from assistant.answer import Article, Frozen


class Passage(Frozen):
    """A text that becomes an article of the library that is asked."""

    text: str
    """The words."""
    title: str | None = None
    """None: it has none."""
    published: Date | None = None
    """None: not known."""
    publisher: str | None = None
    """None: not known."""
    name: str | None = None
    """Its id in the corpus it comes from. None: it is named by what it says."""

    @cached_property
    def key(self) -> str:
        """Its name, else 16 hexadecimal digits that texts share only if they differ in no more than case and spaces."""
        if self.name is not None:
            return self.name
        normal = " ".join(unicodedata.normalize("NFKC", self.written).casefold().split())
        return hashlib.sha256(normal.encode()).hexdigest()[:16]

    @cached_property
    def written(self) -> str:
        """The text as a file of an article holds it: the title first, then the date and the publisher."""
        head = [f"# {self.title}"] if self.title else []
        head += [f"Published: {self.published.isoformat()}"] if self.published else []
        head += [f"Publisher: {self.publisher}"] if self.publisher else []
        return "\n\n".join([*head, self.text])


def passage_key(article: Article) -> str:
    """The key of the passage that an article was made of."""
    return article.key.removesuffix(SUFFIX)


SUFFIX = ".md"
"""Of the files in which passages are handed to the library."""
