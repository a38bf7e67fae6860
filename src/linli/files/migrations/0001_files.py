import django.db.models.deletion
import linli.kernel.streets.fields
import linli.kernel.streets.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('streets', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('sha256', models.CharField(max_length=64)),
                ('media_type', models.CharField(default='image/jpeg', max_length=40)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('size', models.PositiveIntegerField()),
                ('thumb_size', models.PositiveIntegerField()),
                ('uploaded_by', models.UUIDField(null=True)),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
    ]
