"""The page that asks who somebody is: one form, no script, nothing to fetch.

Knows nothing of who may come in.
"""

from html import escape
from importlib.resources import files

_STYLE = """
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; background: var(--ts-bg); color: var(--ts-ink); font: 16px/1.5 var(--ts-ui); }
main { box-sizing: border-box; width: min(380px, 100%); padding: 32px 24px; }
h1 { margin: 0 0 4px; font: 600 28px/1.2 var(--ts-serif); letter-spacing: -0.01em; }
p { margin: 0 0 20px; color: var(--ts-ink2); }
p[role=alert] { padding: 10px 14px; border: 1px solid var(--ts-err); border-radius: 9px; color: var(--ts-err); }
label { display: block; margin: 0 0 16px; font-weight: 500; }
input { display: block; box-sizing: border-box; width: 100%; min-height: 44px; margin-top: 6px; padding: 0 12px; border: 1px solid var(--ts-line2); border-radius: 9px; background: var(--ts-card); color: inherit; font: inherit; }
button { width: 100%; min-height: 44px; margin-top: 4px; border: 0; border-radius: 9px; background: var(--ts-acc); color: var(--ts-on-acc); font: 600 16px/1 var(--ts-ui); cursor: pointer; }
:is(input, button):focus-visible { outline: 2px solid var(--ts-acc); outline-offset: 2px; }
"""  # noqa: E501 - a rule of a style sheet is one line, as in ui/static


def login_page(*, named: bool, problem: str | None = None, name: str = "") -> str:
    """The page. `named`: there are several users, so it asks for the name too; `problem` is what went wrong."""
    alert = f'<p role="alert" id="problem">{escape(problem)}</p>' if problem else ""
    told = ' aria-describedby="problem"' if problem else ""
    ask_name = (
        f'<label>Name<input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" '
        f'maxlength="64" value="{escape(name)}" required autofocus></label>'
    )
    focus = "" if named else " autofocus"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Log in · twosource</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">'
        f"<style>{_colours()}{_STYLE}</style></head>\n<body><main><h1>twosource</h1>"
        f"<p>Log in to ask the articles.</p>{alert}"
        f'<form method="post">{ask_name if named else ""}'
        f'<label>Password<input type="password" name="password" autocomplete="current-password" maxlength="1024"'
        f"{told} required{focus}></label><button>Log in</button></form></main></body></html>\n"
    )


def _colours() -> str:
    """The window's own colours; the system says which, since no choice is known yet."""
    sheet = (files("ui") / "static" / "tokens.css").read_text(encoding="utf-8")
    light, _, dark = sheet.partition(".dark {")
    return f"{light}@media (prefers-color-scheme: dark) {{ :root {{ {dark.partition('}')[0]} }} }}"
