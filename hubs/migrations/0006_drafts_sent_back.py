"""A draft that a publisher sent back says why; and a jurisdiction is called a hub, as readers know it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hubs', '0005_former_addresses'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='historicaljurisdiction',
            options={'get_latest_by': ('history_date', 'history_id'), 'ordering': ('-history_date', '-history_id'), 'verbose_name': 'historical hub', 'verbose_name_plural': 'historical hubs'},
        ),
        migrations.AlterModelOptions(
            name='jurisdiction',
            options={'ordering': ('name_en',), 'verbose_name': 'hub'},
        ),
        migrations.AddField(
            model_name='statement',
            name='sent_back',
            field=models.TextField(blank=True, editable=False, help_text='Why a publisher did not publish this draft; empty once it is proposed again.'),
        ),
        migrations.AlterField(
            model_name='change',
            name='door',
            field=models.CharField(choices=[('starter', 'starter dataset'), ('admin', 'data entry'), ('import', 'import'), ('review', 'review of an article'), ('command', 'command line')], max_length=10),
        ),
        migrations.AlterField(
            model_name='historicalinitiative',
            name='locality',
            field=models.CharField(blank=True, help_text="A place below the hub, as Xiong'an or Wyoming.", max_length=100),
        ),
        migrations.AlterField(
            model_name='historicalorganisation',
            name='jurisdiction',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='hubs.jurisdiction', verbose_name='hub'),
        ),
        migrations.AlterField(
            model_name='initiative',
            name='locality',
            field=models.CharField(blank=True, help_text="A place below the hub, as Xiong'an or Wyoming.", max_length=100),
        ),
        migrations.AlterField(
            model_name='organisation',
            name='jurisdiction',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='hubs.jurisdiction', verbose_name='hub'),
        ),
        migrations.AlterField(
            model_name='participation',
            name='jurisdiction',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='hubs.jurisdiction', verbose_name='hub'),
        ),
        migrations.AlterField(
            model_name='statement',
            name='jurisdiction',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='hubs.jurisdiction', verbose_name='hub'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(('published__isnull', True), ('sent_back', ''), _connector='OR'), name='statement_sent_back_is_a_draft'),
        ),
    ]
