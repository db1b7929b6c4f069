"""The errors a caller of `index` can act on.

Every error of the product derives from one root, so that one `except` catches ours and nothing else:

    TwosourceError                  something went wrong that the user can act on; exit code 1
      ArticleError                  one file cannot become an article; the rest of a batch goes on
      NotFoundError                 a path or an id that does not exist; exit code 2
      WeightsError                  the embedding model's weights are missing or changed; exit code 2
      EmbedderError                 an embedder gave unusable vectors, or is not the library's; exit code 2
      LibraryError                  the library cannot be used now; exit code 3
        LibraryBusyError            another process holds the library
        LibraryExistsError          a library is there already, and was not to be replaced; exit code 2
        LibraryNewerError           a newer twosource wrote the library; exit code 2
        LibraryDamagedError         the library is damaged beyond repair; exit code 4

`assistant.errors` adds those of questions and models.
"""


class TwosourceError(Exception):
    """Root of every error that twosource raises on purpose. Its message is one line that says what to do."""

    exit_code: int = 1


class ArticleError(TwosourceError):
    """A file that cannot become an article; names the file, the reason and the way out."""


class NotFoundError(TwosourceError):
    """A path or an article id that does not exist."""

    exit_code = 2


class WeightsError(TwosourceError):
    """The embedding model's weights are missing or are not the expected file."""

    exit_code = 2


class EmbedderError(TwosourceError):
    """An embedder gave vectors that cannot be stored, or the library was built with another embedder."""

    exit_code = 2


class LibraryError(TwosourceError):
    """The library cannot be read or written now: no permission, disk full."""

    exit_code = 3


class LibraryBusyError(LibraryError):
    """Another process holds the library."""


class LibraryExistsError(LibraryError):
    """A library stands where another one was to be put."""

    exit_code = 2


class LibraryNewerError(LibraryError):
    """A newer twosource wrote the library, or the backup; it was left untouched."""

    exit_code = 2


class LibraryDamagedError(LibraryError):
    """The library is damaged beyond repair."""

    exit_code = 4
