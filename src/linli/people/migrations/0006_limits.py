from django.db import migrations


class Migration(migrations.Migration):
    """Where all processes count together how often something was tried. Nothing in it outlives a
    day, so it need not survive a crash of the server."""

    dependencies = [
        ('people', '0005_account_phone_index'),
    ]

    operations = [
        migrations.RunSQL(
            'CREATE UNLOGGED TABLE "linli_cache" ('
            '"cache_key" varchar(255) PRIMARY KEY, "value" text NOT NULL, '
            '"expires" timestamp with time zone NOT NULL);'
            'CREATE INDEX "linli_cache_expires" ON "linli_cache" ("expires");',
            'DROP TABLE "linli_cache";',
        ),
    ]
