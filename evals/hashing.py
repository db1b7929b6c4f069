"""The content hash of an article: what pins a gold case to the text it was written for.

Knows nothing of cases.
"""

import hashlib


def content_hash(text: str) -> str:
    """12 hexadecimal digits that change when a character of the text does."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
