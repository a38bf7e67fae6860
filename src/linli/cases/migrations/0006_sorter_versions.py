import django.db.models.deletion
import linli.kernel.streets.fields
import linli.kernel.streets.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_ladder'),
    ]

    operations = [
        migrations.CreateModel(
            name='SorterVersion',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('content', models.BinaryField()),
                ('quality', models.JSONField()),
                ('keywords_f1', models.FloatField()),
                ('examples', models.PositiveIntegerField()),
                ('requests', models.PositiveIntegerField()),
                ('is_used', models.BooleanField(default=False)),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.AddConstraint(
            model_name='sorterversion',
            constraint=models.UniqueConstraint(fields=('street', 'number'), name='sorter_version_number'),
        ),
        migrations.AddConstraint(
            model_name='sorterversion',
            constraint=models.UniqueConstraint(condition=models.Q(('is_used', True)), fields=('street',), name='sorter_version_used'),
        ),
    ]
