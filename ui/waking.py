"""Starts the window where it is mounted in another app, which starts only itself.

Knows nothing of what is started: that is the app's own lifespan.
"""

import asyncio
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send


class Waking:
    """Passes everything on; the first request of an app whose lifespan nobody ran runs it."""

    def __init__(self, app: ASGIApp, api: FastAPI, stopping: asyncio.Event) -> None:
        self._app = app
        self._api = api
        self._stopping = stopping
        self._awake: asyncio.Event | None = None
        self._task: asyncio.Task[Any] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, awake."""
        if scope["type"] == "lifespan":
            self._awake = asyncio.Event()
            self._awake.set()
        elif self._awake is None:
            self._awake = asyncio.Event()
            self._task = asyncio.create_task(self._live())
        if scope["type"] != "lifespan" and self._awake is not None:
            await self._awake.wait()
        await self._app(scope, receive, send)

    async def _live(self) -> None:
        """The app's whole life, in one task, as the task groups inside it ask."""
        async with self._api.router.lifespan_context(self._api):
            if self._awake is not None:
                self._awake.set()
            await self._stopping.wait()
