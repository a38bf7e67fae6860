from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rulebook', '0001_rulebook'),
    ]

    operations = [
        migrations.AddField(
            model_name='calendarday',
            name='closes_at',
            field=models.TimeField(null=True),
        ),
    ]
