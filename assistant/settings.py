"""Every setting, and the only place that reads the environment.

Knows nothing of what is built from a setting: `open_assistant` does that.
"""

import hashlib
from pathlib import Path
from typing import Annotated, Literal, Self

import platformdirs
from pydantic import Field, ModelWrapValidatorHandler, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.errors import SettingsError


class Settings(BaseSettings):
    """How an assistant is set up; each field is read from `TWOSOURCE_<FIELD>` where it is not given.

    Raises SettingsError, one line, where a value is wrong or a setting does not exist.
    """

    model_config = SettingsConfigDict(
        env_prefix="TWOSOURCE_",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    home: Path = Field(default_factory=lambda: platformdirs.user_data_path("twosource"))
    """Folder of the library. Default: the user's data directory."""
    chroma_url: str | None = None
    """Address of a Chroma server. None: Chroma runs inside this process, its files under `home`."""
    precision: Literal["float32", "int8"] = "float32"
    """Arithmetic of the embedding model; int8 is twice as fast and moves a vector by about a thousandth."""

    model: str | None = None
    """Name of a language model at `base_url`. None: answers are made of the articles' own sentences."""
    base_url: str | None = None
    """Address of an OpenAI-compatible endpoint, with http:// or https://. None: nothing leaves this machine."""
    api_key: SecretStr | None = None
    """Key for `base_url`. None: the endpoint wants none (most local ones)."""
    deadline_s: float = Field(60.0, gt=0, le=3600)
    """Seconds a model may take for one answer in total, retries included; then the quotes engine answers."""
    max_tokens: int = Field(700, ge=16, le=32_000)
    """Tokens a model may write for one answer; cited answers are short."""
    prompt_price: float | None = Field(None, ge=0)
    """What a million prompt tokens cost, in US dollars, to show what an answer cost. None: not known."""
    completion_price: float | None = Field(None, ge=0)
    """What a million written tokens cost, in US dollars. None: not known."""

    evidence: int = Field(12, ge=1, le=60)
    """Quotes an answer is made of, at most; more only adds noise to a short answer."""
    max_question_chars: int = Field(4_000, ge=16, le=100_000)
    """Characters a question may have; longer ones are refused with this limit named."""
    wait_s: float = Field(30.0, ge=0, le=86_400)
    """Seconds that a command waits for a library which another command is changing; 0: not at all."""
    answers_at_once: int = Field(16, ge=1, le=200)
    """Answers the window makes at the same time; later questions wait in line and are told how many come first."""
    host: str = "127.0.0.1"
    """Address the window listens on; loopback unless changed."""
    port: int = Field(7860, ge=0, le=65_535)
    """Port of the window; 0 takes a free one."""
    public_names: Annotated[tuple[str, ...], NoDecode] = ()
    """Names that others reach the window by, parted by commas, for instance news.example.org behind a proxy."""
    password: SecretStr | None = None
    """Password of the window. None: nobody has to log in, unless `password_file` or `twosource users` says so."""
    password_file: Path | None = None
    """File that holds the password of the window and nothing else. None: there is none."""
    questions_per_minute: int = Field(60, ge=1, le=10_000)
    """Questions that one reader of the window may ask within a minute; a person reads more slowly."""
    waiting: int = Field(64, ge=1, le=1_000)
    """Questions of all readers that may be under way at once; more are told to come back."""
    max_upload_mb: int = Field(200, ge=1, le=4_000)
    """Million bytes of a file added through the window; `twosource add` takes larger ones."""

    @field_validator("home")
    @classmethod
    def _expanded(cls, home: Path) -> Path:
        """`~` is a shell's abbreviation, and no shell reads what an .env file or a service sets."""
        return home.expanduser()

    @field_validator("public_names", mode="before")
    @classmethod
    def _parted(cls, names: object) -> object:
        """`"a.example, b.example"` as a shell writes it."""
        return tuple(name.strip() for name in names.split(",") if name.strip()) if isinstance(names, str) else names

    @model_validator(mode="wrap")
    @classmethod
    def _told_in_our_words(cls, given: object, validate: ModelWrapValidatorHandler[Self]) -> Self:
        """SettingsError is no ValueError, so pydantic lets it pass as it is."""
        try:
            return validate(given)
        except ValidationError as error:
            raise SettingsError(_told(error)) from None

    @classmethod
    def checked(cls, **given: object) -> Self:
        """Settings from `given`, whose types nobody has looked at, and the environment. Raises SettingsError."""
        return cls(**given)  # type: ignore[arg-type]

    def fingerprint(self) -> str:
        """12 hexadecimal digits that change when a setting changes that can change an answer."""
        told = self.model_dump(
            mode="json", include={"precision", "model", "base_url", "max_tokens", "evidence", "chroma_url"}
        )
        return hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()[:12]


def _told(error: ValidationError) -> str:
    """The first thing wrong in one line: the setting, its value unless it may be a secret, and where it is set."""
    first = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"]).lower()
    if name not in Settings.model_fields:
        return f"there is no setting {name!r}; there are {', '.join(Settings.model_fields)}"
    value = "" if name in ("api_key", "password") else f" is {first['input']!r}"
    where = f"TWOSOURCE_{name.upper()}" + (f" or --{name}" if name in _OPTIONS else "")
    return f"setting {name!r}{value}: {first['msg']}; correct {where}, or leave it out for the default"


_OPTIONS = ("host", "port")
"""Settings that the shell takes as options too."""
