"""The audit of locked packages, against a scripted source of advisories on loopback."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HASH = " \\\n    --hash=sha256:" + "a" * 64
LOCK = f"rich==14.0.0{HASH}\ntyper==0.29.0{HASH}\nwintime==1.0 ; sys_platform == 'win32'{HASH}\n"
PROBE = ("jinja2", "2.4.1")
Advisories = dict[tuple[str, str], int | list[str]]
"""What is known of a package and version: ids of advisories, or the status to fail with."""


@pytest.fixture
def source() -> Iterator[tuple[str, Advisories]]:
    """The address of a source, and what it knows."""
    known: Advisories = {PROBE: ["PYSEC-2014-8"]}
    server = ThreadingHTTPServer(("127.0.0.1", 0), answering(known))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1/query", known
    server.shutdown()
    server.server_close()
    thread.join()


def answering(known: Advisories) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            name, version = asked["package"]["name"], asked["version"]
            told = known.get((name, version), [])
            self.send_response(told if isinstance(told, int) else 200)
            self.end_headers()
            affected = [{"package": {"name": name, "ecosystem": "PyPI"}, "ranges": []}]
            vulns = [{"id": one, "affected": affected} for one in told] if isinstance(told, list) else []
            self.wfile.write(json.dumps({"vulns": vulns} if vulns else {}).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    return Handler


Audit = Callable[[str], tuple[int, str]]


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: tuple[str, Advisories]) -> Audit:
    """Audits a lock file; gives exit code and what was said."""
    monkeypatch.setenv("ADVISORIES", source[0])

    def ran(lock: str) -> tuple[int, str]:
        path = tmp_path / "requirements.lock"
        path.write_text(lock)
        done = subprocess.run([sys.executable, ".ci/audit.py", str(path)], cwd=ROOT, capture_output=True, text=True)
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout

    return ran


@pytest.mark.threat("T16")
def test_every_package_that_applies_here_is_audited(audit: Audit) -> None:
    assert audit(LOCK) == (0, "audit: 2 of 2 packages audited, no known vulnerabilities\n")


@pytest.mark.threat("T16")
def test_a_known_vulnerability_fails_the_audit(audit: Audit, source: tuple[str, Advisories]) -> None:
    source[1]["typer", "0.29.0"] = ["PYSEC-2026-1", "PYSEC-2026-2"]

    assert audit(LOCK) == (1, "audit: known vulnerabilities: typer (PYSEC-2026-1, PYSEC-2026-2)\n")


@pytest.mark.threat("T16")
def test_a_package_that_could_not_be_audited_fails_the_audit(audit: Audit, source: tuple[str, Advisories]) -> None:
    source[1]["typer", "0.29.0"] = 404

    code, said = audit(LOCK)

    assert code == 1
    assert said.startswith("audit: could not be audited: rich, typer\n")


@pytest.mark.threat("T16")
def test_a_source_that_cannot_be_reached_is_told_and_nothing_is_called_audited(
    audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISORIES", "http://127.0.0.1:9/v1/query")

    code, said = audit(LOCK)

    assert code == 0
    assert said == "audit: NOT AUDITED: no source of advisories can be reached from here; 2 packages unaudited\n"


@pytest.mark.threat("T16")
def test_a_source_that_knows_no_advisories_is_none(audit: Audit, source: tuple[str, Advisories]) -> None:
    source[1].clear()

    assert audit(LOCK)[1].startswith("audit: NOT AUDITED")


@pytest.mark.threat("T16")
def test_a_source_that_is_out_of_order_fails_the_audit(audit: Audit, source: tuple[str, Advisories]) -> None:
    source[1][PROBE] = 500

    code, said = audit(LOCK)

    assert code == 1
    assert said.startswith("audit: the source of advisories answers with an error")


@pytest.mark.threat("T16")
@pytest.mark.parametrize("line", ["rich==14.0.0", f"rich>=14{HASH}"], ids=["no-hash", "no-version"])
def test_a_package_that_is_not_pinned_by_its_hash_fails_the_audit(audit: Audit, line: str) -> None:
    code, said = audit(f"{LOCK}{line}\n")

    assert code == 1
    assert "not pinned by a hash: rich" in said


@pytest.mark.threat("T16")
def test_every_package_of_the_lock_is_pinned_by_its_hash() -> None:
    lines = re.sub(r"\\\n\s*", " ", (ROOT / "requirements.lock").read_text()).splitlines()

    loose = [line for line in lines if not re.match(r"[\w.-]+==\S+(?: ;.*?)?(?:\s+--hash=sha256:[0-9a-f]{64})+$", line)]

    assert len(lines) > 100
    assert loose == []
    assert "--require-hashes" in (ROOT / "Makefile").read_text()
