"""Drafts that wait for a second person, corrections, snapshots, challenges and scopes."""

from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from ._operations import (
    AddColumnForGood,
    AddConstraintWhereItHolds,
    CreateModelForGood,
    DropTrigger,
    RemoveConstraintForGood,
)

TRIGGERS = import_module("tracker.migrations.0002_triggers").Migration.operations

class Migration(migrations.Migration):

    dependencies = [
        ('tracker', '0003_roles'),
    ]

    operations = [
        # Of tables that are rebuilt below; 0006 adds them again.
        *(DropTrigger(trigger) for trigger in TRIGGERS),
        CreateModelForGood(
            name='Challenge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(help_text='Read by our staff alone; it is not published.', max_length=4000, verbose_name='What is wrong or missing?')),
                ('link', models.URLField(blank=True, help_text='Its address.', max_length=500, verbose_name='A source that shows it')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='Your name, if you like')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='Your e-mail, if you want an answer')),
                ('sender', models.CharField(editable=False, max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='received at')),
                ('outcome', models.CharField(blank=True, choices=[('accepted', 'Accepted: the record was changed'), ('answered', 'Answered: the record stands'), ('declined', 'Declined: nothing to check')], max_length=20, verbose_name='outcome')),
                ('answer', models.TextField(blank=True, help_text='Public: what came of it.', max_length=1000, verbose_name='answer')),
                ('answer_en', models.TextField(blank=True, help_text='Public: what came of it.', max_length=1000, null=True, verbose_name='answer')),
                ('answer_ru', models.TextField(blank=True, help_text='Public: what came of it.', max_length=1000, null=True, verbose_name='answer')),
                ('resolved_at', models.DateTimeField(editable=False, null=True, verbose_name='answered at')),
            ],
            options={
                'verbose_name': 'challenge',
                'verbose_name_plural': 'challenges',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        CreateModelForGood(
            name='Countersignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField(db_index=True, editable=False, verbose_name='published at')),
            ],
            options={
                'verbose_name': 'countersignature',
                'verbose_name_plural': 'countersignatures',
                'ordering': ['-published_at', '-pk'],
                'abstract': False,
            },
        ),
        CreateModelForGood(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(max_length=500, verbose_name='reason')),
                ('published_at', models.DateTimeField(editable=False, verbose_name='published at')),
            ],
            options={
                'verbose_name': 'erasure',
                'verbose_name_plural': 'erasures',
                'ordering': ['-published_at', '-pk'],
            },
        ),
        CreateModelForGood(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('kind', models.CharField(choices=[('action_plan_item', 'Action-plan item'), ('announced_commitment', 'Announced commitment'), ('joint_initiative', 'Joint initiative'), ('aspiration', 'Aspiration')], max_length=30)),
                ('slug', models.SlugField(max_length=80)),
                ('title', models.CharField(max_length=300)),
                ('title_en', models.CharField(max_length=300, null=True)),
                ('title_ru', models.CharField(max_length=300, null=True)),
                ('summary', models.TextField(blank=True)),
                ('summary_en', models.TextField(blank=True, null=True)),
                ('summary_ru', models.TextField(blank=True, null=True)),
                ('original_due', models.CharField(blank=True, max_length=32)),
                ('due', models.CharField(blank=True, max_length=32)),
                ('status', models.CharField(choices=[('announced', 'Announced'), ('planned', 'Planned'), ('in_progress', 'In progress'), ('partly_delivered', 'Partly delivered'), ('delivered', 'Delivered'), ('suspended', 'Suspended'), ('dropped', 'Dropped'), ('superseded', 'Superseded')], max_length=30)),
                ('evidence', models.CharField(choices=[('none_found', 'No evidence found'), ('stated', 'Stated by those involved'), ('documented', 'Documented'), ('confirmed', 'Independently confirmed')], max_length=30)),
                ('changed_on', models.CharField(max_length=32)),
                ('updated_on', models.DateField()),
                ('published_at', models.DateTimeField()),
                ('search_text', models.TextField(blank=True)),
                ('original_due_earliest', models.DateField(db_index=True, editable=False, null=True, verbose_name='original due')),
                ('original_due_latest', models.DateField(db_index=True, editable=False, null=True, verbose_name='original due')),
                ('due_earliest', models.DateField(db_index=True, editable=False, null=True, verbose_name='due')),
                ('due_latest', models.DateField(db_index=True, editable=False, null=True, verbose_name='due')),
                ('changed_on_earliest', models.DateField(db_index=True, editable=False, null=True, verbose_name='changed on')),
                ('changed_on_latest', models.DateField(db_index=True, editable=False, null=True, verbose_name='changed on')),
            ],
            options={
                'verbose_name': 'snapshot',
                'verbose_name_plural': 'snapshots',
                'ordering': ['-updated_on', 'slug'],
            },
        ),
        CreateModelForGood(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField(db_index=True, editable=False, verbose_name='published at')),
                ('reason', models.TextField(max_length=500, verbose_name='reason')),
                ('reason_en', models.TextField(max_length=500, null=True, verbose_name='reason')),
                ('reason_ru', models.TextField(max_length=500, null=True, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'withdrawal',
                'verbose_name_plural': 'withdrawals',
                'ordering': ['-published_at', '-pk'],
                'abstract': False,
            },
        ),
        migrations.AlterModelOptions(
            name='ledgerentry',
            options={'ordering': ['-sequence'], 'permissions': [('verify_ledgerentry', 'Can run the verification')], 'verbose_name': 'ledger entry', 'verbose_name_plural': 'ledger entries'},
        ),
        migrations.AlterModelOptions(
            name='statusupdate',
            options={'ordering': [models.OrderBy(models.F('effective_on'), descending=True, nulls_first=True), '-published_at', '-pk'], 'permissions': [('review_statusupdate', 'Can approve, return, correct and countersign')], 'verbose_name': 'status update', 'verbose_name_plural': 'status updates'},
        ),
        AddColumnForGood(
            model_name='revision',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now, verbose_name='recorded at'),
            preserve_default=False,
        ),
        AddColumnForGood(
            model_name='revision',
            name='erased_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='erased at'),
        ),
        AddColumnForGood(
            model_name='revision',
            name='plan',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='tracker.actionplan', verbose_name='action plan'),
        ),
        AddColumnForGood(
            model_name='revision',
            name='published_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='published_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='published by'),
        ),
        AddColumnForGood(
            model_name='revision',
            name='returned_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='returned at'),
        ),
        AddColumnForGood(
            model_name='revision',
            name='review_note',
            field=models.TextField(blank=True, editable=False, verbose_name='note of the reviewer'),
        ),
        AddColumnForGood(
            model_name='revision',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='tracker.source', verbose_name='source'),
        ),
        AddColumnForGood(
            model_name='revision',
            name='submitted_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='submitted at'),
        ),
        migrations.RemoveConstraint(
            model_name='correction',
            name='correction_has_a_reason',
        ),
        RemoveConstraintForGood(
            model_name='ledgerentry',
            name='ledger_kind_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='revision',
            name='revision_field_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='revision',
            name='revision_changes_something',
        ),
        migrations.RemoveConstraint(
            model_name='revision',
            name='revision_has_a_reason',
        ),
        migrations.RemoveConstraint(
            model_name='revision',
            name='revision_of_a_text_names_its_language',
        ),
        AddColumnForGood(
            model_name='reference',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now, verbose_name='recorded at'),
            preserve_default=False,
        ),
        AddColumnForGood(
            model_name='statusupdate',
            name='emergency_reason',
            field=models.TextField(blank=True, editable=False, verbose_name='reason of the emergency'),
        ),
        AddColumnForGood(
            model_name='statusupdate',
            name='returned_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='returned at'),
        ),
        AddColumnForGood(
            model_name='statusupdate',
            name='review_note',
            field=models.TextField(blank=True, editable=False, verbose_name='note of the reviewer'),
        ),
        AddColumnForGood(
            model_name='statusupdate',
            name='submitted_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='submitted at'),
        ),
        AddColumnForGood(
            model_name='user',
            name='countries',
            field=models.ManyToManyField(blank=True, related_name='focal_points', to='tracker.country', verbose_name='countries'),
        ),
        AddColumnForGood(
            model_name='user',
            name='language',
            field=models.CharField(choices=[('en', 'English'), ('ru', 'Russian')], default='en', help_text='The language of the notes that are sent by e-mail.', max_length=10, verbose_name='language'),
        ),
        AddColumnForGood(
            model_name='user',
            name='organizations',
            field=models.ManyToManyField(blank=True, related_name='focal_points', to='tracker.organization', verbose_name='organizations'),
        ),
        AddColumnForGood(
            model_name='user',
            name='working_groups',
            field=models.ManyToManyField(blank=True, related_name='focal_points', to='tracker.workinggroup', verbose_name='working groups'),
        ),
        migrations.AlterField(
            model_name='correction',
            name='created_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AlterField(
            model_name='correction',
            name='published_at',
            field=models.DateTimeField(db_index=True, editable=False, verbose_name='published at'),
        ),
        migrations.AlterField(
            model_name='correction',
            name='reason',
            field=models.TextField(max_length=500, verbose_name='reason'),
        ),
        migrations.AlterField(
            model_name='correction',
            name='reason_en',
            field=models.TextField(max_length=500, null=True, verbose_name='reason'),
        ),
        migrations.AlterField(
            model_name='correction',
            name='reason_ru',
            field=models.TextField(max_length=500, null=True, verbose_name='reason'),
        ),
        migrations.AlterField(
            model_name='ledgerentry',
            name='kind',
            field=models.CharField(choices=[('initiative', 'Initiative published'), ('update', 'Status update'), ('revision', 'Revision'), ('correction', 'Correction'), ('withdrawal', 'Withdrawal'), ('countersignature', 'Countersignature'), ('erasure', 'Erasure')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='ledgerentry',
            name='recorded_at',
            field=models.DateTimeField(db_index=True, verbose_name='recorded at'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='created_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='field',
            field=models.CharField(choices=[('title', 'Title'), ('summary', 'Summary'), ('due', 'Deadline'), ('name', 'Name'), ('period', 'Period'), ('publisher', 'Publisher'), ('url', 'Address')], max_length=20, verbose_name='field'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='initiative',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='tracker.initiative', verbose_name='initiative'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='language',
            field=models.CharField(blank=True, help_text='Of the text; empty for what is the same in all languages.', max_length=10, verbose_name='language'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='published_at',
            field=models.DateTimeField(db_index=True, editable=False, null=True, verbose_name='published at'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='reason',
            field=models.TextField(max_length=500, verbose_name='reason'),
        ),
        migrations.AlterField(
            model_name='statusupdate',
            name='created_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AlterField(
            model_name='statusupdate',
            name='published_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='published_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='published by'),
        ),
        AddConstraintWhereItHolds(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['initiative', 'update', 'revision', 'correction', 'withdrawal', 'countersignature', 'erasure'])), name='ledger_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('initiative__isnull', False), ('plan__isnull', True), ('source__isnull', True)), models.Q(('initiative__isnull', True), ('plan__isnull', False), ('source__isnull', True)), models.Q(('initiative__isnull', True), ('plan__isnull', True), ('source__isnull', False)), _connector='OR'), name='revision_has_one_target', violation_error_message='Choose exactly one thing that this belongs to.'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('field__in', ['title', 'summary', 'due', 'name', 'period', 'publisher', 'url'])), name='revision_field_is_known'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('published_at__isnull', True), ('published_at__gte', models.F('created_at')), _connector='OR'), name='revision_is_recorded_before_it_is_published'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('published_at__isnull', False), ('published_by__isnull', True), _connector='OR'), name='revision_of_a_publisher_is_published'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('submitted_at__isnull', True), ('returned_at__isnull', True), _connector='OR'), name='revision_waits_or_is_returned'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('returned_at__isnull', True), models.Q(('review_note', ''), _negated=True), _connector='OR'), name='revision_is_returned_with_a_note'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('old', models.F('new')), _negated=True), ('erased_at__isnull', False), _connector='OR'), name='revision_changes_something'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), ('erased_at__isnull', False), _connector='OR'), name='revision_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('published_by__isnull', True), models.Q(('published_by', models.F('created_by')), _negated=True), _connector='OR'), name='revision_is_not_approved_by_its_author'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('field__in', ('due', 'period')), _negated=True), ('language', ''), _connector='OR'), name='revision_of_a_date_has_no_language'),
        ),
        migrations.AddConstraint(
            model_name='statusupdate',
            constraint=models.CheckConstraint(condition=models.Q(('submitted_at__isnull', True), ('returned_at__isnull', True), _connector='OR'), name='update_waits_or_is_returned'),
        ),
        migrations.AddConstraint(
            model_name='statusupdate',
            constraint=models.CheckConstraint(condition=models.Q(('returned_at__isnull', True), models.Q(('review_note', ''), _negated=True), _connector='OR'), name='update_is_returned_with_a_note'),
        ),
        migrations.AddConstraint(
            model_name='statusupdate',
            constraint=models.CheckConstraint(condition=models.Q(('emergency_reason', ''), ('published_at__isnull', False), _connector='OR'), name='update_of_an_emergency_is_published'),
        ),
        AddColumnForGood(
            model_name='challenge',
            name='initiative',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='challenges', to='tracker.initiative', verbose_name='initiative'),
        ),
        AddColumnForGood(
            model_name='challenge',
            name='resolved_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='challenges', to=settings.AUTH_USER_MODEL, verbose_name='answered by'),
        ),
        AddColumnForGood(
            model_name='challenge',
            name='update',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='challenges', to='tracker.statusupdate', verbose_name='update'),
        ),
        AddColumnForGood(
            model_name='countersignature',
            name='created_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        AddColumnForGood(
            model_name='countersignature',
            name='update',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='countersignature', to='tracker.statusupdate', verbose_name='update'),
        ),
        AddColumnForGood(
            model_name='erasure',
            name='entry',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='erasure', to='tracker.ledgerentry', verbose_name='ledger entry'),
        ),
        AddColumnForGood(
            model_name='snapshot',
            name='initiative',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='tracker.initiative'),
        ),
        AddColumnForGood(
            model_name='snapshot',
            name='plan',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='tracker.actionplan'),
        ),
        AddColumnForGood(
            model_name='withdrawal',
            name='created_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        AddColumnForGood(
            model_name='withdrawal',
            name='update',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='tracker.statusupdate', verbose_name='update'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['accepted', 'answered', 'declined', ''])), name='challenge_outcome_is_known'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='challenge_says_something'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('resolved_at__isnull', True), ('resolved_by__isnull', True)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='challenge_is_answered_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='erasure_has_a_reason'),
        ),
        migrations.AddIndex(
            model_name='snapshot',
            index=models.Index(fields=['since', 'until'], name='snapshot_by_time'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['action_plan_item', 'announced_commitment', 'joint_initiative', 'aspiration'])), name='snapshot_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['announced', 'planned', 'in_progress', 'partly_delivered', 'delivered', 'suspended', 'dropped', 'superseded'])), name='snapshot_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.CheckConstraint(condition=models.Q(('evidence__in', ['none_found', 'stated', 'documented', 'confirmed'])), name='snapshot_evidence_is_known'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('original_due', ''), ('original_due_earliest__isnull', True), ('original_due_latest__isnull', True)), models.Q(models.Q(('original_due', ''), _negated=True), ('original_due_earliest__isnull', False), ('original_due_earliest__lte', models.F('original_due_latest')), ('original_due_latest__isnull', False)), _connector='OR'), name='snapshot_original_due_has_its_days'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due', ''), ('due_earliest__isnull', True), ('due_latest__isnull', True)), models.Q(models.Q(('due', ''), _negated=True), ('due_earliest__isnull', False), ('due_earliest__lte', models.F('due_latest')), ('due_latest__isnull', False)), _connector='OR'), name='snapshot_due_has_its_days'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('changed_on', ''), ('changed_on_earliest__isnull', True), ('changed_on_latest__isnull', True)), models.Q(models.Q(('changed_on', ''), _negated=True), ('changed_on_earliest__isnull', False), ('changed_on_earliest__lte', models.F('changed_on_latest')), ('changed_on_latest__isnull', False)), _connector='OR'), name='snapshot_changed_on_has_its_days'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.UniqueConstraint(fields=('initiative', 'since'), name='snapshot_begins_once'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('initiative',), name='snapshot_is_open_once'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='snapshot_ends_after_it_begins'),
        ),
    ]
