

import django.db.models.deletion
import linli.kernel.clock
import linli.kernel.streets.fields
import linli.kernel.streets.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('streets', '0001_streets'),
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=linli.kernel.clock.now)),
                ('kind', models.CharField(max_length=60)),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_id', models.UUIDField(null=True)),
                ('actor_roles', models.JSONField(default=list)),
                ('subject_type', models.CharField(max_length=40)),
                ('subject_id', models.UUIDField()),
                ('audience', models.CharField(max_length=10)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('consumer', models.CharField(max_length=40)),
                ('done_at', models.DateTimeField(null=True)),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
                ('event', linli.kernel.streets.fields.StreetFK(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='kernel.event')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=30)),
                ('source_type', models.CharField(max_length=40)),
                ('source_id', models.UUIDField()),
                ('target_type', models.CharField(max_length=40)),
                ('target_id', models.UUIDField()),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['street', 'subject_id', 'id'], name='event_by_subject'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['street', 'kind', 'at'], name='event_by_kind'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['street', 'id'], name='delivery_open'),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.UniqueConstraint(fields=('street', 'kind', 'source_id', 'target_id'), name='link_once'),
        ),
        migrations.AddIndex(
            model_name='link',
            index=models.Index(fields=['street', 'target_id'], name='link_by_target'),
        ),
    ]
