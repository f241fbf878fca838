/** The console's words in English: the whole set, which the other languages translate. */
export default {
  console: 'Console', skip: 'Skip to the content', screens: 'Screens', site: 'Site', 'another-site': 'Another site …', open: 'Open', language: 'Language', theme: 'Theme',
  'theme-auto': 'As the system', 'theme-light': 'Light', 'theme-dark': 'Dark', help: 'Keys', 'sign-out': 'Sign out', close: 'Close', cancel: 'Cancel', save: 'Save', remove: 'Remove',
  'remove-named': 'Remove {name}', back: '← Back to the list', loading: 'Loading …', reload: 'Reload', clear: 'Clear', 'none-found': 'Nothing found.', 'load-more': 'Load more', 'one-a-line': 'One on each line',
  'no-site': 'Your account has no role on any site yet. An administrator can give you one.', nameless: '(no name)', now: 'just now', yes: 'yes', no: 'no', name: 'Name', copy: 'Copy', copied: 'Copied.', saved: 'Saved.',

  'screen-queue': 'Queues', 'screen-search': 'Search', 'screen-statistics': 'Statistics', 'screen-people': 'People', 'screen-settings': 'Settings', 'screen-audit': 'Audit', 'screen-account': 'Your account',

  'sign-in': 'Sign in', 'sign-in-text': 'With your pseudonym. The first time, with the one-time password that you were given.', password: 'Password', code: 'Code',
  'code-hint': 'From your authenticator, or one of your recovery codes.', 'signed-out': 'Your session has ended', 'signed-out-text': 'Sign in again; then everything goes on where it was. Nothing that you wrote is lost.',
  'set-password': 'Set a password', 'set-password-text': 'The one-time password has done its work. Choose one of your own.', 'new-password': 'New password', 'repeat-password': 'The same again',
  'password-hint': 'At least 12 characters. A sentence is good.', 'passwords-differ': 'The two passwords differ.',

  queues: 'Queues', views: 'Views', entries: 'Entries', comment: 'Comment', oldest: 'oldest', 'at-work': 'At work now', alone: 'Only you.', 'queue-pending': 'Pending', 'queue-reported': 'Reported', 'queue-appealed': 'Appealed', 'queue-escalated': 'Escalated',
  'queue-empty': 'Nothing waits here.', 'nothing-open': 'No comment is open.', 'show-new': { one: 'Show {n} new entry', other: 'Show {n} new entries' }, 'select-entry': 'Select the comment of {name}',
  'claimed-by': 'claimed by {name}', 'claimed-by-me': 'yours', 'n-reports': { one: '{n} report', other: '{n} reports' }, 'n-selected': '{n} selected', 'claim-next': 'Claim next',
  'view-new': 'New view …', 'view-text': 'A view shows what waits under these articles and by these authors, from all queues.', articles: 'Articles', 'author-ids': 'Authors (their ids)',
  'severe-seen': { one: '{n} hard text seen since you came.', other: '{n} hard texts seen since you came.' }, pause: '{n} hard texts so far. A short pause is a good idea.',

  'cluster-rejected': 'Nearly the same text was rejected before ({n}); it need not be read again.', 'cluster-waiting': '{n} near-duplicates wait.', 'cluster-select': 'Select them all', 'like-rejected': 'like one rejected before', 'n-similar': '{n} alike',

  'comment-of': 'Comment of {name}', revision: 'revision {n}', waits: 'In {queue}, {since}. Why: {why}.', 'order-danger': 'danger {share}', 'order-harm': 'harm {share}', 'order-seen': 'readers see it now', priority: 'urgency {n} of 999',
  'answers-to': 'Answers to', author: 'Author', record: '{published} published, {rejected} rejected', 'author-more': 'All about the author', appeal: 'The author objects', surroundings: 'Around it', history: 'History', comments: 'Comments',
  'n-revisions': '{n} revisions, with their differences', 'reporter-record': 'reports: {right} right, {wrong} wrong', notes: 'Notes ({n})', 'note-new': 'A note for colleagues', 'note-add': 'Add the note', 'note-added': 'The note is added.',
  'words-gone': 'The words of this comment were erased.', covered: { one: 'Hard text, {n} character. Open it to read.', other: 'Hard text, {n} characters. Open it to read.' }, 'softened-word': 'Softened word ({category}). Show it.', revealed: 'All words are shown.', 'softened-again': 'Slurs are softened again.',

  publish: 'Publish', reject: 'Reject', escalate: 'Escalate', undo: 'Undo', note: 'Note for colleagues (optional)', reason: 'Reason', 'of-selected': '({n})',
  'publish-done': { one: 'Published.', other: '{n} published.' }, 'reject-done': { one: 'Rejected. {reason}', other: '{n} rejected. {reason}' }, escalated: 'Handed to an editor.', 'escalate-text': 'An editor decides on it then. Say what they should look at.',
  'not-decided': 'Not done: {fault}', 'some-failed': '{n} of {of} were not decided and stay in the list. The first: {fault}', undone: { one: 'Taken back.', other: '{n} decisions taken back.' }, 'undo-failed': '{n} could not be taken back: {fault}',
  'nothing-to-undo': 'There is nothing to take back.', claimed: 'Yours for some minutes.', 'nothing-to-claim': 'Nothing is left that nobody works on.',
  'done-publish': 'Published', 'done-reject': 'Rejected', 'done-escalate': 'Escalated', 'done-gone': 'No longer waits',

  'happened-posted': 'posted', 'happened-edited': 'edited: revision {n}', 'happened-held': 'held: {why}', 'happened-publish': '{by} published revision {n}', 'happened-reject': '{by} rejected revision {n}: {reason}', 'happened-undone': '{by} took the decision back',
  'happened-escalated': '{by} escalated it', 'happened-withdrawn': 'withdrawn by its author', 'happened-reported': 'reported: {reason}', 'happened-appealed': 'the author objected', 'by-policy': 'The policy', 'by-import': 'The import',

  'status-pending': 'pending', 'status-published': 'published', 'status-rejected': 'rejected', 'status-withdrawn': 'withdrawn', 'standing-new': 'new', 'standing-known': 'known', 'standing-trusted': 'trusted',
  'reason-clean': 'Clean', 'reason-spam': 'Spam', 'reason-insult': 'Insult', 'reason-hate': 'Hate', 'reason-threat': 'Threat', 'reason-obscene': 'Obscene', 'reason-doxxing': 'Personal data', 'reason-off-topic': 'Off topic', 'reason-legal': 'Legal', 'reason-other': 'Other',
  'why-score': 'the score', 'why-conflicting-signals': 'signals that contradict each other', 'why-new-author': 'a new author', 'why-thread-premoderated': 'premoderated thread', 'why-edited-after-decision': 'edited after a decision', 'why-doxxing': 'personal data', 'why-word-list': 'a listed word',
  'why-reported': 'reported', 'why-appeal': 'an objection', 'why-escalated': 'escalated',
  'category-spam': 'Spam', 'category-abuse': 'Abuse', 'category-toxic': 'Toxic', 'category-severe': 'Severe', 'category-obscene': 'Obscene', 'category-threat': 'Threat', 'category-insult': 'Insult', 'category-identity': 'Hate', 'category-doxxing': 'Personal data',

  sanction: 'Sanction', sanctions: 'Sanctions', 'sanction-warn': 'Warning', 'sanction-mute': 'Mute', 'sanction-ban': 'Ban', 'sanction-new': 'Warn, mute or ban', 'sanction-do': 'Do it', 'for-how-long': 'For how long', 'n-days': { one: '{n} day', other: '{n} days' }, 'for-good': 'for good', until: 'until {date}', since: 'since {date}',
  lift: 'Lift', lifted: 'Lifted.', sanctioned: 'Done. The author is told.', 'author-is-told': 'The author is told what, why and until when.', 'author-waiting': 'Everything of this author that waits', 'publish-all': 'Publish all', 'reject-all': 'Reject all', 'author-decided': '{n} decided, {failed} not.',

  'keys-move': 'Moving', 'keys-decide': 'Deciding', 'keys-select': 'Selecting', 'keys-go': 'Going', 'keys-reasons': 'Rejecting with a reason', 'single-keys': 'Single keys are commands',
  'do-next': 'Next entry', 'do-previous': 'Previous entry', 'do-next-queue': 'Next queue', 'do-previous-queue': 'Previous queue', 'do-newest': 'Reload, show new entries', 'do-claim': 'Claim the next entry', 'do-publish': 'Publish', 'do-reject': 'Reject: choose a reason', 'do-usual': 'The usual reason',
  'do-escalate': 'Escalate', 'do-undo': 'Undo', 'do-note': 'Write a note', 'do-soften': 'Show or soften hard words', 'do-author': 'About the author', 'do-select': 'Select the entry', 'do-select-range': 'Select up to here', 'do-select-similar': 'Select near-duplicates', 'do-select-all': 'Select all that are loaded', 'do-clear': 'Clear the selection, close', 'do-search': 'Search', 'do-help': 'This list',

  'role-auditor': 'Auditor', 'role-moderator': 'Moderator', 'role-editor': 'Editor', 'role-administrator': 'Administrator', role: 'Role', 'second-factor': 'Second factor', 'signed-up': 'Signed up', disabled: 'disabled', disable: 'Disable', enable: 'Let in again', invite: 'Invite', 'invite-again': 'New link', 'take-role': 'Take the role away',
  'invite-text': 'Under a pseudonym, never a legal name. The link works once; hand it over on a safe way.', invited: 'Invitation for {name}', 'invitation-until': 'It works once, until {date}. It is shown only now.', 'one-time-password': 'One-time password', link: 'Link', 'everywhere': 'on every site', 'waits-for-sign-up': 'invited', 'person-changed': 'Done.', actions: 'Actions',
  'disable-sure': 'Disable {name}? All their sessions and tokens end at once.', 'take-role-sure': 'Take the role of {name} on this site away?',

  'change-password': 'Change the password', 'current-password': 'Present password', 'password-changed': 'The password is changed. All other sessions have ended.', 'factor-on': 'Your second factor is on. {n} recovery codes are left.', 'factor-off': 'Your second factor is off.', 'factor-start': 'Set up an authenticator', 'factor-text': 'Scan this code with your authenticator or enter the secret in it; then enter the code that it shows.', qr: 'QR code with the secret', secret: 'Secret', 'factor-open': 'Open in an authenticator on this device',
  confirm: 'Confirm', 'factor-remove': 'Switch off', 'codes-renew': 'New recovery codes', 'codes-are': 'Your recovery codes. Each works once. They are shown only now: write them down.', tokens: 'Personal tokens', 'token-text': 'For programs that act in your name.', label: 'Label', 'token-days': 'Ends after days (empty: never)', 'token-add': 'New token', 'token-is': 'The token. It is shown only now.', 'token-end': 'End', 'ends-at': 'ends {date}', 'never-ends': 'never ends',
  'sign-out-everywhere': 'Sign out on every device', preferences: 'On this device', soften: 'Soften slurs until I ask to see them', 'soften-site': 'As the site is set',

  query: 'Words', status: 'Status', any: 'any', from: 'From', to: 'To', article: 'Article', search: 'Search', 'search-hint': 'Endings and missing dots are found too; a star at the end finds whatever begins so.', 'search-found': { one: '{n} comment', other: '{n} comments' }, 'search-start': 'Search all comments, whatever became of them.',
  by: 'By', what: 'What', subject: 'Subject', chain: 'Chain', 'chain-site': 'This site', 'chain-people': 'People', 'audit-text': 'Every decision and change, chained so that none can be taken out unseen. The command audit verify checks the chain.', export: 'Export', 'by-moderators': 'people only', anybody: 'anybody', before: 'before', after: 'after', when: 'When', number: 'No.',
  days: 'Days', 'stat-waiting': 'Waiting now', 'stat-median': 'Median time to a decision', 'stat-p90': '90th percentile', 'stat-policy': 'Decided by policy', 'stat-overturned': 'Overturned on appeal', 'stat-agreement': 'Agreement of moderators', 'stat-inflow': 'Comments and decisions by day', 'stat-moderators': 'Moderators', 'stat-decided': 'decided', 'stat-undone': 'undone', 'stat-overturned-n': 'overturned', 'stat-none': '–', 'stat-hours': 'By hour, the last two days', day: 'Day',
  'series-posted': 'posted', 'series-held': 'held', 'series-decided': 'decided by people', 'series-policy-published': 'published by policy', 'series-policy-rejected': 'rejected by policy', 'series-reported': 'reported', 'series-appealed': 'appealed', 'series-overturned': 'overturned', 'series-upheld': 'upheld',

  'settings-thresholds': 'Thresholds', 'settings-text': 'From which score on a comment is held for a person, and from which it is rejected without one. 1.01: never.', hold: 'Hold from', 'reject-from': 'Reject from', 'never-rejected': 'Never rejected without a person.', 'premoderate-new': 'Hold every comment of new authors', 'new-factor': 'Factor for new authors (0 to 1)', 'settings-preview': 'Preview', 'preview-text': 'What these settings would have done to the last {n} comments', 'preview-changed': { one: '{n} would change', other: '{n} would change' }, 'outcome-publish': 'published', 'outcome-hold': 'held', 'outcome-reject': 'rejected', 'outcome-now': 'now', 'outcome-then': 'then',
  guidelines: 'Guidelines', 'guidelines-text': 'Readers see them before they write. Markdown, as in comments.', 'soften-slurs': 'Soften slurs in the console', 'own-reasons': 'Reasons of this site', 'reason-code': 'Code', 'reason-rule': 'Rule (the author reads it)', 'reason-add': 'Add a reason', 'name-in': 'Name in {lang}',
  'word-lists': 'Word lists', 'list-text': 'Words that hold or reject a comment, with how often each was found.', 'list-add': 'New list', 'list-starter': 'From a starter list', entry: 'Entry', action: 'Does', hits: 'Found', import: 'Import a file', 'list-edit': 'Edit', 'list-name': 'Name of the list', 'list-entries': { one: '{n} entry', other: '{n} entries' }, 'list-remove-sure': 'Remove the list {name}?', text: 'Text', 'list-notation': 'Lines under [hold] and [reject].', 'unsaved': 'Not saved yet.', 'read-only': 'Your role only reads here.', 'thread-state': 'State of a thread', 'state-open': 'open', 'state-premoderated': 'premoderated', 'state-slow': 'slow', 'state-closed': 'closed', 'set-state': 'Set', 'state-set': '{article} is {state} now.',

  'author-id': 'Author (id)', 'not-public': { one: 'Not public, {n} character. Open it to read.', other: 'Not public, {n} characters. Open it to read.' }, 'as-table': 'As a table', changes: 'Before and after', 'audit-comment-decided': 'decided on a comment',
  'audit-comment-held': 'held a comment', 'audit-decision-undone': 'took a decision back', 'audit-comment-escalated': 'escalated a comment', 'audit-comment-reported': 'reported a comment', 'audit-decision-appealed': 'objected to a decision',
  'audit-comment-withdrawn': 'withdrew a comment', 'audit-thread-state-changed': 'changed the state of a thread', 'audit-settings-changed': 'changed settings', 'audit-word-list-changed': 'changed a word list', 'audit-view-changed': 'changed a view',
  'audit-author-sanctioned': 'sanctioned an author', 'audit-sanction-lifted': 'lifted a sanction', 'audit-note-added': 'added a note', 'audit-account-added': 'added an account', 'audit-role-changed': 'changed a role',
  'audit-account-disabled': 'disabled an account', 'audit-account-enabled': 'let an account in again', 'audit-invitation-made': 'made an invitation', 'audit-invitation-used': 'used an invitation', 'audit-password-changed': 'changed a password',
  'audit-second-factor-changed': 'changed a second factor', 'audit-recovery-code-used': 'used a recovery code', 'audit-token-added': 'added a token', 'audit-token-ended': 'ended a token', 'audit-sessions-ended': 'ended all sessions',
  'audit-followed': 'followed the log',

  'lasts-second': '{n} s', 'lasts-minute': '{n} min', 'lasts-hour': '{n} h', 'lasts-day': '{n} d', 'lasts-month': '{n} months', 'lasts-year': '{n} years',

  'fault-offline': 'The server cannot be reached. Nothing is lost; please try again.', 'fault-other': 'Something went wrong. Please try again.', 'fault-not-found': 'The server does not know this yet.',
  'fault-stale-revision': 'The author has changed the comment meanwhile. Look at the new text.', 'fault-claimed-by-another': 'A colleague is working on this comment. Nothing was changed.', 'fault-already-decided': 'It was decided meanwhile and waits no longer. Nothing was changed.', 'fault-comment-withdrawn': 'Its author has withdrawn the comment.',
}
