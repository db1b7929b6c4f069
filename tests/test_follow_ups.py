"""Follow-ups of two made-up news stories: a query holds what its question left out, and no more."""

import pytest

from assistant.answer import Turn
from assistant.question.follow_up.condense import condense

WALKOUT = (
    "How many dockers walked out in Valparaíso on Monday?",
    "About 1,900 dockers walked out, the union said [1]. 300 of them drive cranes, according to the port [2].",
)
LEADER = ("Who is Carla Rojas?", "Carla Rojas has led the dockers' union since 2019 [1].")
MEETING = ("Did Carla Rojas meet Minister Tomás Vidal?", "Yes, the two met on Thursday [1].")
OFFER = ("What did Vidal offer Rojas?", "“A rise of 4 percent,” the minister told Radio Costa [1].")
TALKS = ("Where were the talks held?", "The talks were held at a hotel in Santiago [1].")
POST = ("What did Tomás Vidal write after the first round?", "“We will not leave the table,” he wrote [1].")
DEMANDS = ("What did the dockers demand?", "Control over four piers and a shorter week [1].")
CLAIM = ("Who said that the strike would last ten days?", "Pedro Lagos, who speaks for the shippers, said so [1].")
ORBIT = (
    "When did the probe Selene-4 reach the Moon?",
    "Selene-4 entered orbit around the Moon on 3 March, the agency said [1].",
)
FAILURE = (
    "Why did the launch of Selene-5 fail?",
    "A valve froze, the engineer Ingrid Dahl told reporters [1]. Her colleague Paul Osei blamed a sensor [2].",
)
CHIEF = ("Who leads the space agency in Oslo?", "Marit Holm has led it since 2019 [1].")
STUDIES = (*CHIEF, "What did she study?", "Physics, at the university of Bergen [2].")
DEPUTY = ("Who is Rojas's deputy?", "Carla Rojas named Iván Soto as her deputy in March [1].")
BALLOT = ("Who won the ballot in Arica?", "Carla Rojas won the ballot in Arica on Sunday, beating Pedro Lagos [1].")
REMARK = ("What did Pedro Lagos say about the strike?", "“It will last,” Lagos said [1].")
FIRE = ("When was the fire?", "The fire broke out at 11.40 p.m. [1].")
SWAP = ("Was there another launch that month?", "Yes, on 7 May, with two satellites on board [1].")

FOLLOW_UPS: list[tuple[tuple[str, ...], str, str, str]] = [
    # the turns before, the question, words of the query ("a|b": either), words that it must not hold
    (WALKOUT, "And how many of them were crane drivers?", "dockers crane walked|Valparaíso", ""),
    (WALKOUT, "Why?", "dockers walked", ""),
    (WALKOUT, "Since when?", "dockers walked|Valparaíso", ""),
    (WALKOUT, "And on Tuesday?", "dockers walked Valparaíso Tuesday", "Monday"),
    (WALKOUT, "And in Callao?", "dockers walked Callao", "Valparaíso"),
    (WALKOUT, "Who counted them?", "dockers", ""),
    (WALKOUT, "Did the others stay at work?", "dockers|Valparaíso", ""),
    (WALKOUT, "How many came back the day after?", "dockers|Valparaíso", ""),
    (WALKOUT, "What did the ferries get in return?", "ferries dockers|Valparaíso", ""),
    (LEADER, "What did she say about further meetings?", "Carla Rojas meetings", "union"),
    (LEADER, "Where was she born?", "Carla Rojas born", "union"),
    (LEADER, "Is her brother a docker too?", "Carla Rojas brother docker", ""),
    (LEADER, "What do the shippers think of her?", "shippers Carla Rojas", ""),
    (MEETING, "How did he describe it afterwards?", "Vidal Rojas|meet", ""),
    (MEETING, "And what did she offer?", "Carla Rojas offer", ""),
    (MEETING, "How long did it last?", "Vidal Rojas", ""),
    (MEETING, "Where did they meet?", "Rojas Vidal", ""),
    ((*MEETING, *OFFER), "And whom did the other one send?", "Rojas", ""),
    ((*MEETING, *OFFER), "Did she accept?", "Rojas", ""),
    (TALKS, "How long did they last?", "talks", ""),
    (TALKS, "Who else was there?", "Santiago|talks", ""),
    (TALKS, "Did both sides attend?", "talks", ""),
    (POST, "Where did he post that?", "Tomás Vidal write|round", ""),
    (POST, "Did the union answer him?", "union Tomás Vidal", ""),
    (POST, "And what did he tell reporters earlier?", "Tomás Vidal reporters", ""),
    (DEMANDS, "Which ones?", "dockers demand|piers", ""),
    (DEMANDS, "What did the shippers get in return?", "shippers dockers|demand", ""),
    (DEMANDS, "And the shippers?", "shippers demand", ""),
    (CLAIM, "Where did he announce it?", "Pedro Lagos strike|days", ""),
    (CLAIM, "Was he right?", "Pedro Lagos", ""),
    (ORBIT, "And when did it land?", "Selene-4 land", ""),
    (ORBIT, "What was its mass?", "Selene-4 mass", ""),
    (ORBIT, "What about Selene-3?", "Selene-3 Moon", "Selene-4"),
    (ORBIT, "How much did that cost?", "Selene-4 cost", ""),
    (ORBIT, "Which rocket carried the probe?", "rocket Selene-4", ""),
    (FAILURE, "Did she expect this?", "Ingrid Dahl", "Osei"),
    (FAILURE, "What did he say about the valve?", "Paul Osei", "Ingrid"),
    (FAILURE, "Has that happened before?", "Selene-5", ""),
    (FAILURE, "Were there any earlier warnings?", "Selene-5", ""),
    (FAILURE, "How many satellites were lost?", "satellites Selene-5", ""),
    (SWAP, "Which one of the year was it?", "launch", ""),
    (STUDIES, "And where?", "Marit Holm study", ""),
    (STUDIES, "Who led the agency before her?", "agency Marit Holm", ""),
    (STUDIES, "Is she a member of a party?", "Marit Holm party", "Physics Bergen"),
    (DEPUTY, "How old is he?", "Iván Soto", "Rojas"),
    (DEPUTY, "Where did he work before?", "Iván Soto work", "Rojas"),
    (BALLOT, "By how many votes?", "how many votes|Carla Rojas won ballot Arica", "Who"),
    (BALLOT, "And the turnout?", "turnout ballot Arica", "Rojas won"),
    (BALLOT, "And in Callao, how many people voted?", "Callao how many voted", "Arica ballot won"),
    (REMARK, "When did he say that?", "When Pedro Lagos speak about strike", "("),
    (FIRE, "And the funeral?", "When was funeral", "fire"),
]

UNTOUCHED = [
    (WALKOUT, "How many people live in Norway?"),
    (WALKOUT, "What did the president of Peru say about the earthquake in Cusco?"),
    (MEETING, "Who is Ada Quist?"),
    (MEETING, "When was the treaty of Lima signed?"),
    (POST, "What did Carla Rojas say about the first round?"),
    (ORBIT, "Which countries have landed on Mars?"),
    (ORBIT, "How much does the International Space Station weigh?"),
    (FAILURE, "Did Paul Osei say that a sensor was to blame?"),
    (STUDIES, "How many students does the university of Bergen have?"),
    (DEMANDS, "Is it true that the port of Callao was closed?"),
]

MARKED = [
    (WALKOUT, "Different subject: which bank lent the port money?", "Which bank lent the port money?"),
    (WALKOUT, "By the way, who owns the port of Callao?", "Who owns the port of Callao?"),
    (FAILURE, "New question: what is the budget of the agency?", "What is the budget of the agency?"),
    (FAILURE, "On another note, how old is the Moon?", "How old is the Moon?"),
]


@pytest.mark.parametrize(("history", "question", "holds", "lacks"), FOLLOW_UPS)
def test_a_query_holds_what_its_question_left_out(
    history: tuple[str, ...], question: str, holds: str, lacks: str
) -> None:
    query = condense(question, turns(history))

    missing = [word for word in holds.split() if not any(one.lower() in query.lower() for one in word.split("|"))]
    assert (query, missing, [word for word in lacks.split() if word in query]) == (query, [], [])


@pytest.mark.parametrize(("history", "question"), UNTOUCHED)
def test_a_news_question_that_stands_alone_comes_back_untouched(history: tuple[str, ...], question: str) -> None:
    assert condense(question, turns(history)) is question


@pytest.mark.parametrize(("history", "question", "query"), MARKED)
def test_a_marked_change_of_subject_loses_the_mark_alone(history: tuple[str, ...], question: str, query: str) -> None:
    assert condense(question, turns(history)) == query


def turns(texts: tuple[str, ...]) -> list[Turn]:
    """Turns in order, the user's first."""
    return [Turn(role="assistant" if place % 2 else "user", text=text) for place, text in enumerate(texts)]
