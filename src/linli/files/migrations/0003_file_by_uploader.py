from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0002_covered'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='file',
            index=models.Index(fields=['street', 'uploaded_by'], name='file_by_uploader'),
        ),
    ]
