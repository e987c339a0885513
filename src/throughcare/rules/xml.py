"""Rules on an XML return as a whole: its root element, and elements that stand where they cannot be read."""

from .file import FileCase, Found
from .rule import rule_on_file


@rule_on_file(
    "F01",
    level="warn",
    fields=(),
    evidence="proposed",
    do="Make them the same; what the file name says is used.",
)
def root_says_otherwise(case: FileCase) -> Found:
    """The root element of the XML and the file name do not agree on {field}."""
    root, name = case.form.root, case.form.file_name
    if root is None or name is None:
        return
    if root.agency and root.agency != name.agency:
        yield case.form.content_line, "agency", root.agency
    for attribute, told, named in (
        ("period-start", root.first, name.first),
        ("period-end", root.last, name.last),
    ):
        if told and named and told != named:
            yield case.form.content_line, attribute, told.isoformat()


@rule_on_file(
    "F06",
    level="reject-record",
    fields=(),
    evidence="proposed",
    do="Write the file by the schema of the version (throughcare schema); the element was not read.",
)
def element_out_of_place(case: FileCase) -> Found:
    """The element of the XML stands in a record that it does not belong to, stands there twice, or is an item that holds other elements."""
    for line, text in case.out_of_place:
        yield line, "", text
