

import django.db.models.deletion
import linli.kernel.clock
import linli.kernel.streets.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('streets', '0001_streets'),
    ]

    operations = [
        migrations.CreateModel(
            name='Key',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('may', models.JSONField(default=list)),
                ('made_at', models.DateTimeField(default=linli.kernel.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('street', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
        ),
    ]
