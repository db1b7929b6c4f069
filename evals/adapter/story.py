"""Stories: a few made-up articles on one event, with questions that they answer and questions that they do not.

Reads the files of `stories/`; knows nothing of training or scoring. The articles overlap and contradict each other,
and most questions use other words than they do.
"""

import re
from collections.abc import Iterator, Sequence
from importlib import resources

from assistant.answer import Frozen

HELD_OUT = tuple(
    "canary club cruise dossier exam film mayor merger obituary pilgrims robotaxi vote "
    "avalc canvash creekd descente enrolling flame kidneyf mayord minec pharmb pinesf piratea polling trucea vaultb "
    "verdicth "
    "atolln auctionp bark brick canali carm chessp composeri "
    "debtm disarmj gaso hoaxl listenern pianol pipelinej ponto "
    "agentfinew keeperloanw ambuv matronv barracksw premierw bamboo mathprize "
    "atelierz molarz agez lullz actorq novelistq babyv pelotonv "
    "baobabca anchormancb airspacecc hackcd aurigace moisessheercf marathonbibcg alabelch "
    "juryfluaa tramcrashaa strikebinaa dykevoteaa nursepaybb whiskyfakebb rentcapbb waterfinebb camptransfercc "
    "sugarcoupcc airdefectcc raftrescuecc helicoachdd stormnamedd ferrysinkdd damspilldd stationleakee unimergeree "
    "vetpharmee rectoree esportsff gymnastcoachff steroidrowerff oldtempleff "
    "derbyxk expeditionxk ceasefirexk mayoralxk prisonxk choleraxk bishopxk schoolxk avalanchexm mayorvotexm "
    "operahousexm hospitalfirexm beesxm damburstxm museumtheftxm marathonxm".split()
)
"""Stories that no adapter may learn from: what holds on them holds on articles it has never seen."""


class Asked(Frozen):
    """A question of a story."""

    question: str
    """As a reader would ask it."""
    told: tuple[str, ...]
    """Words of the articles, any of which a sentence that answers holds; empty: no article answers."""
    few: tuple[tuple[int, int], ...]
    """Where in each of them the few words stand that answer alone, half open, in characters."""
    apart: bool | None = None
    """True: they contradict each other; False: they only seem to. None: that is not told."""


class Story(Frozen):
    """Articles on one event."""

    name: str
    """The file's name without its ending."""
    articles: dict[str, str]
    """Text by key."""
    asked: tuple[Asked, ...]
    """Its questions."""


def stories() -> Iterator[Story]:
    """Every story, by name."""
    folder = resources.files("evals.adapter").joinpath("stories")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".txt"):
            yield story_of(file.name.removesuffix(".txt"), file.read_text("utf-8"))


def story_of(name: str, written: str) -> Story:
    """A story out of its file's text.

    `== key` begins an article, `?? question => words | words` is answered, `?! question` is not; `?x` is answered by
    words that contradict each other, `?=` by words that only seem to. Square brackets in the words mark the few that
    answer alone; without them all do.
    """
    articles: dict[str, list[str]] = {}
    asked: list[Asked] = []
    for line in written.splitlines():
        mark, rest = line[:3], line[3:]
        if mark == "== ":
            articles[rest] = []
        elif mark in _ANSWERED:
            question, told = rest.split(" => ")
            asked.append(_answered(question, told.split(" | ")).model_copy(update={"apart": _ANSWERED[mark]}))
        elif mark == "?! ":
            asked.append(Asked(question=rest, told=(), few=()))
        else:
            articles[next(reversed(articles))].append(line)
    texts = {key: "\n".join(lines).strip() + "\n" for key, lines in articles.items()}
    return Story(name=name, articles=texts, asked=tuple(asked))


def _answered(question: str, marked: Sequence[str]) -> Asked:
    parted = [re.split(r"[\[\]]", one) if "[" in one else ["", one, ""] for one in marked]
    few = tuple((len(before), len(before) + len(words)) for before, words, _ in parted)
    return Asked(question=question, told=tuple("".join(one) for one in parted), few=few)


_ANSWERED = {"?? ": None, "?x ": True, "?= ": False}
"""Marks of questions that are answered, and whether their words contradict each other."""
