"""With what the program reaches a register: settings per environment, the key, the ground; the client is made here.

What the administrator of this computer fixed wins. No register but that of practice is called without a legal ground.
"""

import threading
from contextlib import suppress
from datetime import timedelta

import msgspec

from cir_desktop.domain.access import SETTING_WORDS, AccessSettings, Environment
from cir_desktop.domain.process import Actor
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import BadInput, KeyExpired, NotAllowed, RegisterNotSet
from cir_desktop.register.auth import Credentials
from cir_desktop.register.client import RegisterClient
from cir_desktop.register.oidc import PersonClient
from cir_desktop.runtime.admin_file import AdminFile
from cir_desktop.runtime.call_log import CallLog
from cir_desktop.runtime.clock import Clock, local_day
from cir_desktop.services.access_checks import check_addresses, check_ground, judged, tidy
from cir_desktop.storage import candidates, settings
from cir_desktop.storage.engine import Store

CHOSEN = "access.environment"
_WARN_BEFORE = timedelta(days=30)


class AccessView(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one environment as they count now.

    `fixed` names those that the administrator of this computer decided, in `admin_file`; `chosen` says whether this is
    the environment of the workspace.
    """

    environment: Environment
    chosen: bool
    values: AccessSettings
    fixed: frozenset[str]
    has_key: bool
    admin_file: str


class Access:
    """The access of one workspace; shared by threads."""

    def __init__(self, store: Store, clock: Clock, admin: AdminFile | None) -> None:
        """Raises BadAdminFile when the administrator's file holds what it may not."""
        self._store = store
        self._clock = clock
        self._admin = admin
        found = judged(admin)
        self._fixed_environment, self._fixed = found.environment, found.settings
        self.sign_in_required = found.sign_in_required
        """Whether the administrator of this computer lets nobody work without a sign-in."""
        self._client: RegisterClient | None = None
        self._lock = threading.Lock()

    @property
    def environment(self) -> Environment | None:
        """The environment of this workspace; None while none is chosen."""
        if self._fixed_environment is not None:
            return self._fixed_environment
        with self._store.read() as connection:
            chosen = settings.get(connection, CHOSEN)
        return Environment(chosen) if chosen else None

    @property
    def environment_is_fixed(self) -> bool:
        """Whether the administrator of this computer decides the environment."""
        return self._fixed_environment is not None

    def view(self, environment: Environment) -> AccessView:
        """The settings of an environment, with what the administrator fixed laid over."""
        with self._store.read() as connection:
            raw = settings.get(connection, _row(environment))
            has_key = settings.get(connection, _key_row(environment)) is not None
        own = msgspec.json.decode(raw, type=AccessSettings) if raw else AccessSettings()
        fixed = self._fixed.get(environment, {})
        return AccessView(
            environment=environment,
            chosen=environment is self.environment,
            values=msgspec.structs.replace(own, **fixed),
            fixed=frozenset(fixed) | ({"environment"} if self.environment_is_fixed else frozenset()),
            has_key=has_key,
            admin_file=str(self._admin.path) if self._admin else "",
        )

    @property
    def values(self) -> AccessSettings:
        """The settings of the chosen environment; all empty while none is chosen."""
        environment = self.environment
        return self.view(environment).values if environment else AccessSettings()

    def keep(self, actor: Actor, environment: Environment, values: AccessSettings, key_pem: str = "") -> None:
        """Choose an environment and keep its settings, and its key when there is a new one.

        Raises BadInput with the field, RegisterNotSet for an address that is not safe, NotAllowed when this workspace
        holds candidates of another environment, or for what the administrator of this computer fixed.
        """
        values = tidy(values)
        self._check(environment, values)
        with self._store.unit(actor) as unit:
            settings.put(unit.connection, _row(environment), msgspec.json.encode(values).decode())
            settings.put(unit.connection, CHOSEN, environment.value)
            if key_pem:
                settings.put(unit.connection, _key_row(environment), key_pem)
            unit.event("register.connected", "register", {"url": values.base_url, "environment": environment.value})
        self.drop()

    def client(self, log: CallLog | None = None) -> RegisterClient:
        """The client of the chosen register, which writes its calls to `log`.

        Raises RegisterNotSet, NoGround, KeyExpired.
        """
        with self._lock:
            if self._client is None:
                environment, values, key = self._complete()
                check_ground(environment, values)
                credentials = Credentials(values.token_url, values.client_id, values.party_code, key)
                self._client = RegisterClient(values.base_url, credentials, log=log)
            # Also of a client that was there: a window may stay open past the last day of the key.
            self._check_key_holds()
            return self._client

    def _check_key_holds(self) -> None:
        last = self.values.key_until
        if last is not None and local_day(self._clock()) > last:
            raise KeyExpired(
                f"De sleutel voor het register is verlopen: {dutch_date(last)} was de laatste dag.",
                "Vraag een nieuwe sleutel aan en geef hem in bij de toegang tot het register.",
            )

    def person_client(self) -> PersonClient:
        """How this program is known to the identity provider. Raises RegisterNotSet."""
        values = self.values
        if not (values.issuer and values.oidc_client_id and values.role_app):
            raise RegisterNotSet(
                "Voor deze werkmap is nog geen aanmelddienst ingesteld.",
                "Vul bij de toegang tot het register de gegevens van de aanmelddienst in.",
            )
        if not values.organisation and self.environment is not Environment.PRACTICE:
            raise RegisterNotSet(
                "Zonder ondernemingsnummer kon ook iemand van een ander bestuur zich hier aanmelden.",
                "Vul bij de toegang tot het register het ondernemingsnummer van uw bestuur in.",
            )
        return PersonClient(
            issuer=values.issuer,
            client_id=values.oidc_client_id,
            role_app=values.role_app,
            organisation=values.organisation,
        )

    @property
    def is_set(self) -> bool:
        """Whether there is a register with a key."""
        with suppress(RegisterNotSet):
            self._complete()
            return True
        return False

    @property
    def warnings(self) -> tuple[str, ...]:
        """What will stop the exchange with this register, soon or now, in words."""
        environment = self.environment
        if environment is None or not self.is_set:
            return ()
        values, found = self.values, []
        if environment is not Environment.PRACTICE and values.ground is None:
            found.append("Er is nog geen machtiging of verwerkersovereenkomst genoteerd.")
        last, today = values.key_until, local_day(self._clock())
        if last is not None and last < today:
            found.append(f"De sleutel voor het register is verlopen: {dutch_date(last)} was de laatste dag.")
        elif last is not None and last - today <= _WARN_BEFORE:
            found.append(f"De sleutel voor het register eindigt op {dutch_date(last)}; vraag tijdig een nieuwe.")
        return tuple(found)

    def drop(self) -> None:
        """Let go of the client; the next call makes a new one."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            with suppress(OSError):
                client.close()

    def _complete(self) -> tuple[Environment, AccessSettings, str]:
        environment = self.environment
        if environment is not None:
            values = self.view(environment).values
            with self._store.read() as connection:
                key = settings.get(connection, _key_row(environment))
            if values.base_url and values.token_url and key:
                return environment, values, key
        raise RegisterNotSet(
            "Voor deze werkmap is nog geen register ingesteld.",
            "Geef --register URL met --credentials BESTAND, of start het oefenregister.",
        )

    def _check(self, environment: Environment, values: AccessSettings) -> None:
        for name, fixed in self._fixed.get(environment, {}).items():
            if getattr(values, name) != fixed:
                raise BadInput(
                    f"De beheerder van deze computer legde dit vast: {SETTING_WORDS[name]}.",
                    "Laat het zoals het is.",
                    field=name,
                )
        check_addresses(environment, values)
        chosen = self.environment
        if chosen is environment or chosen is None:
            return
        if self.environment_is_fixed:
            raise BadInput(
                "De beheerder van deze computer legde de omgeving vast.", "Laat het zoals het is.", field="environment"
            )
        with self._store.read() as connection:
            counts = candidates.scope_counts(connection)
        if counts.in_scope or counts.out_of_scope:
            raise NotAllowed(
                "In deze werkmap staan al kandidaten uit een andere omgeving; die mogen niet door elkaar lopen.",
                "Gebruik voor elke omgeving een eigen werkmap.",
            )


def _row(environment: Environment) -> str:
    return f"access.{environment.value}"


def _key_row(environment: Environment) -> str:
    return f"access.{environment.value}.key"
