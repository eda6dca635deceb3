"""How periods of residence are said to a clerk; ends are said as the last day there, as documents have them."""

from datetime import timedelta

from cir_desktop.domain.facts import Residence
from cir_desktop.domain.values import DateSpan, dutch_date


def span_text(span: DateSpan) -> str:
    """“01/02/2015 t/m 31/08/2019”."""
    return f"{dutch_date(span.start)} t/m {dutch_date(span.end - timedelta(days=1))}"


def end_text(period: Residence) -> str:
    """The last day, “heden”, or “?”."""
    if period.ongoing:
        return "heden"
    return dutch_date(period.end - timedelta(days=1)) if period.end else "?"


def start_text(period: Residence) -> str:
    """The first day, or “?”."""
    return dutch_date(period.start) if period.start else "?"
