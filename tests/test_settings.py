"""Settings: defaults, environment, and what a wrong one is told."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant import Settings, SettingsError


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TWOSOURCE_{name.upper()}", raising=False)


@pytest.mark.threat("T12")
def test_nothing_leaves_the_machine_by_default():
    settings = Settings()

    assert (settings.model, settings.base_url, settings.api_key, settings.chroma_url) == (None, None, None, None)
    assert settings.host == "127.0.0.1"


def test_a_setting_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("TWOSOURCE_HOME", str(tmp_path))
    monkeypatch.setenv("TWOSOURCE_EVIDENCE", "7")

    assert (Settings().home, Settings().evidence) == (tmp_path, 7)


def test_what_is_given_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TWOSOURCE_PORT", "1234")

    assert Settings.checked(port=4321).port == 4321


@pytest.mark.fault("shell", 91)
def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TWOSOURCE_MODEL", "")

    assert Settings().model is None


@pytest.mark.threat("T12")
def test_no_settings_file_is_read_from_where_the_user_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / ".env").write_text("TWOSOURCE_BASE_URL=http://evil.example/v1\n")
    monkeypatch.chdir(tmp_path)

    assert Settings().base_url is None


def test_a_tilde_in_the_home_is_the_users_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TWOSOURCE_HOME", "~/news")

    assert Settings().home == tmp_path / "news"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "70000"),
        ("DEADLINE_S", "-1"),
        ("EVIDENCE", "0"),
        ("MAX_TOKENS", "lots"),
        ("PRECISION", "float16"),
    ],
)
@pytest.mark.fault("shell", 91)
def test_a_wrong_value_is_named_with_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    monkeypatch.setenv(f"TWOSOURCE_{name}", value)

    with pytest.raises(SettingsError) as caught:
        Settings.checked()

    told = str(caught.value)
    assert told.startswith(f"setting {name.lower()!r} is {value!r}: ")
    assert f"TWOSOURCE_{name}" in told
    assert "\n" not in told
    assert caught.value.exit_code == 2


def test_a_wrong_value_given_in_python_is_named_with_its_setting():
    with pytest.raises(SettingsError, match=r"^setting 'precision' is 'int4': .*'float32' or 'int8'"):
        Settings(precision="int4")


@pytest.mark.fault("shell", 91)
def test_a_setting_that_does_not_exist_is_told_with_those_that_do():
    with pytest.raises(SettingsError, match=r"no setting 'prot'; there are home, .*port"):
        Settings.checked(prot=1)


@pytest.mark.threat("T12")
@pytest.mark.fault("model", 73)
def test_the_key_is_never_shown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TWOSOURCE_API_KEY", "sk-not-a-real-key")
    monkeypatch.setenv("TWOSOURCE_PORT", "abc")

    with pytest.raises(SettingsError) as caught:
        Settings.checked()

    settings = Settings(port=1)
    shown = f"{caught.value} {settings!r} {settings.model_dump()} {settings.model_dump_json()}"
    assert "sk-not-a-real-key" not in shown


def test_settings_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        Settings().port = 1


@pytest.mark.parametrize("change", [{"precision": "int8"}, {"model": "m"}, {"evidence": 3}, {"max_tokens": 99}])
def test_the_fingerprint_changes_with_what_can_change_an_answer(change: dict[str, object]):
    assert Settings(**change).fingerprint() != Settings().fingerprint()


@pytest.mark.parametrize("change", [{"port": 1}, {"host": "::1"}, {"api_key": "k"}, {"home": "/nowhere"}])
def test_the_fingerprint_stays_with_what_cannot(change: dict[str, object]):
    assert Settings(**change).fingerprint() == Settings().fingerprint()


def test_every_setting_says_what_it_is():
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
