from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0003_outward'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['street', 'address_index'], name='message_by_address'),
        ),
    ]
