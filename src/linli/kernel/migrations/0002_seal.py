

import django.db.models.deletion
import linli.kernel.clock
import linli.kernel.streets.fields
import linli.kernel.streets.models
from django.db import migrations, models

# What was recorded before there was a seal waits for the first one.
WAITING = """
INSERT INTO kernel_delivery (street_id, id, event_id, consumer)
SELECT street_id, id, id, 'seal' FROM kernel_event
"""
STRUCK_OUT = "DELETE FROM kernel_delivery WHERE consumer = 'seal'"


class Migration(migrations.Migration):

    dependencies = [
        ('streets', '0001_streets'),
        ('kernel', '0001_kernel'),
    ]

    operations = [
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=linli.kernel.clock.now)),
                ('algorithm', models.CharField(max_length=10)),
                ('count', models.PositiveIntegerField()),
                ('first', models.UUIDField()),
                ('last', models.UUIDField()),
                ('hash', models.BinaryField(max_length=32)),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('street', 'number'), name='seal_number_once')],
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name='SealedEvent',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('digest', models.BinaryField(max_length=32)),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['street', 'number'], name='sealed_by_number')],
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['street', 'at', 'id'], name='event_by_time'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['street', 'actor_id', 'at'], name='event_by_actor'),
        ),
        migrations.RunSQL(WAITING, STRUCK_OUT),
    ]
