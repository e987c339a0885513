from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0005_readings_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seal",
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
                ("at", models.DateTimeField()),
                ("events", models.IntegerField()),
                ("readings", models.IntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("at", "id"),
            },
        ),
    ]
