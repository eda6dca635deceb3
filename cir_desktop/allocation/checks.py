"""What makes a rules file wrong or doubtful: duplicates, gaps, overlaps, bad dates, levels weaker than the law."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cir_desktop.allocation.case import LONG_TERM
from cir_desktop.allocation.documents import Place
from cir_desktop.allocation.parameters import EXPECTED, KEYS, LABELS, Parameter
from cir_desktop.allocation.priorities import PRIORITIES
from cir_desktop.allocation.regulation import (
    EVERYWHERE,
    MUNICIPALITY,
    InternalRules,
    Level,
    MunicipalRules,
    OccupancyTable,
    SubArea,
    TargetGroup,
)
from cir_desktop.domain.codes import ACCELERATED_GROUPS, ACTION_WORDS, INTERNAL_GROUNDS
from cir_desktop.domain.facts import FactKind
from cir_desktop.domain.process import RefusalReason
from cir_desktop.domain.retractions import UNDO, UNDOES, WITHDRAW, RetractReason
from cir_desktop.domain.values import dutch_date

WEAKEST_YEARS, WEAKEST_WINDOW = 5, 10
STRICTER_ARTICLE = "BVCW art. 6.23 §1"


def check_parameters(document: Place, parameters: Sequence[Parameter]) -> None:
    """Every key once and known, every value of the right kind, sourced, and its dates without gap or overlap."""
    for at, parameter in enumerate(parameters):
        place = f"parameter[{at}]"
        if parameter.key not in KEYS:
            document.refuse(f"{place}.key", f"“{parameter.key}” is geen gekende parameter.")
        if not parameter.value:
            document.refuse(place, f"“{parameter.key}” heeft geen waarde.")
        for index, value in enumerate(parameter.value):
            where = f"{place}.value[{index}]"
            check_label(document, where, value.label)
            if value.status not in ("known", EXPECTED):
                document.refuse(f"{where}.status", f"“{value.status}” is geen gekende status: known of expected.")
            if value.status == EXPECTED:
                if value.value is not None:
                    document.refuse(f"{where}.value", "een verwachte waarde is nog niet gekend: laat value weg.")
            elif type(value.value) is not KEYS[parameter.key]:
                document.refuse(f"{where}.value", f"“{parameter.key}” heeft een waarde van een verkeerde soort.")
            if type(value.value) is int and value.value < 0:
                document.refuse(f"{where}.value", f"“{parameter.key}” kan niet kleiner dan nul zijn.")
            if not value.source.strip() or not (value.link.strip() or value.document.strip()):
                document.refuse(where, f"“{parameter.key}” heeft geen bron met een link of een document.")
        check_spans(
            document,
            [(f"{place}.value[{index}]", value.since, value.until) for index, value in enumerate(parameter.value)],
        )
    check_once(document, "parameter[{}].key", [parameter.key for parameter in parameters])
    if lacking := KEYS.keys() - {parameter.key for parameter in parameters}:
        document.refuse("", f"Deze parameters ontbreken: {', '.join(sorted(lacking))}.")


def check_spans(document: Place, spans: Sequence[tuple[str, date, date | None]]) -> None:
    """Spans (place in the text, from, until) in order, each ending where the next begins; an open end runs to it."""
    for at, (where, since, until) in enumerate(spans):
        if until is not None and until <= since:
            document.refuse(f"{where}.until", f"de einddatum {dutch_date(until)} ligt niet na {dutch_date(since)}.")
        if at == 0:
            continue
        _, before_since, before_until = spans[at - 1]
        if since == before_since:
            document.refuse(f"{where}.from", f"er zijn twee waarden vanaf {dutch_date(since)}.")
        if since < before_since or (before_until is not None and since < before_until):
            document.refuse(f"{where}.from", f"vanaf {dutch_date(since)} overlapt met de waarde ervoor.")
        if before_until is not None and since > before_until:
            document.refuse(
                f"{where}.from", f"tussen {dutch_date(before_until)} en {dutch_date(since)} is er geen waarde."
            )


def check_once(document: Place, place: str, names: Sequence[str]) -> None:
    """No name twice; `place` has a slot for the index."""
    for name, times in Counter(names).items():
        if times > 1:
            second = len(names) - 1 - names[::-1].index(name)
            document.refuse(place.format(second), f"“{name}” staat er {times} keer.")


def check_label(document: Place, where: str, label: str) -> None:
    """A certainty that is one of the known labels."""
    if label not in LABELS:
        document.refuse(f"{where}.label", f"het label “{label}” is niet gekend: kies uit {', '.join(sorted(LABELS))}.")


def check_municipal(document: Place, regulations: Sequence[MunicipalRules], areas: Sequence[SubArea]) -> list[str]:
    """Levels as strong as the law asks, areas that agreed; returns Dutch warnings about doubtful levels."""
    check_once(document, "sub_area[{}].name", [area.name for area in areas])
    by_name = {area.name: area for area in areas}
    warnings: list[str] = []
    by_municipality: dict[str, list[tuple[str, date, date | None]]] = {}
    for at, rules in enumerate(regulations):
        by_municipality.setdefault(rules.municipality, []).append((f"regulation[{at}]", rules.since, rules.until))
        if not _is_place(rules.municipality, by_name):
            document.refuse(
                f"regulation[{at}].municipality",
                "hier moet een NIS-code van vijf cijfers, de naam van een deelgebied of “*” staan.",
            )
        check_once(document, f"regulation[{at}].level[{{}}].id", [level.id for level in rules.levels])
        for index, level in enumerate(rules.levels):
            where = f"regulation[{at}].level[{index}]"
            if level.id == LONG_TERM:
                document.refuse(f"{where}.id", f"“{LONG_TERM}” is de naam van de binding van de wet: kies een andere.")
            check_label(document, where, level.label)
            _check_strength(document, where, level)
            if level.area != MUNICIPALITY:
                _check_area(document, where, rules, by_name.get(level.area))
            if level.years - max(0, level.window - WEAKEST_WINDOW) < WEAKEST_YEARS:
                warnings.append(
                    f"{document.name}: {level.years} van de laatste {level.window} jaar (“{level.id}”) kan iemand"
                    f" toelaten die geen {WEAKEST_YEARS} van de laatste {WEAKEST_WINDOW} jaar haalt"
                    f" ({STRICTER_ARTICLE}; eigen lezing, niet bevestigd)."
                )
        _check_target_groups(document, f"regulation[{at}]", rules.target_groups)
    for spans in by_municipality.values():
        check_spans(document, spans)
    return warnings


def check_entered(document: Place, municipal: Sequence[MunicipalRules], internal: Sequence[InternalRules]) -> None:
    """What a landlord enters says who decided it and where it stands."""
    places: list[tuple[str, MunicipalRules | InternalRules]] = [
        *((f"regulation[{at}]", rules) for at, rules in enumerate(municipal)),
        *((f"internal[{at}]", rules) for at, rules in enumerate(internal)),
    ]
    for place, rules in places:
        if not rules.decision.strip():
            document.refuse(f"{place}.decision", "de beslissing ontbreekt: welk orgaan, op welke dag?")
        if not rules.source.strip():
            document.refuse(f"{place}.source", "de bron ontbreekt.")


def _check_target_groups(document: Place, where: str, groups: Sequence[TargetGroup]) -> None:
    check_once(document, f"{where}.target_group[{{}}].name", [group.name.strip().casefold() for group in groups])
    for index, group in enumerate(groups):
        place = f"{where}.target_group[{index}]"
        check_label(document, place, group.label)
        if not group.name.strip():
            document.refuse(f"{place}.name", "een doelgroep heeft een naam.")
        if not group.article.strip():
            document.refuse(
                f"{place}.article", f"bij doelgroep “{group.name}” ontbreekt het artikel van het reglement."
            )
        if group.age_from is not None and group.age_from < 0:
            document.refuse(f"{place}.age_from", "een leeftijd is niet kleiner dan nul.")
        check_once(document, f"{place}.addresses[{{}}]", group.addresses)


def _is_place(name: str, areas: Mapping[str, SubArea]) -> bool:
    return name == EVERYWHERE or name in areas or (len(name) == 5 and name.isdigit())


def _check_strength(document: Place, where: str, level: Level) -> None:
    if level.years < WEAKEST_YEARS:
        document.refuse(
            f"{where}.years",
            f"{level.years} jaar is te weinig: een woonbinding is nooit zwakker dan {WEAKEST_YEARS} van de laatste"
            f" {WEAKEST_WINDOW} jaar ({STRICTER_ARTICLE}).",
        )
    if level.years > level.window:
        document.refuse(f"{where}.years", f"{level.years} jaar past niet in de laatste {level.window} jaar.")


def _check_area(document: Place, where: str, rules: MunicipalRules, area: SubArea | None) -> None:
    if area is None:
        document.refuse(f"{where}.area", "dit deelgebied staat niet bij de deelgebieden.")
    if not area.consensus:
        document.refuse(
            f"{where}.area",
            f"binding met {area.name} kan enkel als alle gemeenten ervan akkoord gingen ({area.article}).",
        )
    if rules.municipality not in (*area.nis_codes, area.name):
        document.refuse(f"{where}.area", f"gemeente {rules.municipality} ligt niet in {area.name}.")


def check_priorities(document: Place, priorities: Iterable[tuple[str, str]]) -> None:
    """Known ids, each once."""
    ids = []
    for at, (identity, label) in enumerate(priorities):
        ids.append(identity)
        check_label(document, f"priority[{at}]", label)
        if identity not in PRIORITIES:
            document.refuse(f"priority[{at}].id", f"“{identity}” is geen gekende voorrang.")
    check_once(document, "priority[{}].id", ids)


def check_occupancy(document: Place, tables: Sequence[OccupancyTable]) -> None:
    """Every number of bedrooms from 0 on in exactly one row, the last one open."""
    if not tables:
        document.refuse("", "er is geen bezettingstabel.")
    for at, table in enumerate(tables):
        check_label(document, f"table[{at}]", table.label)
        expected: int | None = 0
        for index, row in enumerate(table.rows):
            where = f"table[{at}].row[{index}]"
            if row.bedrooms_from != expected:
                document.refuse(f"{where}.bedrooms_from", "de rijen laten een aantal slaapkamers open of overlappen.")
            if row.bedrooms_to is not None and row.bedrooms_to < row.bedrooms_from:
                document.refuse(f"{where}.bedrooms_to", "dit ligt onder bedrooms_from.")
            expected = None if row.bedrooms_to is None else row.bedrooms_to + 1
            if any(fit.adults not in ("any", "single", "couple") for fit in row.fits):
                document.refuse(f"{where}.fit", "adults is any, single of couple.")
        if expected is not None:
            document.refuse(f"table[{at}]", "de laatste rij moet open zijn: laat daar bedrooms_to weg.")
    check_spans(document, [(f"table[{at}]", table.since, None) for at, table in enumerate(tables)])


def check_internal(document: Place, internal: Sequence[InternalRules]) -> None:
    """Known groups and grounds each once, a term of at least a day, tables and reasons as those of the files."""
    check_spans(document, [(f"internal[{at}]", rules.since, rules.until) for at, rules in enumerate(internal)])
    for at, rules in enumerate(internal):
        where = f"internal[{at}]"
        if rules.answer_days is not None and rules.answer_days < 1:
            document.refuse(f"{where}.answer_days", "een antwoordtermijn is minstens 1 dag.")
        for key, order, known in (
            ("accelerated_order", rules.accelerated_order, ACCELERATED_GROUPS),
            ("internal_order", rules.internal_order, INTERNAL_GROUNDS),
        ):
            check_once(document, f"{where}.{key}[{{}}]", order)
            if strange := [code for code in order if code not in known]:
                document.refuse(f"{where}.{key}", f"“{strange[0]}” is hier niet gekend: kies uit {', '.join(known)}.")
        if rules.table is not None:
            check_occupancy(document, [rules.table])
        if rules.reasons:
            check_reasons(document, rules.reasons)


def check_fact_kinds(document: Place, kinds: Sequence[FactKind]) -> None:
    """Every key once, of a known kind, with its words and its source."""
    check_once(document, "fact[{}].key", [kind.key for kind in kinds])
    for at, kind in enumerate(kinds):
        where = f"fact[{at}]"
        check_label(document, where, kind.label)
        if kind.kind not in ("yes_no", "amount", "number"):
            document.refuse(f"{where}.kind", f"“{kind.kind}” is geen gekende soort: yes_no, amount of number.")
        if kind.kind == "yes_no" and not (kind.yes and kind.no):
            document.refuse(where, "een vraag met ja of nee heeft yes en no nodig.")
        if not kind.source.strip():
            document.refuse(where, "dit feit heeft geen bron.")


def check_reasons(document: Place, reasons: Sequence[RefusalReason]) -> None:
    """A closed list without doubles; a grounded reason never costs the candidate anything."""
    if not reasons:
        document.refuse("", "de lijst met redenen is leeg.")
    check_once(document, "reason[{}].code", [reason.code.casefold() for reason in reasons])
    for at, reason in enumerate(reasons):
        check_label(document, f"reason[{at}]", reason.label)
        action, kind = ("CCLGW", "gegronde") if reason.grounded else ("REF", "ongegronde")
        if reason.action != action:
            document.refuse(f"reason[{at}].action", f"een {kind} weigering is {action} ({ACTION_WORDS[action]}).")


def check_retract_reasons(document: Place, reasons: Sequence[RetractReason]) -> None:
    """A closed list without doubles; each reason undoes what can be undone, or withdraws an offer."""
    check_once(document, "reason[{}].code", [reason.code.casefold() for reason in reasons])
    for at, reason in enumerate(reasons):
        check_label(document, f"reason[{at}]", reason.label)
        known = {UNDO: frozenset(UNDOES), WITHDRAW: frozenset({"OFFER"})}.get(reason.action)
        if known is None:
            document.refuse(f"reason[{at}].action", f"“{reason.action}” zet niets recht: kies {UNDO} of {WITHDRAW}.")
        elif not reason.of or not known.issuperset(reason.of):
            document.refuse(f"reason[{at}].of", f"{reason.action} kan enkel voor {', '.join(sorted(known))}.")
