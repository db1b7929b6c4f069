"""A letter (.eml) in, its article out: subject, sender and date are title, author or outlet, and date.

Knows nothing of files. Attachments are left out.
"""

import re
from typing import TYPE_CHECKING

from index.article import Published
from index.errors import ArticleError
from index.reading.dates import day_in
from index.reading.decoding import decoded, mended
from index.reading.formats.web_page import plain_text
from index.reading.metadata import outlet_of
from index.reading.told import Draft, Stated, Told

if TYPE_CHECKING:
    from email.message import EmailMessage, MIMEPart


def read_mail(raw: bytes, name: str) -> Draft:
    """The plain part of a letter, else the visible text of its HTML part. Raises ArticleError where it has neither."""
    from email import message_from_bytes, policy

    if not _HEADER.match(raw):
        raise ArticleError(f"{name}: no letter: it does not begin with headers; save it from the mail program again")
    try:
        letter = message_from_bytes(raw, policy=policy.default)
        body = letter.get_body(preferencelist=("plain", "html"))
    except (AttributeError, KeyError, ValueError, RecursionError) as error:
        raise ArticleError(f"{name}: a damaged letter; save it from the mail program again, or as text") from error
    if body is None:
        raise ArticleError(f"{name}: a letter without text; save what is attached to it as files of their own")
    text, told = _text(body, name)
    attached = sum(1 for part in letter.walk() if part.get_content_disposition() == "attachment")
    notes = (*told.notes, *((f"attachments left out: {attached}",) if attached else ()))
    return Draft(text, _headers(letter).over(told._replace(notes=notes)))


def _text(body: "MIMEPart", name: str) -> tuple[str, Told]:
    raw = body.get_payload(decode=True)
    page = decoded(raw if isinstance(raw, bytes) else b"", name, declared=body.get_content_charset())
    told = Told(encoding=page.encoding, notes=page.notes)
    if body.get_content_type() != "text/html":
        return page.text, told
    plain = plain_text(page.text, name)
    return plain.text, told._replace(notes=(*told.notes, *plain.notes))


def _headers(letter: "EmailMessage") -> Told:
    from email.utils import parseaddr

    subject, sender, sent = (_header(letter, name) for name in ("Subject", "From", "Date"))
    who, address = parseaddr(sender)
    day, outlet = day_in(sent), outlet_of(who, address)
    return Told(
        title=Stated(subject, "mail header 'Subject'") if subject else None,
        publisher=Stated(outlet, "mail header 'From'") if outlet else None,
        author=Stated(who or address, "mail header 'From'") if (who or address) and not outlet else None,
        dates=(Published(date=day, how=f"mail header 'Date': {sent[:80]}"),) if day else (),
        extra={name: value for name in ("From", "To", "Message-ID") if (value := _header(letter, name))},
    )


def _header(letter: "EmailMessage", name: str) -> str:
    try:
        return " ".join(mended(str(letter.get(name) or "")).split())
    except (ValueError, IndexError, AttributeError, TypeError):  # Some malformed headers break their own parser.
        return ""


_HEADER = re.compile(rb"(?:From [^\n]*\n)?[!-9;-~]+:[^\n]*\n")
