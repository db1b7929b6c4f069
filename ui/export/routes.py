"""Addresses that an answer, or a whole conversation, is downloaded from.

Only its owner finds it. Knows nothing of the page.
"""

import json
import re
from collections.abc import Sequence
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from ui.chat.cost import Prices
from ui.export import markdown, page
from ui.export.footnotes import leaves
from ui.guard import owner_of
from ui.keeping.conversation import Conversation, Exchange
from ui.keeping.conversations import Conversations

_KINDS = {"md": "text/markdown", "html": "text/html", "json": "application/json"}


def serve(api: FastAPI, conversations: Conversations, prices: Prices) -> None:
    """Serve /export/<conversation>.<md, html or json>, with `?answer=<id>` for one answer."""

    @api.get("/export/{name}.{kind}")
    def export(request: Request, name: str, kind: str, answer: str = "") -> Response:
        try:
            conversation = conversations.get(owner_of(request.cookies), name)
        except PermissionError:
            conversation = None
        exchanges = [each for each in conversation.exchanges if answer in ("", each.id)] if conversation else []
        if conversation is None or kind not in _KINDS or not any(each.answer for each in exchanges):
            return PlainTextResponse("There is no such answer.", status_code=404)
        title = exchanges[0].question if answer else conversation.title
        text = _text(kind, conversation, exchanges, title, prices)
        return Response(text, media_type=_KINDS[kind], headers=_attached(title, kind))


def _text(kind: str, conversation: Conversation, exchanges: Sequence[Exchange], title: str, prices: Prices) -> str:
    if kind == "json":
        return as_json(exchanges)
    made = leaves(conversation, exchanges, prices)
    return markdown.page(made) if kind == "md" else page.page(made, title)


def as_json(exchanges: Sequence[Exchange]) -> str:
    """What `twosource ask --json` prints: one object for one answer, a list of them for several."""
    answers = [json.loads(each.answer.model_dump_json()) for each in exchanges if each.answer]
    return json.dumps(answers[0] if len(answers) == 1 else answers, ensure_ascii=False, indent=2) + "\n"


def _attached(title: str, kind: str) -> dict[str, str]:
    """Saved, never shown: an exported page must not run on our address."""
    plain = "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:60].strip("-") or "answer"
    full = quote(f"{title[:80]}.{kind}".replace("/", "-"))
    return {
        "content-disposition": f"attachment; filename=\"{plain}.{kind}\"; filename*=UTF-8''{full}",
        "cache-control": "no-store",
    }
