import django.db.models.deletion
import linli.kernel.streets.fields
import linli.kernel.streets.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_together'),
        ('people', '0002_account_telling'),
        ('streets', '0001_streets'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='call_tries',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='case',
            name='publicity',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=60)),
                ('summary', models.TextField()),
                ('result', models.TextField()),
                ('published_at', models.DateTimeField()),
                ('case', linli.kernel.streets.fields.StreetFK(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['street', '-published_at'], name='publication_by_time')],
                'constraints': [models.UniqueConstraint(fields=('street', 'case'), name='publication_once')],
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name='Thanks',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('event_id', models.UUIDField()),
                ('by_id', models.UUIDField()),
                ('is_public', models.BooleanField(default=False)),
                ('given_at', models.DateTimeField()),
                ('case', linli.kernel.streets.fields.StreetFK(on_delete=django.db.models.deletion.CASCADE, related_name='thanks', to='cases.case')),
                ('organisation', linli.kernel.streets.fields.StreetFK(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['street', 'organisation', '-given_at'], name='thanks_by_owner')],
                'constraints': [models.UniqueConstraint(fields=('street', 'case', 'by_id'), name='thanks_once')],
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
    ]
