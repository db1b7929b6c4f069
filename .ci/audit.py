"""Audits every package of a lock file for known vulnerabilities, or says plainly that there was nobody to ask.

Plain pip-audit says "No known vulnerabilities found" where it skipped every package. So it is first asked about a
version that is known to be vulnerable: only a source that knows this one is asked about ours, and then about each.
Leaves with 0 (audited, or nobody to ask), 1 (vulnerable, or not audited), 2 (pip-audit is missing).

ADVISORIES names another source than pip-audit's own: the address of an OSV query service.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.requirements import Requirement

VULNERABLE = "jinja2==2.4.1"
"""CVE-2014-1402, CVE-2016-10745, CVE-2019-10906: in every list of advisories."""
_NO_HASH = "sha256:" + "0" * 64
_NOBODY = re.compile(r"ConnectionError|ConnectTimeout|Could not connect|not found on|could not be audited|No known")


def main(lock: Path) -> int:
    """Audit a lock file, and say in one line how it went."""
    if unpinned := [one for one, hashes in _locked(lock) if not hashes or "==" not in one]:
        return _said(1, f"not pinned by a hash: {', '.join(unpinned)}; lock again")
    wanted = [Requirement(one) for one, _ in _locked(lock)]
    names = {one.name.lower(): one for one in wanted if one.marker is None or one.marker.evaluate()}
    if not _reachable():
        return _said(
            0, f"NOT AUDITED: no source of advisories can be reached from here; {len(names)} packages unaudited"
        )
    found, told = _audit(lock)
    audited = {one["name"].lower(): one["vulns"] for one in found if "vulns" in one}
    vulnerable = [f"{name} ({', '.join(each['id'] for each in vulns)})" for name, vulns in audited.items() if vulns]
    if vulnerable:
        return _said(1, f"known vulnerabilities: {'; '.join(vulnerable)}")
    if missing := sorted(names.keys() - audited.keys()):
        return _said(1, f"could not be audited: {', '.join(missing)}\n{told}")
    return _said(0, f"{len(names)} of {len(names)} packages audited, no known vulnerabilities")


def _locked(lock: Path) -> list[tuple[str, list[str]]]:
    """The requirements of a lock file, each with its hashes."""
    text = re.sub(r"\\\n\s*", " ", lock.read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(re.split(r"\s+--hash", line)[0], re.findall(r"--hash=(sha256:[0-9a-f]{64})", line)) for line in lines]


def _reachable() -> bool:
    """Whether there is a source that knows advisories. Raises SystemExit for one that answers with an error."""
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder) / "probe.txt"
        probe.write_text(f"{VULNERABLE} --hash={_NO_HASH}\n")
        found, told = _audit(probe)
    if any(one.get("vulns") for one in found):
        return True
    if found or _NOBODY.search(told):
        return False
    raise SystemExit(_said(1, f"the source of advisories answers with an error:\n{told}"))


def _audit(lock: Path) -> tuple[list[dict[str, object]], str]:
    """What pip-audit found, package by package; and the end of what it said."""
    source = (
        ["--vulnerability-service", "osv", "--osv-url", os.environ["ADVISORIES"]] if "ADVISORIES" in os.environ else []
    )
    command = [sys.executable, "-m", "pip_audit", "--strict", "--disable-pip", "--require-hashes", "--format", "json",
               "--progress-spinner", "off", "--requirement", str(lock), *source]  # fmt: skip
    ran = subprocess.run(command, capture_output=True, text=True)
    if "No module named pip_audit" in ran.stderr:
        raise SystemExit(_said(2, "pip-audit is not installed; pip install pip-audit"))
    try:
        found: list[dict[str, object]] = json.loads(ran.stdout)["dependencies"]
    except ValueError:
        found = []
    return found, ran.stderr.strip()[-2_000:]


def _said(code: int, line: str) -> int:
    sys.stdout.write(f"audit: {line}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "requirements.lock")))
