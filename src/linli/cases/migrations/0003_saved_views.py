import django.db.models.deletion
import linli.kernel.streets.fields
import linli.kernel.streets.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0002_join'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=20)),
                ('query', models.CharField(max_length=600)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('street', 'account', 'name'), name='saved_view_name'),
        ),
    ]
