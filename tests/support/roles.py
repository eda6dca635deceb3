"""People with the roles that a test asks for, and what the services offer to them."""

import importlib
import inspect
import pkgutil

from cir_desktop import services
from cir_desktop.domain.identity import Person

# What anybody may ask: it shows nobody's data and changes nothing.
OPEN = {
    "answers.reason_of": "a line of the closed list",
    "appeals.term_until": "a day that the law gives",
    "binding.read_lines": "reads what was typed",
    "binding.read_row": "reads what was typed",
    "counting.cost_of": "what the law says of days that are given",
    "exchange.is_automatic": "a switch of the window",
    "exchange.status": "counts only: the status bar stands there for everybody",
    "explaining.values_applied": "the values of the law behind a list that is given",
    "homes.free_code": "a code that no home has",
    "homes.target_groups_of": "names of target groups of the regulation",
    "lists.not_in_list": "makes an error; tells only whether such a dossier is known",
    "lists.vacancies": "our own homes",
    "occupancy_editing.shipped_table": "the rules",
    "occupancy_editing.with_table": "a draft in memory",
    "offers.term_until": "a day that the regulation gives",
    "own_facts.kind_of": "a line of the closed list",
    "settings.check": "the rules, which bind everybody and are public",
    "settings.check_entered": "the rules",
    "settings.current": "the rules",
    "settings.history": "who saved which version of the rules",
    "settings.priorities": "the rules",
    "settings.rules_of": "the rules",
    "settings.values_on": "the rules",
    "settings.view": "the rules",
    "settings.with_value": "a draft in memory",
    "settings.write": "the rules as a file",
    "ways.now": "how the workspace reaches the register, and our own code",
    "kept_sign_in.read": "who signed in, for the screen",
    "kept_sign_in.tell": "who works here",
    "signing_in.begin": "whoever sits here may sign in",
    "signing_in.check": "whether the sign-in still holds",
    "signing_in.finish": "whoever sits here may sign in",
    "signing_in.resume": "who signed in before",
    "signing_in.sign_out": "whoever signed in may sign out",
    "signing_in.who": "who works here",
}


def person(*roles, id="vo-1", name="Noor Peeters"):
    return Person(
        id=id, name=name, organisation="0123456789", organisation_name="Gemeente Oefendorp", roles=frozenset(roles)
    )


def functions_of_the_services():
    """Every public function that works on an office, by `module.name`."""
    found = {}
    for module in pkgutil.iter_modules(services.__path__):
        loaded = importlib.import_module(f"{services.__name__}.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ != loaded.__name__ or name.startswith("_"):
                continue
            parameters = list(inspect.signature(function).parameters)
            if parameters and parameters[0] == "office":
                found[f"{module.name}.{name}"] = function
    return found


def call_with_nothing(function, office):
    """Call it with an office and senseless values: a check of the role must come before these are looked at."""
    values, named = [], {}
    for given in list(inspect.signature(function).parameters.values())[1:]:
        if given.default is not inspect.Parameter.empty:
            continue
        if given.kind is inspect.Parameter.KEYWORD_ONLY:
            named[given.name] = object()
        else:
            values.append(object())
    return function(office, *values, **named)
