import ast
import importlib
import inspect
import pkgutil

import pytest
from support.office import new_office
from support.roles import OPEN, call_with_nothing, functions_of_the_services, person

from cir_desktop import services
from cir_desktop.domain.identity import Role
from cir_desktop.errors import MissingRole
from cir_desktop.services.roles import ASKED

FUNCTIONS = functions_of_the_services()

# They write that somebody looked, and nothing else.
LOOKS = {"candidates.dossier_view", "candidates.log_number_shown", "changes.log_listed"}
# They write who signed in or out, which needs no role.
SIGNS = {"signing_in.check", "signing_in.finish", "signing_in.sign_out"}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    opened = new_office(tmp_path_factory.mktemp("rollen") / "werkmap", actor="Els")
    yield opened
    opened.close()


@pytest.fixture
def as_person(office):
    def sign_in(*roles):
        office.person = person(*roles)
        return office

    yield sign_in
    office.person = None


def _written_by(name):
    """The functions of its own module that it leads to, itself included, as syntax."""
    module = ast.parse(inspect.getsource(inspect.getmodule(FUNCTIONS[name])))
    bodies = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    waiting, seen = [name.split(".")[1]], set()
    while waiting:
        here = waiting.pop()
        if here in seen or here not in bodies:
            continue
        seen.add(here)
        calls = [node.func for node in ast.walk(bodies[here]) if isinstance(node, ast.Call)]
        waiting += [called.id for called in calls if isinstance(called, ast.Name)]
    return [bodies[each] for each in seen]


def _opens(body):
    return any(isinstance(node, ast.Attribute) and node.attr == "unit" for node in ast.walk(body))


def _requires_first(method):
    """Whether its first step, after the docstring, is to ask for a role."""
    step = method.body[1]
    call = step.value if isinstance(step, ast.Expr) else None
    return isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "require"


def _writes(name):
    return any(_opens(body) for body in _written_by(name))


def test_nothing_of_the_services_writes_behind_the_back_of_the_roles():
    """What opens a unit of work is a function of the list above, or is reached through one that asks for a role."""
    checked = {"access.Access.keep"}  # Office calls it, and asks for the administrator first
    found = set()
    for module in pkgutil.iter_modules(services.__path__):
        source = inspect.getsource(importlib.import_module(f"{services.__name__}.{module.name}"))
        for node in ast.parse(source).body:
            inside = [node] if isinstance(node, ast.FunctionDef) else getattr(node, "body", [])
            for each in inside:
                if isinstance(each, ast.FunctionDef) and not each.name.startswith("_") and _opens(each):
                    owner = "" if each is node else f"{node.name}."
                    if not _requires_first(each):
                        found.add(f"{module.name}.{owner}{each.name}")
    assert len(found) > 30
    assert found - set(FUNCTIONS) == checked


def test_what_writes_is_never_open_and_never_for_who_only_looks():
    writing = {name for name in FUNCTIONS if _writes(name)}
    assert len(writing) > 30
    for name in writing - LOOKS - SIGNS:
        assert name not in OPEN, name
        assert Role.READER not in ASKED[FUNCTIONS[name]], name


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in OPEN])
def test_without_the_role_nothing_happens_and_the_sentence_names_it(name, as_person):
    function = FUNCTIONS[name]
    lacking = as_person(*(set(Role) - ASKED[function]))
    with pytest.raises(MissingRole) as refused:
        call_with_nothing(function, lacking)
    assert refused.value.what.startswith("Hiervoor is ")
    assert "de toegangen beheert" in refused.value.todo


def test_a_reader_looks_and_changes_nothing(as_person):
    from cir_desktop.services import candidates, exchange, homes

    reader = as_person(Role.READER)
    assert list(candidates.ids(reader, candidates.Filter())) == []
    assert homes.all_homes(reader) == []
    with pytest.raises(MissingRole, match="de rol medewerker nodig") as refused:
        exchange.retry(reader)
    assert "aangemeld met: raadpleger" in refused.value.todo
    with reader.store.read() as connection:
        assert connection.exec_driver_sql("select count(*) from event where kind = 'outbox.retry'").scalar() == 0


def test_an_administrator_who_is_nothing_else_sees_no_candidate(as_person):
    from cir_desktop.services import candidates, settings

    administrator = as_person(Role.ADMINISTRATOR)
    assert settings.current(administrator).version == 0
    with pytest.raises(MissingRole, match="raadpleger, medewerker of goedkeurder"):
        candidates.ids(administrator, candidates.Filter())


def test_without_a_sign_in_local_work_goes_on_but_nothing_is_approved(office):
    assert office.roles == {Role.CLERK, Role.ADMINISTRATOR}
    with pytest.raises(MissingRole, match="de rol goedkeurder nodig") as refused:
        office.require(Role.APPROVER)
    assert "zonder aanmelding" in refused.value.todo


def test_somebody_who_signed_in_without_any_role_does_nothing_more_than_the_account(as_person):
    nobody = as_person()
    with pytest.raises(MissingRole) as refused:
        nobody.require(Role.CLERK)
    assert "geen enkele rol" in refused.value.todo


def test_the_access_to_the_register_is_for_an_administrator(as_person, tmp_path):
    clerk = as_person(Role.CLERK)
    with pytest.raises(MissingRole):
        clerk.connect("http://127.0.0.1:9", tmp_path / "geen.json")
    with pytest.raises(MissingRole):
        clerk.use_url("http://127.0.0.1:9")
