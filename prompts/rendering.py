"""Fills a prompt template with its variables.

Knows nothing of questions, articles or models; the templates are the `.txt` files beside this one.
"""

from functools import cache
from importlib.resources import files
from string import Template


class PromptError(Exception):
    """A template that does not exist, or a variable that is missing or unknown: a mistake in the program."""


def render(name: str, **variables: str) -> str:
    """The template `name`.txt with every `$variable` replaced, without white space at its ends.

    A value goes in verbatim: `$x`, `{y}` or `%s` inside it mean nothing. Raises PromptError unless
    `variables` are exactly the template's.

    >>> print(render("condense_user", history="user: Who came home?", question="When, for $5?"))
    Conversation:
    user: Who came home?
    <BLANKLINE>
    Last question: When, for $5?
    """
    template = _template(name)
    wanted, given = set(template.get_identifiers()), set(variables)
    if wanted != given:
        missing, unknown = sorted(wanted - given), sorted(given - wanted)
        raise PromptError(f"prompt {name!r}: missing variables {missing}, unknown variables {unknown}")
    return template.substitute(variables).strip()


@cache
def _template(name: str) -> Template:
    if not name.isidentifier():
        raise PromptError(f"{name!r} is not the name of a prompt")
    file = files(__package__ or "prompts").joinpath(f"{name}.txt")
    if not file.is_file():
        raise PromptError(f"there is no prompt {name!r}")
    return Template(file.read_text(encoding="utf-8"))
