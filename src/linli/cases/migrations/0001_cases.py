

import django.db.models.deletion
import linli.kernel.personal
import linli.kernel.streets.fields
import linli.kernel.streets.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_people'),
        ('places', '0001_places'),
        ('streets', '0001_streets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=40)),
                ('name_en', models.CharField(blank=True, max_length=60)),
                ('urgency', models.CharField(default='N', max_length=1)),
                ('keywords', models.JSONField(default=list)),
                ('phrases', models.JSONField(default=list)),
                ('is_open', models.BooleanField(default=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('parent', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='cases.category')),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=24)),
                ('state', models.CharField(default='registered', max_length=20)),
                ('version', models.PositiveIntegerField(default=0)),
                ('kind', models.CharField(default='help', max_length=10)),
                ('channel', models.CharField(max_length=10)),
                ('urgency', models.CharField(default='N', max_length=1)),
                ('text', models.TextField()),
                ('registered_at', models.DateTimeField()),
                ('address', models.CharField(blank=True, max_length=200)),
                ('lat', models.FloatField(null=True)),
                ('lon', models.FloatField(null=True)),
                ('is_outside', models.BooleanField(default=False)),
                ('area_path', models.CharField(blank=True, max_length=60)),
                ('mode', models.CharField(blank=True, max_length=10)),
                ('because', models.JSONField(default=list)),
                ('returns', models.PositiveSmallIntegerField(default=0)),
                ('is_designated', models.BooleanField(default=False)),
                ('rule_version', models.PositiveIntegerField(default=0)),
                ('sign_in_due_at', models.DateTimeField(null=True)),
                ('contact_due_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('warn_at', models.DateTimeField(null=True)),
                ('dispatched_at', models.DateTimeField(null=True)),
                ('signed_in_at', models.DateTimeField(null=True)),
                ('contacted_at', models.DateTimeField(null=True)),
                ('replied_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('supervised_at', models.DateTimeField(null=True)),
                ('parked_until', models.DateTimeField(null=True)),
                ('reopened', models.PositiveSmallIntegerField(default=0)),
                ('ask', models.CharField(blank=True, max_length=10)),
                ('ask_until', models.DateTimeField(null=True)),
                ('ask_by', models.UUIDField(null=True)),
                ('solved', models.CharField(blank=True, max_length=10)),
                ('satisfied', models.CharField(blank=True, max_length=10)),
                ('stars', models.PositiveSmallIntegerField(null=True)),
                ('once', models.CharField(max_length=80, null=True)),
                ('source', models.CharField(blank=True, max_length=40)),
                ('external_id', models.CharField(max_length=80, null=True)),
                ('area', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('community', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('grid', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.grid')),
                ('handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('leading', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='cases.case')),
                ('owner', linli.kernel.streets.fields.StreetFK(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('proposed_owner', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
                ('suggested_handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('suggested_owner', linli.kernel.streets.fields.StreetFK(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('category', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.category')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name='CoHandler',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('case', linli.kernel.streets.fields.StreetFK(on_delete=django.db.models.deletion.CASCADE, related_name='co_handlers', to='cases.case')),
                ('organisation', linli.kernel.streets.fields.StreetFK(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('event_id', models.UUIDField()),
                ('text', linli.kernel.personal.PersonalText(default=b'', editable=True, purpose='办理记录')),
                ('case', linli.kernel.streets.fields.StreetFK(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='cases.case')),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name='Reporter',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', linli.kernel.personal.PersonalText(default=b'', editable=True, purpose='称呼与回访')),
                ('phone', linli.kernel.personal.PersonalText(default=b'', editable=True, purpose='联系与回访')),
                ('phone_index', models.BinaryField(max_length=16, null=True)),
                ('is_anonymous', models.BooleanField(default=False)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', linli.kernel.streets.fields.StreetFK(on_delete=django.db.models.deletion.CASCADE, related_name='reporters', to='cases.case')),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name='Route',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('order', models.PositiveIntegerField()),
                ('hours', models.CharField(default='always', max_length=10)),
                ('target', models.CharField(max_length=20)),
                ('category', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.category')),
                ('community', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('organisation', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.UniqueConstraint(fields=('street', 'code'), name='category_code'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['street', 'state', 'due_at'], name='case_by_state'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['street', 'owner', 'state', 'due_at'], name='case_by_owner'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['street', 'grid', 'state'], name='case_by_grid'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['street', 'community', 'state'], name='case_by_community'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['street', '-registered_at'], name='case_by_time'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['street', 'state', '-ended_at'], name='case_by_end'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(fields=('street', 'number'), name='case_number'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(fields=('street', 'once'), name='case_once'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(fields=('street', 'source', 'external_id'), name='case_external_id'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('stars', None), ('stars__range', (1, 5)), _connector='OR'), name='case_stars'),
        ),
        migrations.AddConstraint(
            model_name='cohandler',
            constraint=models.UniqueConstraint(fields=('street', 'case', 'organisation'), name='co_handler_once'),
        ),
        migrations.AddConstraint(
            model_name='counter',
            constraint=models.UniqueConstraint(fields=('street', 'day'), name='counter_day'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['street', 'case'], name='entry_by_case'),
        ),
        migrations.AddIndex(
            model_name='reporter',
            index=models.Index(fields=['street', 'account'], name='reporter_by_account'),
        ),
        migrations.AddIndex(
            model_name='reporter',
            index=models.Index(fields=['street', 'phone_index'], name='reporter_by_phone'),
        ),
        migrations.AddIndex(
            model_name='reporter',
            index=models.Index(fields=['street', 'case'], name='reporter_by_case'),
        ),
        migrations.AddConstraint(
            model_name='route',
            constraint=models.UniqueConstraint(fields=('street', 'order'), name='route_order'),
        ),
        migrations.AddConstraint(
            model_name='route',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), ('target', 'organisation')), models.Q(models.Q(('target', 'organisation'), _negated=True), ('organisation', None)), _connector='OR'), name='route_names_its_organisation'),
        ),
    ]
