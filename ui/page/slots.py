"""A slot: an element of the page that our own script draws in, and what passes between the two.

A slot's template is a constant and its value is data, because Gradio runs a template as code (gradio pull request
13299). Knows nothing of what the values mean.
"""

from typing import Any, TypeVar

import gradio as gr
from pydantic import BaseModel, ValidationError

from ui.chat.shapes import View

V = TypeVar("V", bound=View)

AT_ONCE: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
"""For an event that is done in a moment."""
IN_TURN: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""For one that takes its time."""


class Named(View):
    """An event about one thing."""

    id: str = ""
    """What it is about."""


def slot(name: str, head: str, *, events: str = "", **options: Any) -> gr.HTML:
    """An empty element that `twosource.<name>` fills; an event exists once its name stands in the script."""
    return gr.HTML(
        elem_id=f"ts-{name}",
        html_template='<div class="ts-slot"></div>',
        js_on_load=f"twosource.{name}({{element, props, watch, trigger, server, upload}}); /* {events} */",
        apply_default_css=False,
        head=head,
        **options,
    )


def read(shape: type[V], sent: object) -> V:
    """What the browser sent, if it has that shape; an empty one else."""
    try:
        return shape.model_validate(sent)
    except ValidationError:
        return shape()


def as_json(value: BaseModel) -> str:
    """One string: Gradio's front end copies and compares nested values key by key, and slows down with each turn.

    Without `<`, so that nothing on its way can take it for a tag.
    """
    return value.model_dump_json().replace("<", "\\u003c")
