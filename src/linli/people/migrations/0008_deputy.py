import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import linli.kernel.streets.fields
import linli.kernel.streets.models


class Migration(migrations.Migration):
    dependencies = [
        ("streets", "0001_streets"),
        ("people", "0007_post_successor"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deputy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.streets.models.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "street",
                    linli.kernel.streets.fields.StreetKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="streets.street",
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    linli.kernel.streets.fields.StreetFK(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputies",
                        to="people.post",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["street", "post"], name="deputy_by_post")],
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
    ]
