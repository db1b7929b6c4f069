"""The picture of the report in the README, made again: `make report-picture`.

Not a test. With a folder on the command line, pictures of that run at 1440 and 390 pixels, light and dark, are written
to build/report instead.
"""

import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser
from windows import chromium

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "ui" / "pictures" / "report.png"
WIDTH, HEIGHT = 1440, 1180
COLOURS = 128
"""A page of flat colours needs no more, and the file stays small."""


def main(given: list[str]) -> None:
    with chromium() as browser:
        if given:
            for width in (WIDTH, 390):
                for scheme in ("light", "dark"):
                    out = ROOT / "build" / "report" / f"{width}_{scheme}.png"
                    out.parent.mkdir(parents=True, exist_ok=True)
                    out.write_bytes(_seen(browser, Path(given[0]) / "report.html", width=width, scheme=scheme))
            return
        with tempfile.TemporaryDirectory() as scratch:
            run = Path(scratch, "run")
            command = [sys.executable, "-c", "from assistant.shell import main; main()", "eval", "--plain"]
            subprocess.run([*command, "--run", str(run)], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
            picture = _seen(browser, run / "report.html", width=WIDTH, scheme="light", height=HEIGHT)
    image = Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(PICTURE, optimize=True)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1024} kB")  # noqa: T201


def _seen(browser: Browser, page: Path, *, width: int, scheme: str, height: int | None = None) -> bytes:
    """A report as Chromium shows it from disk: `height` pixels of it, or all."""
    context = browser.new_context(viewport={"width": width, "height": height or 900}, color_scheme=scheme)
    with context:
        tab = context.new_page()
        tab.goto(page.resolve().as_uri())
        tab.locator("details.case").first.evaluate("one => one.open = true")
        return tab.screenshot(full_page=height is None)


if __name__ == "__main__":
    main(sys.argv[1:])
