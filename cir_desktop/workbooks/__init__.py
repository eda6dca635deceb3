"""Reading and writing spreadsheets, for whoever needs one."""
