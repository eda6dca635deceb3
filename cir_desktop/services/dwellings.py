"""Our homes held against the central dwelling register (CWR): fetched, linked by a clerk, compared field by field.

Nothing is written to the CWR: the differences are a list for whoever keeps one of the two.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from cir_desktop.domain.dwelling import Difference, Dwelling, differences, same_address, unsaid
from cir_desktop.domain.home import Home
from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.errors import NotAllowed, NotFound
from cir_desktop.register import cwr
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import dwellings, homes
from cir_desktop.workbooks.writing import SheetToWrite, Value, write_table


class Match(StrEnum):
    """How a line stands."""

    LINKED = "linked"
    PROPOSED = "proposed"
    ONLY_HERE = "only_here"
    ONLY_THERE = "only_there"
    GONE = "gone"


MATCH_WORDS = {
    Match.LINKED: "gekoppeld",
    Match.PROPOSED: "voorstel",
    Match.ONLY_HERE: "alleen bij ons",
    Match.ONLY_THERE: "alleen in het CWR",
    Match.GONE: "gekoppeld, niet meer in het CWR",
}


class DwellingLine(msgspec.Struct, frozen=True, kw_only=True):
    """A home of ours, a dwelling of the CWR, or both, and what they say differently.

    `why` says why a link is proposed; `unsaid` are fields that only one of the two says; `linked_id` is the dwelling of
    a link that the CWR no longer gives.
    """

    match: Match
    home: Home | None = None
    dwelling: Dwelling | None = None
    why: str = ""
    linked_id: str = ""
    differences: tuple[Difference, ...] = ()
    unsaid: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The same line stays the same when it is asked again."""
        return self.home.code if self.home else f"CWR {self.dwelling.id if self.dwelling else ''}"

    @property
    def words(self) -> str:
        """How the line stands, with what differs, in words."""
        if self.match is Match.PROPOSED:
            return self.why
        if self.match is Match.GONE:
            return f"Het CWR geeft woning {self.linked_id} niet meer bij onze gemeenten."
        if self.match in (Match.ONLY_HERE, Match.ONLY_THERE):
            return ""
        told = [f"{each.field}: wij {each.ours}, CWR {each.theirs}" for each in self.differences]
        if self.unsaid:
            told.append(f"niet overal ingevuld: {', '.join(self.unsaid)}")
        return "; ".join(told) or "geen verschil"


class Comparison(msgspec.Struct, frozen=True):
    """Every home and dwelling; `fetched_at` None: the CWR was never fetched, or has none of ours."""

    fetched_at: datetime | None
    lines: tuple[DwellingLine, ...]

    @property
    def sentence(self) -> str:
        """The counts in words."""
        count = {match: sum(line.match is match for line in self.lines) for match in Match}
        differing = sum(bool(line.differences) for line in self.lines if line.match is Match.LINKED)
        proposals = count[Match.PROPOSED]
        return (
            f"{count[Match.LINKED]} gekoppeld, waarvan {differing} met een verschil; {proposals} voorgesteld;"
            f" {count[Match.ONLY_HERE]} alleen bij ons; {count[Match.ONLY_THERE]} alleen in het CWR"
            + (f"; {count[Match.GONE]} niet meer in het CWR" if count[Match.GONE] else "")
            + "."
        )


@needs(Role.CLERK)
def fetch(office: Office, *, report: Report = ignore_progress, cancel: Cancel | None = None) -> int:
    """Fetch the dwellings in the municipalities where we have homes; gives how many.

    Raises NotAllowed without homes, RegisterNotSet, RegisterError, Cancelled: then what was fetched before stays.
    """
    client = office.client()
    with office.store.read() as connection:
        municipalities = sorted({row.home.nis_code for row in homes.homes(connection)})
    if not municipalities:
        raise NotAllowed("Er zijn nog geen woningen om te vergelijken.", "Voeg eerst uw woningen toe.")
    found: list[Dwelling] = []
    for done, nis in enumerate(municipalities):
        if cancel:
            cancel.check()
        report(Progress("CWR lezen", done, len(municipalities)))
        found += cwr.dwellings(client, nis)
    with office.store.unit(office.actor) as unit:
        dwellings.replace_all(unit.connection, found, unit.at)
        unit.event("cwr.fetched", "cwr", {"count": len(found)})
    return len(found)


@needs(*Role)
def compare(office: Office) -> Comparison:
    """Our homes against what was fetched last."""
    with office.store.read() as connection:
        ours = [row.home for row in homes.homes(connection)]
        theirs = {each.id: each for each in dwellings.dwellings(connection)}
        links = dwellings.links(connection, {home.code for home in ours})
        at = dwellings.fetched_at(connection)
    free = {key: each for key, each in theirs.items() if key not in links.values()}
    lines = [_line(home, links.get(home.code), theirs, free) for home in ours]
    # Two homes that the same dwelling would fit: nobody can tell which, so that neither is proposed.
    proposed = [line.dwelling.id for line in lines if line.match is Match.PROPOSED and line.dwelling]
    lines = [_alone(line) if _doubtful(line, proposed) else line for line in lines]
    proposed = [line.dwelling.id for line in lines if line.match is Match.PROPOSED and line.dwelling]
    lines += [DwellingLine(match=Match.ONLY_THERE, dwelling=each) for key, each in free.items() if key not in proposed]
    return Comparison(at, tuple(lines))


@needs(Role.CLERK)
def link(office: Office, home_code: str, dwelling_id: str) -> None:
    """A clerk says that this home is that dwelling. Raises NotFound, NotAllowed when the dwelling is another home's."""
    wanted = dwelling_id.strip().upper()
    with office.store.unit(office.actor) as unit:
        home = homes.home(unit.connection, home_code)
        if wanted not in {each.id for each in dwellings.dwellings(unit.connection)}:
            raise NotFound("Deze woning staat niet in wat het CWR gaf.", "Haal het CWR op en kijk de vijf letters na.")
        codes = {row.home.code for row in homes.homes(unit.connection)}
        taken = {dwelling: code for code, dwelling in dwellings.links(unit.connection, codes).items()}
        if taken.get(wanted, home.code) != home.code:
            raise NotAllowed(
                f"Deze woning van het CWR is al gekoppeld aan {taken[wanted]}.", "Maak eerst die koppeling ongedaan."
            )
        dwellings.link(unit.connection, home.code, wanted, at=unit.at, actor=unit.actor.name)
        unit.event("cwr.linked", home.code, {"dwelling": wanted})


@needs(Role.CLERK)
def unlink(office: Office, home_code: str) -> None:
    """Undo the link of a home. Raises NotFound."""
    with office.store.unit(office.actor) as unit:
        home = homes.home(unit.connection, home_code)
        if not dwellings.unlink(unit.connection, home.code):
            raise NotFound("Deze woning is niet gekoppeld aan het CWR.", "Kies een gekoppelde woning.")
        unit.event("cwr.unlinked", home.code)


@needs(*Role)
def export(office: Office, path: Path) -> int:
    """Write the comparison as a workbook; gives how many differences. Raises BadWorkbook."""
    found = compare(office)
    rows: list[tuple[Value, ...]] = [
        (
            MATCH_WORDS[line.match],
            line.home.code if line.home else None,
            line.home.address if line.home else None,
            line.dwelling.id if line.dwelling else line.linked_id or None,
            line.dwelling.address if line.dwelling else None,
            line.words,
        )
        for line in found.lines
    ]
    each_difference: list[tuple[Value, ...]] = [
        (line.home.code, line.dwelling.id, difference.field, difference.ours, difference.theirs)
        for line in found.lines
        if line.home and line.dwelling and line.match is Match.LINKED
        for difference in line.differences
    ]
    write_table(
        path,
        [
            SheetToWrite("Verschillen", ("Woning", "CWR", "Gegeven", "Bij ons", "In het CWR"), each_difference),
            SheetToWrite(
                "Woningen", ("Stand", "Woning", "Adres bij ons", "CWR", "Adres in het CWR", "Wat er verschilt"), rows
            ),
        ],
    )
    return len(each_difference)


def _line(home: Home, linked: str | None, theirs: Mapping[str, Dwelling], free: Mapping[str, Dwelling]) -> DwellingLine:
    if linked is not None:
        found = theirs.get(linked)
        if found is None:
            return DwellingLine(match=Match.GONE, home=home, linked_id=linked)
        return DwellingLine(
            match=Match.LINKED,
            home=home,
            dwelling=found,
            linked_id=linked,
            differences=differences(home, found),
            unsaid=unsaid(home, found),
        )
    by_address = [each for each in free.values() if same_address(home, each)]
    if len(by_address) == 1:
        own = by_address[0].own_code
        also = f" en dezelfde eigen code ({own})" if own and own.casefold() == home.code.casefold() else ""
        return _proposed(home, by_address[0], f"Hetzelfde adres{also}.")
    by_code = [each for each in free.values() if (each.own_code or "").casefold() == home.code.casefold()]
    if not by_address and len(by_code) == 1:
        return _proposed(home, by_code[0], "Dezelfde eigen code, maar een ander adres: kijk na.")
    return DwellingLine(match=Match.ONLY_HERE, home=home)


def _proposed(home: Home, dwelling: Dwelling, why: str) -> DwellingLine:
    return DwellingLine(
        match=Match.PROPOSED,
        home=home,
        dwelling=dwelling,
        why=why,
        differences=differences(home, dwelling),
        unsaid=unsaid(home, dwelling),
    )


def _doubtful(line: DwellingLine, proposed: list[str]) -> bool:
    return line.match is Match.PROPOSED and line.dwelling is not None and proposed.count(line.dwelling.id) > 1


def _alone(line: DwellingLine) -> DwellingLine:
    return DwellingLine(match=Match.ONLY_HERE, home=line.home)
