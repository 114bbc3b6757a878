"""Two groups of people: editors write drafts, publishers also make public. Accounts are for superusers alone."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

# A record and what is entered on its page: a name, a hub taking part and a body's role can be taken away again.
RECORDS = ("jurisdiction", "organisation", "initiative", "article")
PARTS = ("alias", "participation", "involvement")
# Of statements and citations, the admin lets only drafts be changed or deleted.
DRAFTS = ("statement", "citation", "intake")
CODING = ("topic", "series", "choice")
LOOKED_AT = ("change", "ranking", "starterrow", "suggestion")


def each(acts, models):
    return {f"{act}_{model}" for act in acts for model in models}


EDITOR = (
    each(("view",), (*RECORDS, *PARTS, *DRAFTS, *CODING, *LOOKED_AT))
    | each(("add", "change"), RECORDS)
    | each(("add", "change", "delete"), (*PARTS, *DRAFTS))
    | {"change_suggestion"}
)
PUBLISHER = EDITOR | each(("add", "change", "delete"), CODING) | {"publish_statement"}
GROUPS = {"editor": EDITOR, "publisher": PUBLISHER}


def make_groups(apps, schema_editor):
    using = schema_editor.connection.alias
    # Django makes permissions once all migrations are through; here they are needed before.
    hubs = apps.get_app_config("hubs")
    hubs.models_module = True
    create_permissions(hubs, verbosity=0, using=using, apps=apps)
    hubs.models_module = None

    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for name, codenames in GROUPS.items():
        found = permissions.filter(content_type__app_label="hubs", codename__in=codenames)
        if missing := codenames - set(found.values_list("codename", flat=True)):
            raise LookupError(f"Group {name} asks for permissions that nothing defines: {sorted(missing)}.")
        group, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=name)
        group.permissions.add(*found)


def remove_groups(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("hubs", "0002_from_an_article_in_one_sitting"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
