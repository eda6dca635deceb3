"""The layout of the exchange workbook as a table to read: in the manual, and for who makes the file elsewhere."""

from collections.abc import Iterator, Sequence

from cir_desktop.register.exchange_layout import INFO_SHEET, Field, layout


def manual() -> str:
    """Markdown: every sheet with its columns, in the order of the layout."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    declared = layout()
    yield f"Sheet `{INFO_SHEET}`: twee kolommen, Wat en Waarde."
    yield from _table(declared.info)
    for sheet in declared.sheet:
        needed = "" if sheet.needed or not sheet.into else " Mag ontbreken."
        yield f"Sheet `{sheet.name}`: {sheet.about}{needed}"
        yield from _table(sheet.column)
    messages = declared.messages
    yield f"Sheet `{INFO_SHEET}` van een bestand met berichten:"
    yield from _table(messages.info)
    yield f"Sheet `{messages.name}`: {messages.about}"
    yield from _table(messages.column)
    yield f"Sheet `{messages.name}`, wat de woonmaatschappij invult:"
    yield from _table(messages.answer)


def _table(fields: Sequence[Field]) -> Iterator[str]:
    yield ""
    yield "| Kolom | Verplicht | Wat er in staat | Verwacht |"
    yield "|---|---|---|---|"
    for field in fields:
        needed = "ja" if field.needed else "met de andere" if field.needed_with_others else ""
        yield f"| {field.title} | {needed} | {field.about} | {field.expected} |"
    yield ""
