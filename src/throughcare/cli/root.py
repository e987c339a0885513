"""The application that every command is added to."""

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Drug and alcohol treatment: from a provider's return to a published figure, and back.",
)
