import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hubs', '0001_hubs_and_what_is_said_of_them'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begun', models.DateTimeField(auto_now_add=True)),
                ('source', models.CharField(help_text='The address, the name of the file, or “pasted text”.', max_length=2000)),
                ('state', models.CharField(choices=[('reading', 'being read'), ('read', 'read'), ('refused', 'refused')], default='reading', max_length=7)),
                ('said', models.TextField(blank=True)),
                ('reading', models.JSONField(blank=True, null=True)),
            ],
            options={
                'ordering': ('-begun', '-pk'),
            },
        ),
        migrations.AlterModelOptions(
            name='statement',
            options={'ordering': ('key', 'pk'), 'permissions': (('publish_statement', 'Can make statements public, correct and withdraw them'),)},
        ),
        migrations.AddField(
            model_name='suggestion',
            name='entered',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entered__isnull', False), ('state', 'accepted')), models.Q(models.Q(('state', 'accepted'), _negated=True), ('entered__isnull', True)), _connector='OR'), name='suggestion_accepted_as_entered'),
        ),
        migrations.AddField(
            model_name='intake',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='intakes', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='intake',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['reading', 'read', 'refused'])), name='intake_state_is_one_of_its_choices'),
        ),
        migrations.AddConstraint(
            model_name='intake',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reading__isnull', False), ('state', 'read')), models.Q(models.Q(('state', 'read'), _negated=True), ('reading__isnull', True)), _connector='OR'), name='intake_read_has_its_reading'),
        ),
        migrations.AddConstraint(
            model_name='intake',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('said', ''), _negated=True), _connector='OR'), name='intake_refused_says_why'),
        ),
    ]
