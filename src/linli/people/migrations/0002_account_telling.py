from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_people'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='telling',
            field=models.CharField(default='every', max_length=10),
        ),
    ]
