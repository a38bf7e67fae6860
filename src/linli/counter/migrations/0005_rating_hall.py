import django.db.models.deletion
from django.db import migrations

import linli.kernel.streets.fields


class Migration(migrations.Migration):
    dependencies = [("counter", "0004_visits"), ("people", "0008_deputy")]

    operations = [
        migrations.AddField(
            model_name="rating",
            name="organisation",
            field=linli.kernel.streets.fields.StreetFK(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organisation",
            ),
        )
    ]
