from django.urls import path, re_path

from throughcare.web.portal import (
    compared,
    deciding,
    downloads,
    folder,
    repair,
    result,
    sending,
)

app_name = "portal"
ID = r"(?P<return_id>[A-Za-z0-9]+-[A-Za-z0-9-]+)"
FINDING = r"(?P<rule>[A-Z][0-9]{2})/(?P<row>[0-9]{1,9})/(?P<key>[0-9a-f]{16})"

urlpatterns = [
    path("", sending.returns, name="returns"),
    path("history.csv", sending.history_file, name="history"),
    path("folder/", folder.folder, name="folder"),
    path("folder.csv", folder.folder_file, name="folder-file"),
    re_path(rf"^{ID}/$", result.one_return, name="return"),
    re_path(rf"^{ID}/check/$", result.check_again, name="check"),
    re_path(
        rf"^{ID}/findings\.(?P<form>csv|json)$", downloads.findings, name="findings"
    ),
    re_path(
        rf"^{ID}/handed-back\.(?P<form>csv|xlsx)$",
        downloads.handed_back,
        name="handed-back",
    ),
    re_path(rf"^{ID}/accept/$", deciding.accept, name="accept"),
    re_path(rf"^{ID}/withdraw/$", deciding.withdraw, name="withdraw"),
    re_path(rf"^{ID}/confirm/{FINDING}/$", deciding.confirm, name="confirm"),
    re_path(rf"^{ID}/compared/$", compared.compared, name="compared"),
    re_path(rf"^{ID}/compared\.csv$", compared.compared_file, name="compared-file"),
    re_path(rf"^{ID}/rows/(?P<row>[0-9]{{1,9}})/$", repair.row, name="row"),
    re_path(
        rf"^{ID}/corrections/(?P<correction_id>[0-9a-f]{{32}})/undo/$",
        repair.undo,
        name="undo-correction",
    ),
]
