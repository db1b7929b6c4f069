"""One process holds a library; the others hand it what they want done, over loopback, and see it done.

Only who can read the library's folder can: the key for it lies there. Knows nothing of shells and windows.
"""

from assistant.sharing.borrowing import Borrowed, borrow
from assistant.sharing.lending import lending

__all__ = ["Borrowed", "borrow", "lending"]
