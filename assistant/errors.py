"""The errors a caller of `assistant` can act on, beside those of `index.errors`.

    TwosourceError                  (index.errors) root of all
      QuestionError                 the question is empty or too long; exit code 2
      SettingsError                 a setting is wrong; exit code 2
      ModelError                    the model endpoint failed; the quotes engine answers instead
        ModelRefusedError           wrong key, unknown model: the same call will fail again
          PromptTooLongError        the prompt does not fit the model: less evidence may
        ModelUnavailableError       no connection, time-out, overload, an answer in an unexpected form
        ModelCutError               the answer broke off: stream cut, length limit, content filter

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


class PromptTooLongError(ModelRefusedError):
    """The prompt does not fit into what the model can read."""


class ModelUnavailableError(ModelError):
    """The endpoint could not be reached, was too slow, or answered in an unexpected form."""


class ModelCutError(ModelError):
    """The answer broke off before the model said that it was done; what came before it is no complete answer."""


__all__ = [
    "ModelError",
    "ModelRefusedError",
    "ModelUnavailableError",
    "QuestionError",
    "SettingsError",
    "TwosourceError",
]
