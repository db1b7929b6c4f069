"""Whether a question is asked in English, by its small words: it is too short for a guess at its language."""

from assistant.question.follow_up.mentions.phrases import WORD
from assistant.question.follow_up.words import FOREIGN, STOP


def english(text: str) -> bool:
    """Whether no word of another language outweighs the English ones; a name alone counts as English.

    >>> english("How many people came?"), english("Combien de logements sont prévus ?")
    (True, False)
    """
    words = [match.group().lower() for match in WORD.finditer(text)]
    if any(letter.isalpha() and ord(letter) > 0x24F for letter in text):
        return False
    foreign = sum(word in FOREIGN and word not in STOP for word in words)
    return foreign == 0 or foreign < sum(word in STOP and word not in FOREIGN for word in words)
