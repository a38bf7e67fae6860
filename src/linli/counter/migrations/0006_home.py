from django.db import migrations

import linli.kernel.personal.fields


class Migration(migrations.Migration):
    dependencies = [("counter", "0005_rating_hall")]

    operations = [
        migrations.AddField(
            model_name="application",
            name=name,
            field=linli.kernel.personal.fields.PersonalText(default=b"", editable=True),
        )
        for name in ("companion", "signed_by")
    ]
