

import django.db.models.deletion
import linli.kernel.clock
import linli.kernel.streets.fields
import linli.kernel.streets.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('streets', '0001_streets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('event_id', models.UUIDField()),
                ('kind', models.CharField(max_length=60)),
                ('subject_id', models.UUIDField()),
                ('told_at', models.DateTimeField(default=linli.kernel.clock.now)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['street', 'account', '-id'], name='notice_by_account')],
                'constraints': [models.UniqueConstraint(fields=('street', 'account', 'event_id'), name='notice_once')],
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
    ]
