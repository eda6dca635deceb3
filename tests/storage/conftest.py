"""A real encrypted store, and invented dossiers of which everything follows from their place in a row."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from cir_desktop.domain.dossier import Address, Dossier, Person, Preferences, RegionChoice
from cir_desktop.domain.process import Actor
from cir_desktop.domain.values import DossierNumber, Money, NationalNumber, NisCode, PartyCode
from cir_desktop.storage import dossiers
from cir_desktop.storage.engine import Store, open_store
from cir_desktop.storage.received import Prepared, Received, prepare

OWN_PARTY = "OCMW-13017"
MORNING = datetime(2026, 6, 1, 7, 0, tzinfo=UTC)
MUNICIPALITIES = ("13017", "13040", "24062", "24020", "11002", "44021", "31005", "71022", "34022", "12025")
LAST_NAMES = ("Peeters", "Janssens", "Öztürk", "D'Hondt", "Van den Broeck", "Łukaszewicz", "Núñez", "Maes", "Willems")
FIRST_NAMES = ("An", "Zoë", "Mohamed", "François", "Jef", "Ayşe", "Lotte", "Søren", "Ilse", "Bram", "Eva", "Kobe")


def national_number(place: int, birth: date) -> NationalNumber:
    """With a valid check and a day counter that no living person has."""
    head = f"{birth:%y%m%d}{900 + place % 98:03d}"
    base = int(head) + (2_000_000_000 if birth.year >= 2000 else 0)
    return NationalNumber(f"{head}{97 - base % 97:02d}")


def made_person(place: int, *, role: str = "reference", **changes: object) -> Person:
    age = {"reference": 30 + place % 40, "partner": 28 + place % 40, "child": place % 17}[role]
    birth = date(2025 - age, 1 + place % 12, 1 + place % 28)
    person = Person(
        tenant=role != "child",
        reference=role == "reference",
        moves_along=True,
        relation={"reference": "REFERENTIEPERSOON", "partner": "PARTNER", "child": "KIND"}[role],
        tenant_category="ALLEENSTAANDE",
        sex="MV"[place % 2],
        administrator=None,
        national_number=national_number(place, birth),
        first_name=FIRST_NAMES[(place * 7 + len(role)) % len(FIRST_NAMES)],
        last_name=LAST_NAMES[place % len(LAST_NAMES)],
        birth_date=birth,
        domicile=Address("Kerkstraat", str(place % 200), None, "2340", "Beerse", NisCode("13017"), "150"),
        residence=None,
        postal=None,
        email=None,
        phone1="0470 00 00 00",
        phone2=None,
        disability_percent=None,
        unfit_for_work=None,
        care=None,
        language_level="A2",
        confirmation="BEVESTIGD",
        partner_may_change=None,
    )
    return msgspec.structs.replace(person, **changes)


def made_dossier(place: int, *, version: int = 1, **changes: object) -> Dossier:
    """The dossier at this place of the row; a couple every third, two children every fourth."""
    day = date(2010, 1, 1) + timedelta(days=place // 20)
    number = DossierNumber(f"{day:%Y.%m.%d}.{place % 20 + 1:04d}")
    persons = [made_person(place)]
    if place % 3 == 0:
        persons.append(made_person(place + 1, role="partner"))
    if place % 4 == 0:
        persons += [made_person(place + 2, role="child"), made_person(place + 3, role="child")]
    dossier = Dossier(
        number=number,
        version=version,
        status="REG",
        history=(),
        received_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        created_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        updated_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC) + timedelta(days=version, seconds=place),
        registered_on=day,
        primary_party=PartyCode(OWN_PARTY if place % 5 == 0 else "WM-24"),
        investigation=(),
        persons=tuple(persons),
        part_time_children=(),
        income=None,
        real_estate=None,
        preferences=Preferences(Money(60_000 + place % 7 * 5_000), 1, 2 + place % 3, ("A", "H"), adapted=False),
        regions=tuple(
            RegionChoice(NisCode(MUNICIPALITIES[(place + step * 3) % len(MUNICIPALITIES)]), ("Centrum",) * (step % 2))
            for step in range(1 + place % 4)
        ),
        wishes=(),
        help=None,
        declarations=(),
        messages=(),
        offers=(),
        housing_need=(),
        rankings=(),
        allocations=(),
        appeals=(),
        attachments=(),
    )
    return msgspec.structs.replace(dossier, **changes)


def prepared(*all_dossiers: Dossier) -> list[Prepared]:
    return prepare([Received(d.number.text, d.version, msgspec.json.encode(d), d) for d in all_dossiers], OWN_PARTY)


@pytest.fixture
def key() -> bytes:
    return bytes(range(32))


@pytest.fixture
def actor() -> Actor:
    return Actor("Loket 1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def store(path: Path, key: bytes) -> Iterator[Store]:
    opened = open_store(path, key, clock=lambda: MORNING)
    yield opened
    opened.close()


@pytest.fixture
def made() -> SimpleNamespace:
    return SimpleNamespace(
        dossier=made_dossier, person=made_person, prepared=prepared, party=OWN_PARTY, morning=MORNING
    )


@pytest.fixture
def put(store: Store, actor: Actor) -> Callable[..., int]:
    """Stores dossiers in a unit of work; tells how many versions were new."""

    def put_all(*all_dossiers: Dossier) -> int:
        with store.unit(actor) as unit:
            stored = dossiers.store_prepared(unit.connection, prepared(*all_dossiers), at=unit.at)
            unit.event("test.put", "register")
        return stored

    return put_all
