"""Candidates through a housing company: an extract is looked at, shown, and then taken over into the register copy."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from cir_desktop.domain.gate import SHARE, counted, losses
from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.domain.oddity import OddityKind
from cir_desktop.domain.values import dutch_moment
from cir_desktop.domain.ways import Origin, Way
from cir_desktop.errors import BadWorkbook, NotAllowed
from cir_desktop.register.exchange_candidates import Extract, Told, read_extract
from cir_desktop.register.exchange_layout import INFO_SHEET, layout
from cir_desktop.register.exchange_manual import manual
from cir_desktop.register.exchange_template import write_template as write_layout
from cir_desktop.services.extract_sorting import Have, loss_words, sort, standing
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import candidates, dossiers, extracts, gates, homes, oddities, pulls
from cir_desktop.storage.extracts import ExtractRecord
from cir_desktop.storage.pulls import PullOutcome
from cir_desktop.storage.received import Received, prepare
from cir_desktop.storage.unit import Connection
from cir_desktop.sync.taking import take as take_versions
from cir_desktop.workbooks.table import ERROR, WARNING, Problem

__all__ = [
    "ERROR",
    "WARNING",
    "ExtractPreview",
    "ExtractTaken",
    "Origin",
    "Problem",
    "look",
    "manual",
    "take",
    "write_template",
]

_BATCH = 300


class ExtractPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What taking over an extract would do; nothing is written yet.

    `listed` dossiers stand in it: `new`, `changed` and `same` are taken over, `left_out` are not and are told in
    `findings`. `missing` are in scope here and not in the extract: they stay. `taken_before` is when this very file was
    taken over, `newer` when a newer extract was made that we have. `losses` says, of each list that would change much,
    how: what a pull would wait before the gate for. `elsewhere` chose none of the municipalities of our homes.
    """

    origin: Origin
    digest: str
    listed: int
    new: int
    changed: int
    same: int
    left_out: int
    missing: int
    findings: tuple[Problem, ...]
    extract: Extract
    losses: tuple[str, ...] = ()
    elsewhere: int = 0
    taken_before: bool = False
    newer: datetime | None = None

    @property
    def complete(self) -> bool:
        """Whether the list will hold everybody whom the housing company says to give."""
        return not self.left_out and self.extract.info.count == self.listed

    @property
    def counts_sentence(self) -> str:
        """The counts in words; they add up."""
        return (
            f"{self.listed} dossiers in het uittreksel: {self.new} nieuw, {self.changed} gewijzigd,"
            f" {self.same} ongewijzigd, {self.left_out} niet overgenomen."
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What a clerk has to know before taking it over."""
        said = []
        if self.taken_before:
            said.append("Dit bestand werd al overgenomen; opnieuw overnemen verandert niets.")
        if self.newer:
            said.append(f"Er is al een nieuwer uittreksel overgenomen, van {dutch_moment(self.newer)}.")
        said.extend(self.losses)
        if self.missing:
            which = "1 dossier staat" if self.missing == 1 else f"{self.missing} dossiers staan"
            said.append(
                f"{which} hier en niet in het uittreksel; ze blijven staan."
                " Vraag de woonmaatschappij waarom ze ontbreken."
            )
        if self.elsewhere:
            which = "1 dossier kiest" if self.elsewhere == 1 else f"{self.elsewhere} dossiers kiezen"
            said.append(
                f"{which} geen gemeente waar wij woningen hebben: vraag de woonmaatschappij om dat voortaan niet te"
                " geven."
            )
        if self.left_out:
            said.append("De lijst zal niet volledig zijn: dossiers met een fout ontbreken of blijven zoals ze waren.")
        elif not self.complete:
            said.append("De lijst zal niet volledig zijn: er staan niet zoveel dossiers in als het blad Info telt.")
        return tuple(said)


class ExtractTaken(msgspec.Struct, frozen=True, kw_only=True):
    """What taking over an extract did."""

    origin: Origin
    listed: int
    new: int
    changed: int
    same: int
    left_out: int
    missing: int
    complete: bool
    findings: tuple[Problem, ...]

    @property
    def sentence(self) -> str:
        """The outcome in words."""
        head = "Lijst volledig" if self.complete else "Lijst niet volledig"
        return (
            f"{head}, {self.origin.words}: {self.listed} dossiers, {self.new} nieuw, {self.changed} gewijzigd,"
            f" {self.same} ongewijzigd, {self.left_out} niet overgenomen."
        )


@needs(Role.CLERK)
def look(
    office: Office, path: Path, *, report: Report = ignore_progress, cancel: Cancel | None = None
) -> ExtractPreview:
    """Read an exchange workbook and say what taking it over would do.

    Raises NotAllowed when this workspace goes another way, and BadWorkbook, UnknownLayout, OtherLandlord, BadInput,
    Cancelled as `read_extract` does.
    """
    _check_way(office)
    extract = read_extract(path, office.party, now=office.clock(), report=report, cancel=cancel)
    digest = _digest(path)
    with office.store.read() as connection:
        have = _held(connection)
        sorted_out = sort(have, extract)
        taken_before = extracts.of_file(connection, digest)
        last = extracts.newest(connection)
        ours = {row.home.nis_code for row in homes.homes(connection)}
        missing = have.missing(extract)
        after = {told.dossier.number.text: standing(told) for told in sorted_out.changed}
        before = gates.standings(connection, {*after, *missing})
        lost = counted(losses(before, after, missing, ours), gates.lengths(connection, ours))
    found = _in_order((*extract.findings, *sorted_out.findings))
    taken = len(sorted_out.new) + len(sorted_out.changed) + sorted_out.same
    return ExtractPreview(
        origin=Origin(extract.info.supplier, extract.info.extracted_at),
        digest=digest,
        listed=extract.listed,
        new=len(sorted_out.new),
        changed=len(sorted_out.changed),
        same=sorted_out.same,
        left_out=extract.listed - taken,
        missing=len(missing),
        findings=found,
        extract=extract,
        elsewhere=sum(standing(told).choices.isdisjoint(ours) for told in extract.dossiers) if ours else 0,
        losses=tuple(loss_words(one) for one in lost if one.over(SHARE)),
        taken_before=taken_before is not None,
        newer=_newer(last, extract),
    )


@needs(Role.CLERK)
def take(
    office: Office, preview: ExtractPreview, *, report: Report = ignore_progress, cancel: Cancel | None = None
) -> ExtractTaken:
    """Take over what was looked at, in one unit of work, as the store is now. Raises NotAllowed, Cancelled."""
    _check_way(office)
    extract = preview.extract
    with office.store.unit(office.actor) as unit:
        connection = unit.connection
        have = _held(connection)
        sorted_out = sort(have, extract)
        begun = pulls.start_pull(connection, unit.at)
        wanted = [*sorted_out.new, *sorted_out.changed]
        stored = 0
        for start in range(0, len(wanted), _BATCH):
            if cancel:
                cancel.check()
            report(Progress("Overnemen", start, len(wanted)))
            batch = [_received(told) for told in wanted[start : start + _BATCH]]
            stored += take_versions(unit, batch, prepare(batch, office.party), office.party)
        taken = len(wanted) + sorted_out.same
        left_out = extract.listed - taken
        missing = have.missing(extract)
        oddities.note(connection, missing, OddityKind.VANISHED, unit.at)
        oddities.end(connection, [told.dossier.number.text for told in extract.dossiers], OddityKind.VANISHED)
        complete = not left_out and preview.complete
        pulls.finish_pull(
            connection,
            begun,
            PullOutcome(
                complete=complete,
                listed=extract.listed,
                fetched=taken,
                new_versions=stored,
                undecoded=len(dossiers.undecoded(connection)),
                warnings=sum(1 for told in extract.dossiers if told.dossier.warnings),
                vanished=len(missing),
            ),
            unit.at,
        )
        kept = extracts.add(
            connection,
            pull=begun,
            origin=preview.origin,
            party=extract.info.party,
            digest=preview.digest,
            listed=extract.listed,
            left_out=left_out,
        )
        extracts.add_versions(connection, kept, [(t.dossier.number.text, t.dossier.version) for t in wanted])
        counts = {"listed": extract.listed, "new": stored, "left_out": left_out, "complete": int(complete)}
        unit.event("extract.taken", str(kept), counts)
    report(Progress("Overnemen", len(wanted), len(wanted)))
    return ExtractTaken(
        origin=preview.origin,
        listed=extract.listed,
        new=len(sorted_out.new),
        changed=len(sorted_out.changed),
        same=sorted_out.same,
        left_out=left_out,
        missing=len(missing),
        complete=complete,
        findings=_in_order((*extract.findings, *sorted_out.findings)),
    )


@needs(Role.CLERK, Role.ADMINISTRATOR)
def write_template(office: Office, path: Path) -> None:
    """Write the empty workbook that a housing company fills in, for us when our code is known. Raises BadWorkbook."""
    write_layout(path, office.party)


def _newer(last: ExtractRecord | None, extract: Extract) -> datetime | None:
    return last.extracted_at if last and last.extracted_at > extract.info.extracted_at else None


def _received(told: Told) -> Received:
    return Received(told.dossier.number.text, told.dossier.version, told.raw, told.dossier)


def _held(connection: Connection) -> Have:
    """What the store holds now, to sort an extract by."""
    versions = dossiers.stored_versions(connection)
    return Have(
        versions,
        extracts.origins(connection, versions),
        frozenset(row.dossier for row in candidates.by_dossiers(connection, versions) if not row.out_of_scope),
        lambda number, version: dossiers.raw_version(connection, number, version)[1],
    )


def _in_order(findings: tuple[Problem, ...]) -> tuple[Problem, ...]:
    places = {name: place for place, name in enumerate((INFO_SHEET, *(sheet.name for sheet in layout().sheet)))}
    return tuple(sorted(findings, key=lambda each: (places.get(each.sheet, len(places)), each.row)))


def _check_way(office: Office) -> None:
    if office.way is not Way.WORKBOOK:
        raise NotAllowed(
            "Deze werkmap werkt niet via de woonmaatschappij; een werkmap heeft één weg tegelijk.",
            "Kies bij Uitwisseling dat ze via de woonmaatschappij werkt, en geef uw code in het CIR.",
        )


def _digest(path: Path) -> str:
    def parts() -> Iterator[bytes]:
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                yield part

    digest = hashlib.sha256()
    try:
        for part in parts():
            digest.update(part)
    except OSError as error:
        raise BadWorkbook("Het bestand kan niet meer gelezen worden.", "Kies het opnieuw.") from error
    return digest.hexdigest()
