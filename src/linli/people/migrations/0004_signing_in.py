import django.db.models.deletion
import linli.kernel.clock
import linli.kernel.personal
import linli.kernel.streets.fields
import linli.kernel.streets.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_account_reach'),
        ('streets', '0001_streets'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeyLink',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('digest', models.BinaryField(max_length=16)),
                ('drops_factors', models.BooleanField(default=False)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('session_key', models.CharField(max_length=40)),
                ('device', models.CharField(max_length=10)),
                ('program', models.CharField(max_length=10)),
                ('at', models.DateTimeField(default=linli.kernel.clock.now)),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name='SignInCode',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('phone', linli.kernel.personal.PersonalText(default=b'', editable=True, purpose='登录验证')),
                ('digest', models.BinaryField(max_length=16)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.AddField(
            model_name='account',
            name='phone_index',
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(fields=('street', 'phone_index'), name='account_one_per_phone'),
        ),
        migrations.AddIndex(
            model_name='keylink',
            index=models.Index(fields=['street', 'account'], name='key_link_by_account'),
        ),
        migrations.AddIndex(
            model_name='signin',
            index=models.Index(fields=['street', 'account'], name='sign_in_by_account'),
        ),
        migrations.AddIndex(
            model_name='signincode',
            index=models.Index(fields=['street', 'expires_at'], name='sign_in_code_expires'),
        ),
    ]
