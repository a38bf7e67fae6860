import linli.kernel.personal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_account_telling'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='reach',
            field=models.CharField(default='page', max_length=10),
        ),
        migrations.AddField(
            model_name='account',
            name='mail',
            field=linli.kernel.personal.PersonalText(default=b'', editable=True, purpose='邮件告知'),
        ),
    ]
