"""The errors a caller of `assistant` can act on, beside those of `index.errors`.

    TwosourceError                  (index.errors) root of all
      QuestionError                 the question is empty or too long; exit code 2
      SettingsError                 a setting is wrong; exit code 2
      ModelError                    the model endpoint failed; the quotes engine answers instead
        ModelRefusedError           wrong key, unknown model: the same call will fail again
        ModelUnavailableError       no connection, time-out, overload, a stream that broke off

A refusal, an unsupported citation, an empty retrieval are values, not errors.
"""

from index.errors import TwosourceError


class QuestionError(TwosourceError):
    """A question that cannot be asked: empty, or longer than the limit."""

    exit_code = 2


class SettingsError(TwosourceError):
    """A setting that is wrong; names the setting, the value and the way out."""

    exit_code = 2


class ModelError(TwosourceError):
    """A model endpoint that gave no complete answer. Its message never holds the key."""

    exit_code = 3


class ModelRefusedError(ModelError):
    """The endpoint refused: wrong key, unknown model, a request it does not understand."""


class ModelUnavailableError(ModelError):
    """The endpoint could not be reached, was too slow, or broke off."""


__all__ = [
    "ModelError",
    "ModelRefusedError",
    "ModelUnavailableError",
    "QuestionError",
    "SettingsError",
    "TwosourceError",
]


__all__ = [
    "ModelError",
    "ModelRefusedError",
    "ModelUnavailableError",
    "QuestionError",
    "SettingsError",
    "TwosourceError",
]
