"""A question for the words of one outlet: "How long is it, according to the Post?".

What another outlet says answers it only where it tells of the first. Knows no library.
"""

from assistant.question.analysis import Question, analyse
from assistant.question.asked_speaker import without_source
from assistant.quoting.candidates import Candidate
from assistant.words import fold, stem, topic_words, words


def put_to(question: Question, outlet: str) -> Question:
    """The question as it is put to the outlet itself, whose articles do not name it."""
    asked = analyse(without_source(question.text))
    own = set(words(outlet))
    stems = {stem(word) for word in own}
    kept = {term: word for term, word in asked.words.items() if term not in stems}
    names = tuple(name for name in asked.names if name not in own)
    return asked.model_copy(update={"terms": tuple(kept), "words": kept, "names": names, "speaker": None})


def tells_of(outlet: str, one: Candidate) -> bool:
    """Whether a sentence stands in another outlet's article and names this one: "The Post reported that ..."."""
    if one.article.publisher == outlet:
        return False
    held = topic_words(one.text)
    return fold(outlet) in fold(one.text) or topic_words(outlet).keys() <= held.keys()
