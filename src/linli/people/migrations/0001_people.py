

import django.db.models.deletion
import linli.kernel.personal
import linli.kernel.streets.fields
import linli.kernel.streets.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_places'),
        ('streets', '0001_streets'),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('username', models.CharField(max_length=60, unique=True)),
                ('name', linli.kernel.personal.PersonalText(default=b'', editable=True, purpose='称呼与署名')),
                ('phone', linli.kernel.personal.PersonalText(default=b'', editable=True, purpose='联系')),
                ('language', models.CharField(blank=True, max_length=10)),
                ('is_elder_view', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('street', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=20)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('is_last_resort', models.BooleanField(default=False)),
                ('community', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('compound', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('parent', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.organisation')),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(max_length=20)),
                ('is_lead', models.BooleanField(default=False)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                ('area', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('community', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('grid', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.grid')),
                ('organisation', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='people.organisation')),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(fields=('street', 'code'), name='organisation_code'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('is_last_resort', True)), fields=('street',), name='organisation_one_last_resort'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['street', 'account'], name='post_by_account'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(condition=models.Q(('is_lead', True), ('role', 'grid'), ('until', None)), fields=('street', 'grid'), name='post_one_lead_per_grid'),
        ),
    ]
