"""Says where a sentence goes on although a full stop, a mark or a quotation ends there.

Knows nothing of texts and spans: it looks at a few characters on both sides of a cut.
"""

import re


def goes_on(text: str, cut: int) -> bool:
    """Whether the sentence before `cut` goes on after it, so that there is no cut.

    >>> goes_on("“Will it hold?” Doe asked on Friday.", 16)
    True
    """
    before = text[max(0, cut - 40) : cut]
    after = text[cut : cut + 80]
    if not (before[-1:].isspace() or after[:1].isspace() or _GLUED_END.search(before)):
        return True
    before, after = before.rstrip(), after.lstrip()
    if cut <= 5 and before.rstrip(".)").isdigit():
        return True
    return any(end.search(before) and start.match(after) for end, start in _JOINTS)


_GLUED_END = re.compile(r"(?:[a-zß-öø-ÿ]{2}|[\d)”\"’])[.!?][”\"’)]*$|[。！？]$")
"""An end without white space after it: "left.The next". Not "D-N.Y."."""

_SAYS = (
    r"(?:[^\W\d_][\w.’'-]*,? ){1,6}?(?:said|says|asked|asks|wrote|writes|told|tells|added|adds|replied|posted"
    r"|tweeted|shouted|exclaimed|insisted|declared|recalled|joked|warned|continued|noted|responded|explained)"
    r"(?=[.;]|,(?! [“\"«„])|$"
    r"| (?:on|in|to|at|during|after|before|when|while|as|of|about|via|him|her|them|reporters)\b)"
)
_STARTER = (
    r"(?:A|An|After|All|And|As|At|But|By|Each|Every|For|From|He|Her|His|How|I|If|In|It|Its|More|Most|No|Now|On"
    r"|One|Our|She|So|Some|That|The|Their|Then|There|These|They|This|Those|To|Two|We|What|When|Where|Which"
    r"|While|Who|With|You|Your)(?!\w)"
)
_TITLE = r"Mr|Mrs|Ms|Dr|Prof|Sens?|Reps?|Govs?|Gen|Col|Lt|Sgt|Capt|Cmdr|Maj|Adm|Rev|Hon|Pres"
_STATES = r"U\.[SKN]\.|E\.U\.|D\.C\.|L\.A\."

_JOINTS = tuple(
    (re.compile(before), re.compile(after))
    for before, after in [
        # said “Rep. Doe”: sentencex knows the title only after white space
        (rf"(?:^|[\s“\"‘'(\[])(?:{_TITLE})\.$", r"[A-Z]"),
        # the “E!” reality show
        (r"", r"[a-zß-öø-ÿ]+(?![A-Z\d])|[:;,)]"),
        # “Will it hold?” Doe asked on Friday.
        (r"[!?…][”\"’»“']$", _SAYS),
        # at 9 p.m. Friday; at 9 a.m. ET
        (r"\b[ap]\.m\.$", r"[A-Z]{2,4}\b|\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]&"),
        # 308 N. Second Street; J.D. Doe. Not: in the U.S. Doe said
        (rf"(?<![\w.])(?!{_STATES})(?:[A-Z]\.)+$", rf"(?!{_STARTER})[A-Z]"),
        (r"\b(?:Vol|Nos?|Art|Ch|Figs?|pp?)\.$", r"[\dIVX]"),
    ]
)
