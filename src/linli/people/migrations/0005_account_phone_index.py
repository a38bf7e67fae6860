import hmac
import re

from django.conf import settings
from django.db import migrations


def fill(apps, schema_editor):
    """Whoever left a number may sign in by it; of two accounts with one number the older one."""
    Account = apps.get_model('people', 'Account')
    taken = set()
    for account in Account.objects.order_by('pk').iterator():
        digits = re.sub(r'\D', '', account.phone)
        digits = digits[2:] if len(digits) == 13 and digits.startswith('86') else digits
        if len(digits) != 11 or (account.street_id, digits) in taken:
            continue
        taken.add((account.street_id, digits))
        index = hmac.digest(settings.LINLI_INDEX_KEY, digits.encode(), 'sha256')[:16]
        Account.objects.filter(pk=account.pk).update(phone_index=index)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_signing_in'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
