

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Street',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=12, unique=True)),
                ('name', models.CharField(max_length=50)),
                ('initials', models.CharField(max_length=4)),
                ('zone', models.CharField(default='Asia/Shanghai', max_length=40)),
                ('host', models.CharField(max_length=100, null=True, unique=True)),
                ('phone', models.CharField(default='12345', max_length=20)),
                ('revision', models.PositiveBigIntegerField(default=0)),
            ],
        ),
    ]
