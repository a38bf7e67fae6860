import django.db.models.deletion
import linli.kernel.clock
import linli.kernel.personal
import linli.kernel.streets.fields
import linli.kernel.streets.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0002_notice_read_at'),
        ('streets', '0001_streets'),
    ]

    operations = [
        migrations.CreateModel(
            name='Hook',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
                ('url', models.CharField(max_length=300)),
                ('secret', linli.kernel.personal.PersonalText(default=b'', editable=True, purpose='推送签名')),
                ('closed_at', models.DateTimeField(null=True)),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('street', 'name'), name='hook_name')],
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('event_id', models.UUIDField()),
                ('kind', models.CharField(max_length=60)),
                ('subject_id', models.UUIDField()),
                ('channel', models.CharField(max_length=10)),
                ('address', linli.kernel.personal.PersonalText(default=b'', editable=True, purpose='发出通知')),
                ('address_index', models.BinaryField(max_length=16)),
                ('language', models.CharField(max_length=10)),
                ('text', linli.kernel.personal.PersonalText(default=b'', editable=True, purpose='发出的通知')),
                ('path', linli.kernel.personal.PersonalText(default=b'', editable=True, purpose='通知里的链接')),
                ('code', models.CharField(max_length=12)),
                ('is_urgent', models.BooleanField(default=False)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField()),
                ('claimed_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=20)),
                ('sent_at', models.DateTimeField(null=True)),
                ('via', models.CharField(blank=True, max_length=10)),
                ('made_at', models.DateTimeField(default=linli.kernel.clock.now)),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
                ('within', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='others', to='notices.message')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['street', 'next_try_at', 'id'], name='message_due'), models.Index(condition=models.Q(('state', 'waiting')), fields=['street', 'channel', 'address_index'], name='message_waiting_for'), models.Index(fields=['street', 'state', '-id'], name='message_by_state'), models.Index(fields=['street', 'within'], name='message_within')],
                'constraints': [models.UniqueConstraint(fields=('street', 'event_id', 'channel', 'address_index'), name='message_once'), models.UniqueConstraint(fields=('street', 'code'), name='message_code')],
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
    ]
