import django.db.models.deletion
import linli.kernel.streets.fields
import linli.kernel.streets.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('streets', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('subdistrict', '街道'), ('community', '社区'), ('compound', '小区'), ('building', '楼栋'), ('unit', '单元'), ('dwelling', '户')], max_length=12)),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=100)),
                ('search', models.CharField(max_length=200)),
                ('path', models.CharField(max_length=30)),
                ('lat', models.FloatField(null=True)),
                ('lon', models.FloatField(null=True)),
                ('boundary', models.JSONField(null=True)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('parent', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='places.area')),
                ('predecessor', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='places.area')),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.CreateModel(
            name='Grid',
            fields=[
                ('id', models.UUIDField(default=linli.kernel.streets.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('basic', '基础网格'), ('exclusive', '专属网格'), ('micro', '微网格')], max_length=10)),
                ('code', models.CharField(max_length=17)),
                ('name', models.CharField(max_length=100)),
                ('host_name', models.CharField(blank=True, max_length=100)),
                ('lat', models.FloatField(null=True)),
                ('lon', models.FloatField(null=True)),
                ('boundary', models.JSONField(null=True)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('community', linli.kernel.streets.fields.StreetFK(on_delete=django.db.models.deletion.PROTECT, related_name='grids', to='places.area')),
                ('compound', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tied_grids', to='places.area')),
                ('parent', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='micro_grids', to='places.grid')),
                ('predecessor', linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='places.grid')),
                ('street', linli.kernel.streets.fields.StreetKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='streets.street')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
            bases=(linli.kernel.streets.models.StreetRow, models.Model),
        ),
        migrations.AddField(
            model_name='area',
            name='grid',
            field=linli.kernel.streets.fields.StreetFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='areas', to='places.grid'),
        ),
        migrations.AddConstraint(
            model_name='grid',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('street', 'code'), name='grid_code_once'),
        ),
        migrations.AddConstraint(
            model_name='grid',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'micro'), ('parent__isnull', False)), models.Q(models.Q(('kind', 'micro'), _negated=True), ('parent', None)), _connector='OR'), name='grid_micro_has_parent'),
        ),
        migrations.AddConstraint(
            model_name='grid',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lat', None), ('lon', None)), models.Q(('lat__isnull', False), ('lon__isnull', False)), _connector='OR'), name='grid_point_whole'),
        ),
        migrations.AddConstraint(
            model_name='grid',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='grid_validity_in_order'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to', None)), fields=('street', 'code'), name='area_code_once'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.UniqueConstraint(fields=('street', 'path'), name='area_path_once', opclasses=['int8_ops', 'varchar_pattern_ops']),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'subdistrict'), ('parent', None)), models.Q(models.Q(('kind', 'subdistrict'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='area_top_is_subdistrict'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lat', None), ('lon', None)), models.Q(('lat__isnull', False), ('lon__isnull', False)), _connector='OR'), name='area_point_whole'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='area_validity_in_order'),
        ),
    ]
