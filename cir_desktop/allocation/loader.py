"""Reads the rules from disk: the one module of this room that does.

A folder of a landlord needs to hold only what differs: a file that is not there is taken from the shipped rules.
"""

from pathlib import Path

import msgspec

from cir_desktop.allocation import checks
from cir_desktop.allocation.documents import Document
from cir_desktop.allocation.parameters import Parameter, Parameters
from cir_desktop.allocation.regulation import MunicipalRules, OccupancyTable, Priority, Regulation, SubArea
from cir_desktop.domain.facts import FactKind
from cir_desktop.domain.process import PassOverReason, RefusalReason, ReviewKind
from cir_desktop.domain.retractions import RetractReason
from cir_desktop.errors import BadRules
from cir_desktop.runtime.paths import resource
from cir_desktop.runtime.reference import mergers


class _ParameterFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    parameter: tuple[Parameter, ...]


class _OccupancyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    table: tuple[OccupancyTable, ...]


class _RegulationFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    regulation: tuple[MunicipalRules, ...]
    priority: tuple[Priority, ...] = ()
    sub_area: tuple[SubArea, ...] = ()


class _FactFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fact: tuple[FactKind, ...]


class _PassOverFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: tuple[PassOverReason, ...]


class _MarkFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    mark: tuple[ReviewKind, ...]


class _RetractFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: tuple[RetractReason, ...]


class _ReasonFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: tuple[RefusalReason, ...]


def load_regulation(folder: Path | None = None) -> Regulation:
    """The rules of a landlord: parameters, occupancy table and regulation.

    Args:
        folder: may hold `parameters.toml`, `occupancy.toml` and `regulation.toml`; None for the shipped rules.

    Raises:
        BadRules: a file is wrong; says file, line and key. Doubtful levels are in `Regulation.warnings`.
    """
    parameters_file = _document(folder, "parameters.toml")
    parameters = parameters_file.read(_ParameterFile).parameter
    checks.check_parameters(parameters_file, parameters)

    occupancy_file = _document(folder, "occupancy.toml")
    tables = occupancy_file.read(_OccupancyFile).table
    checks.check_occupancy(occupancy_file, tables)

    regulation_file = _document(folder, "regulation.toml", "regulation_default.toml")
    found = regulation_file.read(_RegulationFile)
    warnings = checks.check_municipal(regulation_file, found.regulation, found.sub_area)
    checks.check_priorities(regulation_file, [(p.id, p.label) for p in found.priority])

    return Regulation(
        name=found.name,
        municipal=found.regulation,
        sub_areas=found.sub_area,
        priorities=found.priority,
        occupancy=tables,
        parameters=Parameters({parameter.key: parameter for parameter in parameters}),
        mergers=mergers(),
        fact_kinds=load_fact_kinds(folder),
        warnings=tuple(warnings),
    )


def load_refusal_reasons(folder: Path | None = None) -> tuple[RefusalReason, ...]:
    """The closed list of refusal reasons (`refusal_reasons.toml`), in its order. Raises BadRules."""
    document = _document(folder, "refusal_reasons.toml")
    reasons = document.read(_ReasonFile).reason
    checks.check_reasons(document, reasons)
    return reasons


def load_fact_kinds(folder: Path | None = None) -> tuple[FactKind, ...]:
    """The closed list of facts that an office may note (`facts.toml`), in its order. Raises BadRules."""
    document = _document(folder, "facts.toml")
    kinds = document.read(_FactFile).fact
    checks.check_fact_kinds(document, kinds)
    return kinds


def load_pass_over_reasons(folder: Path | None = None) -> tuple[PassOverReason, ...]:
    """The closed list of reasons for passing somebody over (`pass_over_reasons.toml`). Raises BadRules."""
    document = _document(folder, "pass_over_reasons.toml")
    reasons = document.read(_PassOverFile).reason
    checks.check_once(document, "reason[{}].code", [reason.code.casefold() for reason in reasons])
    for at, reason in enumerate(reasons):
        checks.check_label(document, f"reason[{at}]", reason.label)
    return reasons


def load_retract_reasons(folder: Path | None = None) -> tuple[RetractReason, ...]:
    """The closed list of reasons for putting a message right (`retract_reasons.toml`). Raises BadRules."""
    document = _document(folder, "retract_reasons.toml")
    reasons = document.read(_RetractFile).reason
    checks.check_retract_reasons(document, reasons)
    return reasons


def load_review_marks(folder: Path | None = None) -> tuple[ReviewKind, ...]:
    """The closed list of marks for going through a list (`review_marks.toml`). Raises BadRules."""
    document = _document(folder, "review_marks.toml")
    marks = document.read(_MarkFile).mark
    checks.check_once(document, "mark[{}].code", [mark.code for mark in marks])
    return marks


def _document(folder: Path | None, name: str, shipped_name: str | None = None) -> Document:
    shipped = resource("rules", shipped_name or name)
    path = folder / name if folder is not None and (folder / name).is_file() else shipped
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRules(
            f"{path.name} kan niet gelezen worden.", "Kijk na of het een tekstbestand in UTF-8 is."
        ) from error
    return Document(path.name, text)
