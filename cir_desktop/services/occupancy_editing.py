"""The occupancy table as a clerk types it: a line for every kind of household, with its number of bedrooms."""

from collections.abc import Sequence

import msgspec

from cir_desktop.allocation.own import OwnRules
from cir_desktop.allocation.regulation import BedroomRow, Fit, OccupancyTable
from cir_desktop.errors import BadInput
from cir_desktop.services.office import Office

ADULTS = {"any": "alleenstaande of koppel", "single": "alleenstaande", "couple": "koppel"}
"""Who a line is about, in words."""

NO, YES = "nee", "ja"


class TypedTable(msgspec.Struct, frozen=True, kw_only=True):
    """The form of an occupancy table.

    A line of `rows` is: bedrooms from, bedrooms to (empty: or more), who (a word of `ADULTS`), children from (empty:
    0), children to (empty: or more), pairs of the same sex among them (empty: none asked), somebody disabled (ja or
    nee). Lines of the same number of bedrooms belong together: a household fits when one of them fits.
    """

    step_down: bool
    article: str = ""
    rows: Sequence[Sequence[str]]


def shipped_table(office: Office) -> OccupancyTable:
    """The newest table that comes with the program."""
    return office.shipped.occupancy[-1]


def typed(table: OccupancyTable) -> TypedTable:
    """A table as it stands in the form."""
    return TypedTable(
        step_down=table.step_down,
        article=table.article,
        rows=[
            [
                str(row.bedrooms_from),
                "" if row.bedrooms_to is None else str(row.bedrooms_to),
                ADULTS[fit.adults],
                str(fit.children_from),
                "" if fit.children_to is None else str(fit.children_to),
                str(fit.same_sex_pairs) if fit.same_sex_pairs else "",
                YES if fit.disabled else NO,
            ]
            for row in table.rows
            for fit in row.fits
        ],
    )


def with_table(office: Office, own: OwnRules, at: int, form: TypedTable) -> OwnRules:
    """The same rules, one internal rental regulation (`at`) with this table.

    A table that says just what the shipped one says is no table of its own: then later shipped tables count too.
    Raises BadInput; its field is `rows[n]`, the line counted from 0, or `rows`.
    """
    rules = own.internal[at]
    shipped = shipped_table(office)
    former = rules.table or shipped
    rows = _rows(form.rows, former)
    table: OccupancyTable | None = None
    if (form.step_down, _fits(rows)) != (shipped.step_down, _fits(shipped.rows)):
        table = OccupancyTable(
            since=rules.since,
            source=rules.table.source if rules.table else rules.source,
            article=form.article.strip(),
            label=rules.table.label if rules.table else "WM",
            last_checked=office.today,
            step_down=form.step_down,
            rows=rows,
        )
    changed = msgspec.structs.replace(rules, table=table)
    return msgspec.structs.replace(own, internal=(*own.internal[:at], changed, *own.internal[at + 1 :]))


def table_words(rows: Sequence[Sequence[str]], former: OccupancyTable) -> list[str]:
    """What these lines say, a sentence for every number of bedrooms. Raises BadInput as `with_table`."""
    return [f"{_bedrooms_words(row)}: {row.words}." for row in _rows(rows, former)]


def household_words(fit: Fit) -> str:
    """One kind of household in words."""
    who = {"any": "een alleenstaande of een koppel", "single": "een alleenstaande", "couple": "een koppel"}[fit.adults]
    pairs = fit.same_sex_pairs
    among = ", waarvan 2 van hetzelfde geslacht" if pairs == 1 else f", waarvan {pairs} paren van hetzelfde geslacht"
    disabled = ", met iemand met een handicap" if fit.disabled else ""
    return f"{who}{_children_words(fit.children_from, fit.children_to)}{among if pairs else ''}{disabled}"


def _children_words(least: int, most: int | None) -> str:
    if most is None:
        return f" met {least} of meer kinderen" if least else ""
    if most == 0:
        return " zonder kinderen"
    count = "1 kind" if most == 1 else f"{most} kinderen"
    if least == most:
        return f" met {count}"
    return f" met {least} tot {count}" if least else f" met hoogstens {count}"


def _bedrooms_words(row: BedroomRow) -> str:
    first, last = row.bedrooms_from, row.bedrooms_to
    if last is None:
        return f"{_count(first)} of meer"
    between = "of" if last - first == 1 else "tot"
    return _count(last) if first == last else f"{first} {between} {_count(last)}"


def _count(bedrooms: int) -> str:
    return "1 slaapkamer" if bedrooms == 1 else f"{bedrooms} slaapkamers"


def _fits(rows: Sequence[BedroomRow]) -> list[tuple[int, int | None, tuple[Fit, ...]]]:
    return [(row.bedrooms_from, row.bedrooms_to, row.fits) for row in rows]


def _rows(lines: Sequence[Sequence[str]], former: OccupancyTable) -> tuple[BedroomRow, ...]:
    """The lines put together by bedrooms; words of a row that stays the same are kept."""
    groups: dict[tuple[int, int | None], list[Fit]] = {}
    first_line: dict[tuple[int, int | None], int] = {}
    for number, line in enumerate(lines):
        low, high, *household = (cell.strip() for cell in line)
        bedrooms = (_whole(low, number, "Slaapkamers van"), _open(high, number, "Slaapkamers t.e.m."))
        groups.setdefault(bedrooms, []).append(_fit(household, number))
        first_line.setdefault(bedrooms, number)
    ordered = sorted(groups, key=lambda bedrooms: bedrooms[0])
    _check_bedrooms([(*bedrooms, first_line[bedrooms]) for bedrooms in ordered])
    kept = {(row.bedrooms_from, row.bedrooms_to, row.fits): row.words for row in former.rows}
    made = []
    for low_high in ordered:
        fits = tuple(groups[low_high])
        sentence = "; of ".join(household_words(fit) for fit in fits)
        words = kept.get((*low_high, fits), sentence)
        made.append(BedroomRow(bedrooms_from=low_high[0], bedrooms_to=low_high[1], words=words, fits=fits))
    return tuple(made)


def _check_bedrooms(spans: Sequence[tuple[int, int | None, int]]) -> None:
    """Every number of bedrooms from 0 on exactly once, the last ones open; a span is from, to, number of its line."""
    expected: int | None = 0
    for low, high, number in spans:
        if high is not None and high < low:
            raise _bad(number, f"{_count(high)} is minder dan {low}", "Verbeter van of tot en met.")
        if expected is None or low < expected:
            raise _bad(
                number,
                f"voor {_count(low)} staat er al een andere groep van rijen",
                "Geef rijen die samen horen hetzelfde aantal slaapkamers, van en tot en met.",
            )
        if low > expected:
            raise _bad(
                number,
                f"voor {_count(expected)} is er geen rij",
                "Elk aantal slaapkamers vanaf 0 heeft minstens één rij.",
            )
        expected = None if high is None else high + 1
    if expected is not None:
        raise BadInput(
            f"Voor {_count(expected)} of meer is er geen rij.",
            "Laat bij de laatste rijen “Slaapkamers t.e.m.” leeg.",
            field=f"rows[{spans[-1][2]}]" if spans else "rows",
        )


def _fit(cells: Sequence[str], number: int) -> Fit:
    who, least, most, pairs, disabled = cells
    adults = next((code for code, words in ADULTS.items() if words == who.casefold()), None)
    if adults is None:
        raise _bad(number, f"“{who}” is niet gekend", f"Kies uit: {', '.join(ADULTS.values())}.")
    if disabled.casefold() not in (YES, NO):
        raise _bad(number, "handicap is ja of nee", "Schrijf ja of nee in die kolom.")
    children_from = _whole(least or "0", number, "Kinderen van")
    children_to = _open(most, number, "Kinderen t.e.m.")
    same_sex_pairs = _whole(pairs or "0", number, "Paren")
    if children_to is not None and children_to < children_from:
        raise _bad(number, f"hoogstens {children_to} kinderen is minder dan {children_from}", "Verbeter een van beide.")
    if children_to is not None and same_sex_pairs * 2 > children_to:
        raise _bad(
            number,
            f"{same_sex_pairs} paren zijn {same_sex_pairs * 2} kinderen, meer dan {children_to}",
            "Niemand zou in deze rij passen: verbeter het aantal paren of kinderen.",
        )
    return Fit(
        adults=adults,
        children_from=children_from,
        children_to=children_to,
        same_sex_pairs=same_sex_pairs,
        disabled=disabled.casefold() == YES,
    )


def _open(text: str, number: int, column: str) -> int | None:
    return _whole(text, number, column) if text else None


def _whole(text: str, number: int, column: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        raise _bad(number, f"“{text}” is geen getal van 0 tot 99", f"Verbeter “{column}”.")
    return int(text)


def _bad(number: int, what: str, todo: str) -> BadInput:
    return BadInput(f"Rij {number + 1}: {what}.", todo, field=f"rows[{number}]")
