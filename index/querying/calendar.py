"""Names of months and weekdays in the languages most news is written in, and days that exist.

Knows no sentence.
"""

from datetime import date as Date
from datetime import timedelta

_MONTH_NAMES = """
january jan januar janvier enero gennaio januari janeiro
february feb februar février fevrier febrero febbraio februari fevereiro
march mar märz maerz mars marzo maart março
april apr avril abril aprile
may mai mayo maggio mei maio
june jun juni juin junio giugno junho
july jul juli juillet julio luglio julho
august aug août aout agosto augustus
september sept sep septembre septiembre settembre setembro
october oct oktober octobre octubre ottobre outubro
november nov novembre noviembre novembro
december dec dezember décembre decembre diciembre dicembre dezembro
"""
MONTHS = {
    name: number for number, line in enumerate(_MONTH_NAMES.strip().splitlines(), start=1) for name in line.split()
}
"""Month numbers by name, lower case."""

_WEEKDAY_NAMES = """
monday montag lundi lunes
tuesday dienstag mardi martes
wednesday mittwoch mercredi miércoles
thursday donnerstag jeudi jueves
friday freitag vendredi viernes
saturday samstag samedi sábado
sunday sonntag dimanche domingo
"""
WEEKDAYS = {name: number for number, line in enumerate(_WEEKDAY_NAMES.strip().splitlines()) for name in line.split()}
"""Weekdays by name, lower case; Monday is 0."""


def day_of(year: int, month: int, day: int) -> Date | None:
    """The day; None where there is none, like 31 June."""
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def last_of_month(year: int, month: int) -> Date:
    """The month's last day."""
    return Date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
