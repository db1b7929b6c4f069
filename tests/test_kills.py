"""Kills at writes of the store and at random moments lose nothing: the part of `make kills` that every run does."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SCENES = ("add", "replace", "remove", "rebuild", "purge", "migrate", "restore")


@pytest.mark.threat("T1")
@pytest.mark.fault("store", 37)
@pytest.mark.fault("crash", 97, 98)
@pytest.mark.parametrize("scene", SCENES)
def test_what_was_acknowledged_survives_a_kill_and_what_was_removed_stays_gone(scene: str) -> None:
    ran = subprocess.run(
        [sys.executable, str(TESTS / "kills.py"), scene, "--most", "5", "--moments", "2"],
        capture_output=True,
        text=True,
        cwd=TESTS.parent,
    )

    told = ran.stdout.splitlines()
    assert (ran.returncode, told[:-1]) == (0, []), ran.stderr[-3_000:]
    assert json.loads(told[-1])["kills"] >= 7
