"""Who works here: who signed in lately, and who may release sanctions with a passphrase at this computer."""

from collections.abc import Mapping

import msgspec

from cir_desktop.domain.identity import Approver, Role, hindrance, same_person
from cir_desktop.domain.values import dutch_moment
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.runtime import passphrases
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import people
from cir_desktop.storage.people import SignedInBefore as SignedInBefore

SHORTEST_PASSPHRASE = passphrases.SHORTEST


class NewApprover(msgspec.Struct, frozen=True, kw_only=True):
    """An approver as an administrator describes it; what is not known is empty. A deputy needs all but the last two."""

    name: str
    function: str
    deputy: bool = False
    organisation: str = ""
    agreement: str = ""
    account: str = ""
    person: str = ""


class ApproverLine(msgspec.Struct, frozen=True):
    """An approver as a clerk reads it; `state` says whether he or she can release now, and if not why."""

    approver: Approver
    kind: str
    state: str
    can: bool
    known_as: str
    made_by: str


class PeopleView(msgspec.Struct, frozen=True):
    """Everything about who works here.

    `sentence` says who can release a sanction now, `anybody` whether any can; `without_sign_in` what may be done by who
    does not sign in.
    """

    approvers: tuple[ApproverLine, ...]
    lately: tuple[SignedInBefore, ...]
    sentence: str
    anybody: bool
    without_sign_in: str


@needs(*Role)
def view(office: Office) -> PeopleView:
    """Approvers (the ended ones last), who signed in lately, and whether a sanction can be released now."""
    with office.store.read() as connection:
        known = people.approvers(connection)
        lately = people.lately(connection)
        names = people.names(connection)
    lines = [_line(office, one, names) for one in sorted(known, key=lambda one: one.ended_at is not None)]
    sentence, anybody = _who_can(office, lines)
    return PeopleView(tuple(lines), tuple(lately), sentence, anybody, _without_sign_in(office))


def _without_sign_in(office: Office) -> str:
    if office.access.sign_in_required:
        return "Wie zich niet aanmeldt, kan hier niets: zo staat het in het bestand van de beheerder van deze computer."
    return (
        "Wie zich niet aanmeldt, werkt hier als medewerker en beheerder, nooit als goedkeurder. De beheerder"
        " van deze computer kan aanmelden verplichten."
    )


def _line(office: Office, one: Approver, names: Mapping[str, str]) -> ApproverLine:
    problem = hindrance(one, office.clock())
    known_as = [f"account {one.account}" if one.account else "", f"aanmelding {one.person}" if one.person else ""]
    return ApproverLine(
        approver=one,
        kind=f"plaatsvervanger ({one.organisation})" if one.deputy else "goedkeurder",
        state=problem or "kan vrijgeven",
        can=not problem,
        known_as=", ".join(filter(None, known_as)),
        made_by=names.get(one.made_by, one.made_by),
    )


def _who_can(office: Office, lines: list[ApproverLine]) -> tuple[str, bool]:
    can = [line.approver.name for line in lines if line.can]
    if Role.APPROVER in office.roles:
        can.insert(0, "uzelf (aangemeld als goedkeurder)")
    if can:
        return f"Een sanctie kan nu vrijgegeven worden door: {', '.join(can)}; nooit door wie ze invoerde.", True
    waiting = [
        line.approver.name for line in lines if line.approver.confirmed_at is None and not line.approver.ended_at
    ]
    if waiting:
        step = f"Laat {waiting[0]} hier een wachtwoordzin kiezen."
    else:
        step = "Voeg een goedkeurder toe, of duid een plaatsvervanger van een andere organisatie aan."
    return f"Een sanctie kan nu door niemand vrijgegeven worden: ze blijft wachten. {step}", False


@needs(Role.ADMINISTRATOR)
def add(office: Office, new: NewApprover) -> Approver:
    """Add an approver, who then still chooses a passphrase.

    Raises BadInput with the field (empty, or somebody else has this name, account or sign-in), NotAllowed for a second
    deputy.
    """
    _must_be_told(new)
    with office.store.unit(office.actor) as unit:
        others = [one for one in people.approvers(unit.connection) if one.ended_at is None]
        for field, words in (("name", "deze naam"), ("account", "dit account"), ("person", "deze aanmelding")):
            if any(same_person({getattr(new, field)}, {getattr(one, field)}) for one in others):
                raise BadInput(f"Er is al een goedkeurder met {words}.", "Kijk de lijst na.", field=field)
        if new.deputy and any(one.deputy for one in others):
            raise NotAllowed("Er is al een plaatsvervanger.", "Beëindig eerst de vorige.")
        made = Approver(
            id=people.next_approver_id(unit.connection),
            made_by=office.actor.name,
            made_at=unit.at,
            name=new.name.strip(),
            function=new.function.strip(),
            deputy=new.deputy,
            organisation=new.organisation.strip(),
            agreement=new.agreement.strip(),
            account=new.account.strip(),
            person=new.person.strip(),
        )
        people.add_approver(unit.connection, made)
        unit.event("approver.added", made.id, {"deputy": int(made.deputy)})
    return made


def _must_be_told(new: NewApprover) -> None:
    wanted = [("name", "naam"), ("function", "functie")]
    if new.deputy:
        wanted += [("organisation", "organisatie"), ("agreement", "verwijzing naar het akkoord")]
    for field, words in wanted:
        if not getattr(new, field).strip():
            raise BadInput(f"De {words} ontbreekt.", "Vul ze in.", field=field)


@needs(Role.ADMINISTRATOR)
def confirm(office: Office, typed: str, passphrase: str, again: str) -> Approver:
    """The approver of this id or name chooses a passphrase, once; it is asked twice and kept as a hash only.

    With an administrator at the desk: a clerk alone could choose it in the approver's place, and then release an own
    sanction with it.

    Raises NotFound, BadInput (`passphrase` too short, `again` not the same), NotAllowed when there is one already.
    """
    if len(passphrase) < passphrases.SHORTEST:
        raise BadInput(
            "Deze wachtwoordzin is te kort.",
            f"Neem minstens {passphrases.SHORTEST} letters, liefst enkele woorden.",
            field="passphrase",
        )
    if passphrase != again:
        raise BadInput("De twee wachtwoordzinnen zijn niet gelijk.", "Typ ze opnieuw.", field="again")
    kept = passphrases.kept_form(passphrase)
    with office.store.unit(office.actor) as unit:
        one = people.approver(unit.connection, typed)
        if one.confirmed_at is not None:
            raise NotAllowed(
                f"{one.name} koos al een wachtwoordzin op {dutch_moment(one.confirmed_at)}.",
                "Is die vergeten, laat een beheerder deze goedkeurder beëindigen en opnieuw toevoegen.",
            )
        people.confirm_approver(unit.connection, one.id, kept, unit.at)
        unit.event("approver.confirmed", one.id)
        return people.approver(unit.connection, one.id)


@needs(Role.ADMINISTRATOR)
def end(office: Office, typed: str) -> Approver:
    """The approver of this id or name releases nothing from now on; what was released stays so. Raises NotFound."""
    with office.store.unit(office.actor) as unit:
        one = people.approver(unit.connection, typed)
        people.end_approver(unit.connection, one.id, unit.at)
        unit.event("approver.ended", one.id)
    return one
