import django.db.models.deletion
import linli.kernel.streets.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='file',
            name='covered',
            field=linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.file'),
        ),
    ]
