"""What every service works with: the store, the rules, the clock, who works here, and the way to the register."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import msgspec

from cir_desktop.allocation import own
from cir_desktop.allocation.loader import load_pass_over_reasons, load_retract_reasons, load_review_marks
from cir_desktop.allocation.regulation import Regulation
from cir_desktop.domain.facts import FactKind
from cir_desktop.domain.identity import ROLE_WORDS, WITHOUT_SIGN_IN, Person, Role, SignIn, role_needed
from cir_desktop.domain.process import Actor, PassOverReason, RefusalReason, ReviewKind
from cir_desktop.domain.retractions import RetractReason
from cir_desktop.domain.ways import Way
from cir_desktop.errors import BadInput, MissingRole, NotAllowed, RegisterNotSet
from cir_desktop.register.auth import open_key
from cir_desktop.register.client import RegisterClient
from cir_desktop.register.health import check_answers
from cir_desktop.runtime.admin_file import AdminFile
from cir_desktop.runtime.call_log import CallLog
from cir_desktop.runtime.clock import Clock, local_day
from cir_desktop.services.access import Access
from cir_desktop.services.access_checks import check_ground, environment_of, read_access_file
from cir_desktop.storage import own_rules, settings
from cir_desktop.storage.engine import Store

WAY, OWN_PARTY = "register.way", "register.own_party"


@dataclass
class Office:
    """One workspace, opened by one person. Make it with `bootstrap.open_office`; close it when done.

    `account` is that of the operating system, or the name that was given for it; `login` the former in any case.
    `sign_in` is that of the person who signed in, and `signing` is held by who changes it. `admin` is the file of the
    administrator of this computer.
    """

    workspace: Path
    store: Store
    account: Actor
    shipped: Regulation
    shipped_reasons: Sequence[RefusalReason]
    clock: Clock
    practice: bool = False
    on_close: Callable[[], None] | None = None
    rules_folder: Path | None = None
    login: str = ""
    admin: AdminFile | None = None
    sign_in: SignIn | None = None
    signing: threading.Lock = field(default_factory=threading.Lock)
    _rules: tuple[int, Regulation] | None = None

    def __post_init__(self) -> None:
        self.access = Access(self.store, self.clock, self.admin)

    @property
    def person(self) -> Person | None:
        """Who signed in, as long as that holds; None without a sign-in."""
        sign_in = self.sign_in
        return sign_in.person if sign_in is not None and sign_in.holds_at(self.clock()) else None

    @person.setter
    def person(self, person: Person | None) -> None:
        now = self.clock()
        self.sign_in = SignIn(person=person, subject=person.id, signed_in_at=now, checked_at=now) if person else None

    @property
    def actor(self) -> Actor:
        """Who does what is done now: the signed-in person by vo_id, else the account of the operating system."""
        person = self.person
        return Actor(person.id) if person else self.account

    @property
    def shown_name(self) -> str:
        """Who that is, as a clerk reads it: a name, where `actor` may hold an id."""
        return self.person.name if self.person else self.account.name

    @property
    def roles(self) -> frozenset[Role]:
        """What may be done now: the roles of who signed in, else those of an account of the operating system.

        Without a sign-in nothing, when the administrator of this computer asks for one.
        """
        person = self.person
        if person is not None:
            return person.roles
        return frozenset() if self.access.sign_in_required else WITHOUT_SIGN_IN

    def require(self, *roles: Role) -> None:
        """Go on only with one of these roles. Raises MissingRole, which names them and says who can help."""
        have = self.roles
        if not have.isdisjoint(roles):
            return
        if self.person is None:
            todo = "Meld u aan als iemand met die rol: zonder aanmelding kan dit niet."
        else:
            own = ", ".join(ROLE_WORDS[role] for role in Role if role in have) or "geen enkele rol"
            todo = (
                f"U bent aangemeld met: {own}. Vraag het aan een collega met die rol, of vraag de rol aan wie in uw"
                " bestuur de toegangen beheert."
            )
        raise MissingRole(role_needed(roles), todo)

    @property
    def today(self) -> date:
        """The calendar day in Flanders."""
        return local_day(self.clock())

    def local_day(self, moment: datetime) -> date:
        """The calendar day in Flanders of a moment."""
        return local_day(moment)

    @property
    def regulation(self) -> Regulation:
        """The rules that bind this landlord now: what was entered here over the shipped rules. Raises BadRules."""
        with self.store.read() as connection:
            newest = own_rules.newest(connection)
        if newest is None:
            return self.shipped
        if self._rules is None or self._rules[0] != newest.id:
            self._rules = (newest.id, own.lay_over(self.shipped, own.decode(newest.document)))
        return self._rules[1]

    @property
    def refusal_reasons(self) -> Sequence[RefusalReason]:
        """The closed list of refusal reasons: that of the internal rental regulation, else the shipped one."""
        internal = self.regulation.internal_on(self.today)
        return internal.reasons if internal and internal.reasons else self.shipped_reasons

    @cached_property
    def fact_kinds(self) -> Mapping[str, FactKind]:
        """The closed list of facts that may be noted, by key."""
        return {kind.key: kind for kind in self.shipped.fact_kinds}

    @cached_property
    def pass_over_reasons(self) -> Sequence[PassOverReason]:
        """The closed list of reasons for passing somebody over."""
        return load_pass_over_reasons(self.rules_folder)

    @cached_property
    def retract_reasons(self) -> Sequence[RetractReason]:
        """The closed list of reasons for putting right what the register was told."""
        return load_retract_reasons(self.rules_folder)

    @cached_property
    def review_marks(self) -> Sequence[ReviewKind]:
        """The closed list of marks for going through a list."""
        return load_review_marks(self.rules_folder)

    @cached_property
    def call_log(self) -> CallLog:
        """Where every call to the register is written down, for whoever helps this office."""
        return CallLog(self.workspace / "log")

    @property
    def register_url(self) -> str | None:
        """Which register is set, if any."""
        return self.access.values.base_url or None

    def connect(self, base_url: str, credentials_file: Path) -> None:
        """Keep the register and the credentials of this workspace, encrypted.

        Raises BadInput for a bad file or address, NotAllowed, MissingRole without the role of administrator.
        """
        self.require(Role.ADMINISTRATOR)
        self.check_way()
        file = read_access_file(credentials_file)
        if not file.is_complete:
            raise BadInput(
                "Het bestand met de toegang tot het register kan niet gelezen worden.",
                "Geef het bestand dat u bij de machtiging kreeg; voor het oefenregister is dat client.json.",
            )
        environment = environment_of(base_url, self.access.environment)
        values = msgspec.structs.replace(file.over(self.access.view(environment).values), base_url=base_url)
        self.access.keep(self.actor, environment, values, open_key(file.private_key_pem, ""))
        self.go_direct()

    def go_direct(self) -> None:
        """Access was set: a workspace that was said not to exchange yet does so directly from now on.

        Raises MissingRole.
        """
        self.require(Role.ADMINISTRATOR)
        if self.way is not Way.NONE:
            return
        with self.store.unit(self.actor) as unit:
            settings.put(unit.connection, WAY, Way.API.value)
            unit.event("way.chosen", "register", {"way": Way.API.value})

    def use_url(self, base_url: str) -> None:
        """Another address for the same credentials; raises RegisterNotSet when there are none, and MissingRole."""
        self.require(Role.ADMINISTRATOR)
        self.check_way()
        environment = environment_of(base_url, self.access.environment)
        found = self.access.view(environment)
        if not found.has_key:
            check_ground(environment, found.values)
            _nobody_home_or_no_access(base_url)
        self.access.keep(self.actor, environment, msgspec.structs.replace(found.values, base_url=base_url))

    @property
    def way(self) -> Way:
        """How this workspace exchanges with the register; directly, once access is set and nothing else was chosen."""
        with self.store.read() as connection:
            chosen = settings.get(connection, WAY)
        return Way(chosen) if chosen else Way.API if self.register_url else Way.NONE

    def client(self) -> RegisterClient:
        """The client of the register of this workspace; raises RegisterNotSet, NoGround, KeyExpired."""
        if self.way is Way.WORKBOOK:
            raise RegisterNotSet(
                "Deze werkmap werkt via de woonmaatschappij, met werkboeken.",
                "Lees een nieuw uittreksel in bij Uitwisseling.",
            )
        if self.way is Way.NONE and self.access.is_set:
            raise RegisterNotSet(
                "Deze werkmap wisselt nog niet uit met het CIR.", "Kies bij Uitwisseling de weg naar het CIR."
            )
        return self.access.client(self.call_log)

    @property
    def party(self) -> str:
        """The landlord's code in the register; empty while no register is set."""
        if self.way is Way.WORKBOOK:
            with self.store.read() as connection:
                return settings.get(connection, OWN_PARTY) or ""
        return self.access.values.party_code if self.access.is_set else ""

    def close(self) -> None:
        """Let go of the register and the store."""
        self.access.drop()
        self.call_log.close()
        self.store.close()
        if self.on_close:
            self.on_close()

    def check_way(self) -> None:
        """Raise NotAllowed when this workspace exchanges workbooks and no messages."""
        if self.way is Way.WORKBOOK:
            raise NotAllowed(
                "Deze werkmap werkt via de woonmaatschappij; een werkmap heeft één weg tegelijk.",
                "Kies eerst bij Uitwisseling dat ze rechtstreeks met het CIR werkt.",
            )


def _nobody_home_or_no_access(base_url: str) -> None:
    """Say which of the two it is: no register at that address (RegisterUnreachable), or no access to it."""
    check_answers(base_url)
    raise RegisterNotSet(
        "Het register antwoordt, maar deze werkmap heeft er geen toegang toe.",
        "Geef met --credentials het bestand met uw toegang.",
    )
