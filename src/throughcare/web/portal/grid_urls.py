from django.urls import path, re_path

from throughcare.web.portal import exceptions, grid

app_name = "grid"

urlpatterns = [
    path("", grid.grid, name="grid"),
    path("grid.csv", grid.grid_file, name="grid-file"),
    path("due/", grid.due, name="due"),
    path("due.csv", grid.due_file, name="due-file"),
    path("due/remind/", grid.remind, name="remind"),
    path("quality/", grid.quality, name="quality"),
    path("quality.csv", grid.quality_file, name="quality-file"),
    path("exceptions/", exceptions.exceptions, name="exceptions"),
    path("exceptions.csv", exceptions.exceptions_file, name="exceptions-file"),
    re_path(
        r"^(?P<return_id>[A-Za-z0-9]+-[A-Za-z0-9-]+)/$", grid.summary, name="summary"
    ),
]
