import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from throughcare.web.rowsecurity.policy import protect


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_acceptance"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WatchedFolder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("folder", models.CharField(max_length=300)),
                ("provider", models.CharField(max_length=12)),
                ("seconds", models.FloatField()),
                ("looked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("waiting", models.JSONField(default=list)),
                ("fault", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("provider", "folder"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("folder", "provider"),
                        name="one_line_a_watched_folder",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FolderFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("provider", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=150)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("outcome", models.CharField(max_length=10)),
                ("sentence", models.CharField(max_length=500)),
                ("return_id", models.CharField(blank=True, max_length=80)),
            ],
            options={"ordering": ("-at", "-id")},
        ),
        protect("portal_watchedfolder", "provider"),
        protect("portal_folderfile", "provider"),
    ]
