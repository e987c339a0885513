import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("organisations", "0002_relations"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="organisations.region",
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(
                choices=[
                    ("data-manager", "Data manager"),
                    ("commissioner", "Commissioner"),
                    ("regional-lead", "Regional lead"),
                    ("analyst", "National analyst"),
                    ("record-analyst", "National analyst, records"),
                    ("administrator", "National administrator"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("region__isnull", False), ("role", "regional-lead")),
                    models.Q(
                        models.Q(("role", "regional-lead"), _negated=True),
                        ("region__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="regional_lead_has_region",
            ),
        ),
    ]
