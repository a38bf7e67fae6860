import django.db.models.deletion
import linli.kernel.streets.fields
import linli.kernel.streets.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('streets', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('date', models.DateField()),
                ('kind', models.CharField(max_length=10)),
                ('name', models.CharField(blank=True, max_length=40)),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('street', 'date'), name='calendar_day_once')],
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('valid_from', models.DateField()),
                ('value', models.JSONField()),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('street', 'key', 'version'), name='rule_version')],
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
    ]
