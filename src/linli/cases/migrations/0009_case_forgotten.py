from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_public'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='forgotten_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('ended_at__isnull', False), ('forgotten_at', None)), fields=['street', 'ended_at'], name='case_to_forget'),
        ),
    ]
