"""A former address knows the change that made it, and what came with it; editors may look it up."""

import django.db.models.deletion
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

MAY_LOOK = ("editor", "publisher")


def let_look(apps, schema_editor):
    using = schema_editor.connection.alias
    # Django makes permissions once all migrations are through; here they are needed before.
    hubs = apps.get_app_config("hubs")
    hubs.models_module = True
    create_permissions(hubs, verbosity=0, using=using, apps=apps)
    hubs.models_module = None

    permissions = apps.get_model("auth", "Permission").objects.using(using)
    look = permissions.get(content_type__app_label="hubs", codename="view_formeraddress")
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=MAY_LOOK):
        group.permissions.add(look)


class Migration(migrations.Migration):

    dependencies = [
        ("hubs", "0006_drafts_sent_back"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="formeraddress",
            name="change",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="hubs.change"),
        ),
        migrations.AddField(
            model_name="formeraddress",
            name="name",
            field=models.CharField(blank=True, help_text="What the record of this address was called.", max_length=500),
        ),
        migrations.AddField(
            model_name="formeraddress",
            name="into",
            field=models.CharField(blank=True, help_text="What the one it was merged into was called then.", max_length=500),
        ),
        migrations.AddField(
            model_name="formeraddress",
            name="statements",
            field=models.ManyToManyField(blank=True, help_text="What was said of it, and came with it.", related_name="+", to="hubs.statement"),
        ),
        migrations.RunPython(let_look, migrations.RunPython.noop),
    ]
