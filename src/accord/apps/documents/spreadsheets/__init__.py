"""Excel, CSV and JSON files in and out: declared once by columns, read and written by rows.

shapes
    What a file is made of (``Sheet``, ``Column``, ``Kind``) and what comes out of reading
    one (``Row``, ``Problem``).
reading
    ``read_workbook(content, name=…, sheets=…, known=…)`` gives a ``Reading``; its rows stream.
    Of a JSON file a sheet is a list of records under its key, a column a member under its key.
writing
    ``write_workbook(sheets, rows, viewer=…)``, ``write_csv(sheet, rows, viewer=…)`` and
    ``write_csv_files(sheets, rows, viewer=…)`` (a zip) give bytes. Without rows: a template.
    ``write_objects(sheet, rows)`` gives one sheet as JSON, the same for every reader.
marking
    ``mark_faults(content, name=…, problems=…, viewer=…)`` gives the file back as
    a workbook with the faulty cells red and a column that says what to put right.

Worked example::

    PEOPLE = Sheet(
        key="people",
        title=_("People"),
        help=_("One row for each person."),
        columns=(
            Column("code", _("Code"), is_key=True),
            Column("name", _("Name"), Kind.LOCALIZED, languages=("fa", "en"), is_required=True),
            Column("born_on", _("Born on"), Kind.DATE),
            Column("organisation", _("Organisation"), Kind.REFERENCE, refers_to="organisations"),
            Column("level", _("Level"), Kind.CHOICE, choices=dict(LanguageLevel.choices)),
        ),
    )
    reading = read_workbook(content, name="people.xlsx", sheets=(ORGANISATIONS, PEOPLE))
    for row in reading.rows():       # streams; can be gone through once
        row.sheet, row.number        # "people", 7 (as the spreadsheet counts)
        row.values.get("name")       # LocalizedText; None where the cell is empty
        row.has_column("level")      # whether the file has that column at all
        row.problems                 # () or what is wrong in this row
    reading.problems                 # all problems, the file's own too, once the rows are read

A file that cannot be read at all raises a ``DomainError`` (documents.errors). Sheets and
headings are recognised in every language of the interface, whatever the reader's. Sentences
come in the language that is active while the rows are read. References are checked against
the keys of the file's own sheet, read before, and ``known[sheet key]``; they are given back
in the spelling of the key they mean.
"""
