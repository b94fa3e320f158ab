"""The event workbook: an event as sheets, previewed row by row and taken over at once."""
