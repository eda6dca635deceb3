"""From an old waiting list to a workbook that the register accepts: template, mapping, checks, matching, report."""
