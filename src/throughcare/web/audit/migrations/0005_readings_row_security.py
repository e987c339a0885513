"""On PostgreSQL a reading is seen and written only by those who may see the provider's rows."""

from django.db import migrations

from throughcare.web.rowsecurity.policy import protect


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_readings_append_only")]
    operations = [protect("audit_reading", "provider")]
