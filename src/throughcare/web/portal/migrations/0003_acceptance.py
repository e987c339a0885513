import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from throughcare.web.rowsecurity.policy import protect


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0002_reminder"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Acceptance",
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
                ("return_id", models.CharField(db_index=True, max_length=80)),
                ("provider", models.CharField(max_length=12)),
                ("way", models.CharField(default="page", max_length=10)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("begun_at", models.DateTimeField(null=True)),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=300)),
                ("part", models.BooleanField(default=False)),
                ("replace_fuller", models.BooleanField(default=False)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-asked_at", "-id"),
                "abstract": False,
            },
        ),
        protect("portal_acceptance", "provider"),
    ]
