"""Our script and style sheet: the files of `ui/static`, joined in order, under names that change with them.

Knows nothing of what they draw.
"""

import hashlib
from importlib.resources import files

from fastapi import FastAPI
from fastapi.responses import Response

_SCRIPTS = (
    *("core.js", "address.js", "menu.js", "cites.js", "found.js", "below.js", "turn.js", "composer.js"),
    *("transcript.js", "reader.js", "history.js", "library.js", "help.js"),
)
_STYLES = (
    *("tokens.css", "gradio.css", "frame.css", "talk.css", "rail.css", "reader.css", "menus.css", "narrow.css"),
    "print.css",
)


def serve(api: FastAPI) -> str:
    """Serve both under /ui-static and give back the HTML that loads them."""
    style = _add(api, "css", _joined(_STYLES))
    script = _add(api, "js", _joined(_SCRIPTS))
    return f'<link rel="stylesheet" href="{style}"><script src="{script}"></script>'


def _joined(names: tuple[str, ...]) -> str:
    folder = files("ui") / "static"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


def _add(api: FastAPI, kind: str, text: str) -> str:
    path = f"/ui-static/ui.{hashlib.sha256(text.encode()).hexdigest()[:12]}.{kind}"
    media_type = {"css": "text/css", "js": "text/javascript"}[kind]

    async def asset() -> Response:
        return Response(text, media_type=media_type, headers={"Cache-Control": "public, max-age=31536000, immutable"})

    api.add_api_route(path, asset, methods=["GET", "HEAD"], include_in_schema=False)
    return path.removeprefix("/")  # relative to the page, which may be mounted under a path
