"""What the tests share."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The test files are no package: what they share is imported by its file's name.
sys.path.insert(0, str(Path(__file__).parent))

from fakes import WordEmbedder


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture(scope="module")  # Playwright's loop would stand in the way of the next file's asyncio.run
def browser() -> "Iterator[Browser]":
    from windows import PATIENT_MS, chromium, expect

    with chromium() as one:
        expect.set_options(timeout=PATIENT_MS)
        yield one
