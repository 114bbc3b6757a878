import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hubs', '0004_files_on_their_way_in'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=100)),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='former_addresses', to='hubs.article')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='former_addresses', to='hubs.initiative')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='former_addresses', to='hubs.organisation')),
            ],
            options={
                'verbose_name_plural': 'former addresses',
                'ordering': ('slug',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', True), ('initiative__isnull', True), ('organisation__isnull', False)), models.Q(('article__isnull', True), ('initiative__isnull', False), ('organisation__isnull', True)), models.Q(('article__isnull', False), ('initiative__isnull', True), ('organisation__isnull', True)), _connector='OR'), name='former_address_has_exactly_one_subject', violation_error_message='Fill exactly one of these: organisation, initiative, article.'), models.CheckConstraint(condition=models.Q(('slug__length__gt', 0)), name='former_address_is_not_empty'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('slug',), name='former_address_once_per_organisation'), models.UniqueConstraint(condition=models.Q(('initiative__isnull', False)), fields=('slug',), name='former_address_once_per_initiative'), models.UniqueConstraint(condition=models.Q(('article__isnull', False)), fields=('slug',), name='former_address_once_per_article')],
            },
        ),
    ]
