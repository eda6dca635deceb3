"""What every service works with: the store, the rules, the clock, who works here, and the way to the register."""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import msgspec

from cir_desktop.allocation import own
from cir_desktop.allocation.loader import load_pass_over_reasons, load_review_marks
from cir_desktop.allocation.regulation import Regulation
from cir_desktop.domain.facts import FactKind
from cir_desktop.domain.identity import ROLE_WORDS, WITHOUT_SIGN_IN, Person, Role, role_needed
from cir_desktop.domain.process import Actor, PassOverReason, RefusalReason, ReviewKind
from cir_desktop.domain.ways import Way
from cir_desktop.errors import BadInput, MissingRole, NotAllowed, RegisterNotSet
from cir_desktop.register.auth import Credentials
from cir_desktop.register.client import RegisterClient
from cir_desktop.register.health import check_answers
from cir_desktop.runtime.call_log import CallLog
from cir_desktop.runtime.clock import Clock, local_day
from cir_desktop.storage import own_rules, settings
from cir_desktop.storage.engine import Store

BASE_URL = "register.base_url"
WAY, OWN_PARTY = "register.way", "register.own_party"
CREDENTIALS = "register.credentials"


@dataclass
class Office:
    """One workspace, opened by one person. Make it with `bootstrap.open_office`; close it when done.

    `account` is that of the operating system, or the name that was given for it; `login` the former in any case.
    `person` is who signed in, None without a sign-in.
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
    person: Person | None = None
    login: str = ""
    _rules: tuple[int, Regulation] | None = None
    _client: RegisterClient | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def actor(self) -> Actor:
        """Who does what is done now: the signed-in person by vo_id, else the account of the operating system."""
        return Actor(self.person.id) if self.person else self.account

    @property
    def roles(self) -> frozenset[Role]:
        """What may be done now: the roles of who signed in, else those of an account of the operating system."""
        return self.person.roles if self.person else WITHOUT_SIGN_IN

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
        with self.store.read() as connection:
            return settings.get(connection, BASE_URL)

    def connect(self, base_url: str, credentials_file: Path) -> None:
        """Keep the register and the credentials of this workspace, encrypted.

        Raises BadInput for a bad file, MissingRole without the role of administrator.
        """
        self.require(Role.ADMINISTRATOR)
        self._check_way()
        try:
            raw = credentials_file.read_bytes()
            credentials = msgspec.json.decode(raw, type=Credentials)
        except (OSError, msgspec.DecodeError) as error:
            raise BadInput(
                "Het bestand met de toegang tot het register kan niet gelezen worden.",
                "Geef het bestand dat u bij de machtiging kreeg; voor het oefenregister is dat client.json.",
            ) from error
        with self.store.unit(self.actor) as unit:
            settings.put(unit.connection, BASE_URL, base_url.rstrip("/"))
            settings.put(unit.connection, CREDENTIALS, msgspec.json.encode(credentials).decode())
            unit.event("register.connected", "register", {"url": base_url})
        self._drop_client()

    def use_url(self, base_url: str) -> None:
        """Another address for the same credentials; raises RegisterNotSet when there are none, and MissingRole."""
        self.require(Role.ADMINISTRATOR)
        self._check_way()
        with self.store.read() as connection:
            known = settings.get(connection, CREDENTIALS)
        if not known:
            _nobody_home_or_no_access(base_url)
        with self.store.unit(self.actor) as unit:
            settings.put(unit.connection, BASE_URL, base_url.rstrip("/"))
            unit.event("register.moved", "register", {"url": base_url})
        self._drop_client()

    @property
    def way(self) -> Way:
        """How this workspace exchanges with the register; directly, once access is set and nothing else was chosen."""
        with self.store.read() as connection:
            chosen = settings.get(connection, WAY)
            address = settings.get(connection, BASE_URL)
        return Way(chosen) if chosen else Way.API if address else Way.NONE

    def client(self) -> RegisterClient:
        """The client of the register that is set for this workspace; raises RegisterNotSet."""
        if self.way is Way.WORKBOOK:
            raise RegisterNotSet(
                "Deze werkmap werkt via de woonmaatschappij, met werkboeken.",
                "Lees een nieuw uittreksel in bij Uitwisseling.",
            )
        with self._lock:
            if self._client is None:
                base_url, credentials = self._access()
                self._client = RegisterClient(base_url, credentials, log=self.call_log)
            return self._client

    @property
    def party(self) -> str:
        """The landlord's code in the register; empty while no register is set."""
        if self.way is Way.WORKBOOK:
            with self.store.read() as connection:
                return settings.get(connection, OWN_PARTY) or ""
        try:
            return self._access()[1].party_code
        except RegisterNotSet:
            return ""

    def close(self) -> None:
        """Let go of the register and the store."""
        self._drop_client()
        self.call_log.close()
        self.store.close()
        if self.on_close:
            self.on_close()

    def _check_way(self) -> None:
        if self.way is Way.WORKBOOK:
            raise NotAllowed(
                "Deze werkmap werkt via de woonmaatschappij; een werkmap heeft één weg tegelijk.",
                "Kies eerst bij Uitwisseling dat ze rechtstreeks met het CIR werkt.",
            )

    def _access(self) -> tuple[str, Credentials]:
        with self.store.read() as connection:
            base_url = settings.get(connection, BASE_URL)
            credentials = settings.get(connection, CREDENTIALS)
        if not (base_url and credentials):
            raise RegisterNotSet(
                "Voor deze werkmap is nog geen register ingesteld.",
                "Geef --register URL met --credentials BESTAND, of start het oefenregister.",
            )
        return base_url, msgspec.json.decode(credentials, type=Credentials)

    def _drop_client(self) -> None:
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            with suppress(OSError):
                client.close()


def _nobody_home_or_no_access(base_url: str) -> None:
    """Say which of the two it is: no register at that address (RegisterUnreachable), or no access to it."""
    check_answers(base_url)
    raise RegisterNotSet(
        "Het register antwoordt, maar deze werkmap heeft er geen toegang toe.",
        "Geef met --credentials het bestand met uw toegang.",
    )
