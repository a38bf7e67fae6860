from django.db import migrations, models


class Migration(migrations.Migration):
    """Somebody may join a request that others have raised; some matters are nobody else's."""

    dependencies = [("cases", "0001_cases")]

    operations = [
        migrations.AddField("reporter", "joined_at", models.DateTimeField(null=True)),
        migrations.AddField("category", "is_personal", models.BooleanField(default=False)),
    ]
