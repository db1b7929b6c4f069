from importlib.resources import files

from assistant.answer import Evidence, Quote
from assistant.attribution.attribute import attribute
from assistant.collation.backing.origins import origins
from index import Article
from index.splitting import sentences


def article(key: str, text: str) -> Article:
    return Article(id=key.ljust(24, "0"), key=key, title=key, title_how="first sentence", text=text)


def evidence(label: int, source: Article, words: str) -> Evidence:
    """The sentence of `source` that holds `words`."""
    place = source.text.index(words)
    span = next(span for span in sentences(source.text) if span.start <= place < span.end)
    return Evidence(
        label=label,
        quote=Quote(article_id=source.id, start=span.start, end=span.end, text=source.text[span.start : span.end]),
        article=source,
        attribution=attribute(source.text, span.start, span.end),
        relevance=1.0,
    )


def seed(number: str) -> Article:
    path = next(path for path in files("seeds").iterdir() if path.name.startswith(number))
    return article(number, path.read_text(encoding="utf-8"))


def test_one_post_in_four_articles_is_one_origin() -> None:
    quotes = [evidence(n + 1, seed(f"00{key}"), "Congratulations to both") for n, key in enumerate((0, 1, 2, 4))]

    assert origins(quotes) == [[1, 2, 3, 4]]


def test_one_count_in_two_articles_is_one_origin() -> None:
    quotes = [evidence(1, seed("001"), "64 exchanges"), evidence(2, seed("003"), "64th exchange")]

    assert origins(quotes) == [[1, 2]]


def test_two_sides_that_count_are_two_origins() -> None:
    quotes = [evidence(1, seed("003"), "390 Ukrainian"), evidence(2, seed("003"), "270 servicemen")]

    assert origins(quotes) == [[1], [2]]


def test_two_statements_of_one_speaker_are_two_origins() -> None:
    source = article("a", "Lund said the plant was safe on Friday. Lund said taxes in Bergen would fall next year.")

    assert origins([evidence(1, source, "plant"), evidence(2, source, "taxes")]) == [[1], [2]]


def test_nameless_sources_are_not_taken_for_one_another() -> None:
    first = article("a", "An official said the bridge over the Rhine may close for repairs this summer.")
    second = article("b", "An official said the bridge in Bonn may close for the summer festival and parade.")

    assert origins([evidence(1, first, "bridge"), evidence(2, second, "bridge")]) == [[1], [2]]


def test_nothing_has_no_origin() -> None:
    assert origins([]) == []


def test_a_copy_with_one_number_changed_is_no_second_witness() -> None:
    text = "The turnout was 62 percent, the highest since {year}. Counting ended at four. Nobody contested the result."
    text += " Volunteers carried the boxes to the town hall of Brenmoor, where clerks kept watch through the night."
    first, copy = article("a", text.format(year=1998)), article("b", text.format(year=1994))
    other = article("c", "Turnout reached 62 percent, the highest since 1998. The mayor thanked all who had voted.")

    assert origins([evidence(1, first, "turnout"), evidence(2, copy, "turnout")]) == [[1, 2]]
    assert len(origins([evidence(1, copy, "turnout"), evidence(2, other, "Turnout")])) == 2
