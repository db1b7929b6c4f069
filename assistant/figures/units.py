"""What a number is measured in: percent, currencies, time, length, mass.

Knows which units measure the same, and how many of one make another; knows no numbers.
"""

from collections.abc import Sequence

_CURRENCIES = {
    "$": "dollar dollars usd us$",
    "€": "euro euros eur",
    "£": "pound pounds gbp sterling",
    "¥": "yen yuan renminbi jpy cny",
    "₽": "rouble roubles ruble rubles rub",
    "₴": "hryvnia hryvnias uah",
    "franc": "franc francs chf",
    "rupee": "rupee rupees inr",
    "peso": "peso pesos",
    "lira": "lira liras try",
    "zloty": "zloty zlotys pln",
    "krona": "krona kronor krone kroner",
    "shekel": "shekel shekels",
    "cent": "cents pence",
}
_MEASURES = {
    "time": {
        "second seconds sec secs": 1.0,
        "minute minutes min mins": 60.0,
        "hour hours hr hrs": 3600.0,
        "day days": 86400.0,
        "week weeks": 604800.0,
        "fortnight fortnights": 1209600.0,
        "month months": 2629800.0,
        "year years": 31557600.0,
        "decade decades": 315576000.0,
    },
    "length": {
        "millimetre millimetres millimeter millimeters mm": 0.001,
        "centimetre centimetres centimeter centimeters cm": 0.01,
        "metre metres meter meters": 1.0,
        "kilometre kilometres kilometer kilometers km kms": 1000.0,
        "inch inches": 0.0254,
        "foot feet ft": 0.3048,
        "yard yards": 0.9144,
        "mile miles": 1609.344,
    },
    "mass": {
        "gram grams gramme grammes": 0.001,
        "kilogram kilograms kilo kilos kg": 1.0,
        "tonne tonnes": 1000.0,
        "ton tons": 907.18474,
        "lb lbs": 0.45359237,
    },
}
SIGNS = "$€£¥₽₴"
"""Currency signs; they stand before the number or behind it."""
_NAMES = {name: sign for sign, names in _CURRENCIES.items() for name in names.split()} | {
    name: names.split()[0] for measure in _MEASURES.values() for names in measure for name in names.split()
}
_FACTORS = {
    names.split()[0]: (dimension, factor)
    for dimension, measure in _MEASURES.items()
    for names, factor in measure.items()
}


def unit_of(before: str, after: str, words: Sequence[str]) -> str:
    """The unit of a number: from the characters round it and the folded words behind it; empty where none stands.

    >>> unit_of("$", "", []), unit_of("", "%", []), unit_of("", "-h", ["hour", "talks"]), unit_of("", "", ["people"])
    ('$', '%', 'hour', '')
    """
    first = words[0] if words else ""
    if "%" in after or list(words[:2]) == ["per", "cent"] or first in ("percent", "percentage", "pc"):
        return "%"
    if before and before[-1] in SIGNS:
        return before[-1]
    if after.strip()[:1] and after.strip()[0] in SIGNS:
        return after.strip()[0]
    return _NAMES.get(first, "")


def is_unit(word: str) -> bool:
    """Whether a folded word names a unit, or says no more than that people are counted."""
    return word in _NAMES or word in ("percent", "percentage", "per", "cent", "people", "persons")


def in_base(value: float, unit: str) -> tuple[str, float]:
    """What a unit measures, and the value in its base unit; any other unit measures itself.

    >>> in_base(2.0, "hour") == in_base(120.0, "minute"), in_base(5.0, "%")
    (True, ('%', 5.0))
    """
    dimension, factor = _FACTORS.get(unit, (unit, 1.0))
    return dimension, value * factor
