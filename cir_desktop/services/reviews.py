"""Going through the list of a home: a mark and a note beside candidates, which can be taken back one by one."""

import re
from collections import Counter
from collections.abc import Mapping

import msgspec

from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import ReviewMark
from cir_desktop.domain.values import NationalNumber
from cir_desktop.errors import BadInput, BadNationalNumber, NotAllowed
from cir_desktop.services.lists import not_in_list
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import allocations, homes, people, ranking_facts, reviews
from cir_desktop.storage.unit import Unit

LONGEST_NOTE = 500

# Eleven digits with the usual signs between them: written in a note, they would leave with the exported list.
_LIKE_A_NUMBER = re.compile(r"(?<!\d)\d{2}[ .]?\d{2}[ .]?\d{2}[ .-]?\d{3}[ .-]?\d{2}(?!\d)")


class Reviews(msgspec.Struct, frozen=True):
    """What was put beside the candidates of the vacancy that is open, else of the last letting.

    `marks` are by dossier number; `words` are the texts of the closed list by code; `counts` is how many candidates
    have each mark (and how many only a note, under an empty code). `open` tells whether marks can be put now.
    """

    vacancy: str | None
    open: bool
    marks: Mapping[str, ReviewMark]
    words: Mapping[str, str]

    @property
    def counts(self) -> dict[str, int]:
        """How many candidates have each mark, in the order of the closed list; those with only a note come last."""
        found = Counter(mark.mark for mark in self.marks.values())
        return {code: found[code] for code in (*self.words, "") if found[code]}

    def word(self, dossier: str) -> str:
        """The text of the mark of a candidate; empty when there is none, the code itself when the list dropped it."""
        mark = self.marks.get(dossier)
        return self.words.get(mark.mark, mark.mark) if mark else ""

    def note(self, dossier: str) -> str:
        """The note of a candidate; empty when there is none."""
        mark = self.marks.get(dossier)
        return mark.note if mark else ""


@needs(*LOOK)
def reviews_of(office: Office, home_code: str) -> Reviews:
    """The marks and notes of a home. Raises NotFound."""
    with office.store.read() as connection:
        homes.home(connection, home_code)
        current = homes.current_vacancy(connection, home_code)
        decisions = [] if current else allocations.decisions(connection, home=home_code)
        vacancy = current.id if current else decisions[-1].vacancy if decisions else None
        known = people.names(connection)
        marks = reviews.marks(connection, vacancy) if vacancy else {}
    found = {dossier: people.with_name(one, "by", known) for dossier, one in marks.items()}
    words = {kind.code: kind.text for kind in office.review_marks}
    return Reviews(vacancy, current is not None, found, words)


@needs(Role.CLERK)
def mark(office: Office, home_code: str, dossier: str, what: str | None, note: str | None) -> None:
    """Put a mark of the closed list and a note beside a candidate of an open vacancy.

    None keeps the mark or the note that is there, an empty text takes it away.

    Raises NotFound (no such home, or nobody of its list), NotAllowed (not to let now), BadInput (`mark` not on the
    list, `note` too long or with a national number in it).
    """
    if what and what not in {kind.code for kind in office.review_marks}:
        known = ", ".join(kind.code for kind in office.review_marks)
        raise BadInput("Dit merk staat niet in de gesloten lijst.", f"Kies een van: {known}.", field="mark")
    text = None if note is None else _checked(note)
    with office.store.unit(office.actor) as unit:
        home = homes.home(unit.connection, home_code)
        vacancy = _open_vacancy(unit, home_code)
        now = reviews.marks(unit.connection, vacancy).get(dossier)
        if now is None and ranking_facts.candidate_of(unit.connection, home.nis_code, dossier) is None:
            raise not_in_list(office, dossier)
        kept_mark, kept_note = (now.mark, now.note) if now else ("", "")
        put = kept_mark if what is None else what
        reviews.mark(unit, vacancy, dossier, put, kept_note if text is None else text)
        unit.event("review.marked", dossier, {"home": home_code, "mark": put})


@needs(Role.CLERK)
def undo(office: Office, home_code: str) -> ReviewMark:
    """Take back the last change of a mark or a note of an open vacancy; returns what was taken back, for `mark`.

    Raises NotFound, NotAllowed (not to let now, or nothing to take back).
    """
    with office.store.unit(office.actor) as unit:
        homes.home(unit.connection, home_code)
        taken = reviews.undo(unit, _open_vacancy(unit, home_code))
        if taken is None:
            raise NotAllowed("Er is niets om terug te nemen.", "Bij deze woning staat geen nazicht en geen nota.")
        unit.event("review.undone", taken.dossier, {"home": home_code, "mark": taken.mark})
    return taken


def _open_vacancy(unit: Unit, home_code: str) -> str:
    vacancy = homes.current_vacancy(unit.connection, home_code)
    if vacancy is None:
        raise NotAllowed(
            "Deze woning staat niet open; het nazicht van haar lijst is afgesloten.", "Zet ze vrij bij Woningen."
        )
    return vacancy.id


def _checked(note: str) -> str:
    text = " ".join(note.split())
    if len(text) > LONGEST_NOTE:
        raise BadInput(f"De nota is te lang: {len(text)} tekens.", f"Hou ze onder {LONGEST_NOTE} tekens.", field="note")
    if any(map(_is_national, _LIKE_A_NUMBER.findall(text))):
        raise BadInput(
            "In de nota staat een rijksregisternummer.",
            "Laat het weg: een nota gaat mee met de lijst. Het dossiernummer volstaat.",
            field="note",
        )
    return text


def _is_national(text: str) -> bool:
    try:
        NationalNumber.parse(text)
    except BadNationalNumber:
        return False
    return True
