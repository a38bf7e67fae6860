import django.db.models.deletion
import linli.kernel.streets.fields
import linli.kernel.streets.models
from django.db import migrations, models

_ENDED = ("closed", "answered", "declined", "merged", "withdrawn")


def write_letters(apps, schema_editor):
    """What is under supervision gets its letter; what has ended is so no longer."""
    Case, Letter = apps.get_model("cases", "Case"), apps.get_model("cases", "Letter")
    marked = Case.objects.filter(supervised_at__isnull=False)
    marked.filter(state__in=_ENDED).update(supervised_at=None)
    rows = marked.values_list("street_id", "id", "owner_id", "supervised_at")
    Letter.objects.bulk_create(
        (
            Letter(
                street_id=street_id,
                case_id=case_id,
                ordinal=1,
                unit_id=owner_id,
                reason="overdue",
                opened_at=at,
                due_at=at,
                rule_version=0,
            )
            for street_id, case_id, owner_id, at in rows
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    """What the ladder has told, and supervision as letters of its own."""

    dependencies = [("people", "0001_people"), ("cases", "0004_clocks")]

    operations = [
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ("timer", models.CharField(max_length=20)),
                ("until", models.DateTimeField()),
                ("level", models.CharField(max_length=10)),
                ("due_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("told", models.JSONField(default=list)),
                ("rule_version", models.PositiveIntegerField()),
                ("case", linli.kernel.streets.fields.StreetFK(on_delete=django.db.models.deletion.PROTECT, related_name="escalations", to="cases.case")),
                ("street", linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="streets.street")),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=20)),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("rule_version", models.PositiveIntegerField()),
                ("late_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.UUIDField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("case", linli.kernel.streets.fields.StreetFK(on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="cases.case")),
                ("street", linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="streets.street")),
                ("unit", linli.kernel.streets.fields.StreetFK(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation")),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(fields=("street", "case", "timer", "until", "level"), name="escalation_once"),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(condition=models.Q(("answered_at", None), ("closed_at", None)), fields=["street", "due_at"], name="letter_unanswered"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(fields=("street", "case", "ordinal"), name="letter_number"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(condition=models.Q(("closed_at", None)), fields=("street", "case"), name="letter_one_open"),
        ),
        migrations.RunPython(write_letters, migrations.RunPython.noop),
    ]
