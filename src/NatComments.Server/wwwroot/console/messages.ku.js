/** Peyvên konsolê bi kurmancî. Ya ku li vir tune ye bi îngilîzî tê xwendin. */
export default {
  months: ['Çile', 'Sibat', 'Adar', 'Nîsan', 'Gulan', 'Hezîran', 'Tîrmeh', 'Tebax', 'Îlon', 'Cotmeh', 'Mijdar', 'Kanûn'],
  help: 'Bişkok', back: '← Vegere lîsteyê', copy: 'Kopî bike', copied: 'Hat kopîkirin.', clear: 'Paqij bike', confirm: 'Piştrast bike', actions: 'Çalakî', link: 'Girêdan', role: 'Rol', status: 'Rewş', any: 'her yek', from: 'Ji', to: 'Heta', by: 'Kî', what: 'Çi', when: 'Kengê', number: 'Hejmar', before: 'berê', after: 'piştre',
  'comment-of': 'Şîroveya {name}', notes: 'Not ({n})', note: 'Not ji bo hevkaran (ne mecbûrî)', guidelines: 'Rêzik', since: 'ji {date} ve', until: 'heta {date}', 'search-found': { one: '{n} şîrove', other: '{n} şîrove' }, 'reject-done': { one: 'Hat redkirin. {reason}', other: '{n} hatin redkirin. {reason}' },
  'status-withdrawn': 'vekişandî', 'reason-obscene': 'Bêedebî', 'reason-doxxing': 'Agahiyên kesane', 'reason-legal': 'Li dijî qanûnê', 'category-obscene': 'Bêedebî', 'category-doxxing': 'Agahiyên kesane',
  console: 'Konsol', site: 'Malper', open: 'Veke', language: 'Ziman', 'theme-light': 'Ronî', 'theme-dark': 'Tarî', 'sign-out': 'Derkeve', close: 'Bigire', cancel: 'Betal bike', save: 'Tomar bike', remove: 'Rake',
  loading: 'Tê barkirin …', 'load-more': 'Zêdetir nîşan bide', nameless: '(bênav)', now: 'niha', yes: 'erê', no: 'na', name: 'Nav', saved: 'Hat tomarkirin.', 'none-found': 'Tiştek nehat dîtin.', reload: 'Nû bike',
  'ago-minute': 'berî {n} deqîqeyan', 'ago-hour': 'berî {n} saetan', 'ago-day': 'berî {n} rojan', 'ago-month': 'berî {n} mehan', 'ago-year': 'berî {n} salan',
  'screen-search': 'Lêgerîn', 'screen-people': 'Kes', 'screen-settings': 'Mîheng', 'screen-account': 'Hesabê te',
  'sign-in': 'Têkeve', password: 'Şîfre', code: 'Kod', 'new-password': 'Şîfreya nû', 'current-password': 'Şîfreya niha', 'change-password': 'Şîfreyê biguherîne',
  comment: 'Şîrove', comments: 'Şîrove', author: 'Nivîskar', articles: 'Gotar', article: 'Gotar', history: 'Dîrok', alone: 'Tenê tu.', 'queue-empty': 'Li vir tiştek li bendê nîne.',
  publish: 'Biweşîne', reject: 'Red bike', undo: 'Paşde vegerîne', reason: 'Sedem', 'publish-done': { one: 'Hat weşandin.', other: '{n} hatin weşandin.' }, 'done-publish': 'Hat weşandin', 'done-reject': 'Hat redkirin',
  'status-published': 'weşandî', 'status-rejected': 'redkirî', 'status-pending': 'li bendê',
  'reason-spam': 'Spam', 'reason-insult': 'Heqaret', 'reason-hate': 'Nefret', 'reason-threat': 'Gef', 'reason-off-topic': 'Derveyî mijarê', 'reason-other': 'Yên din',
  'category-spam': 'Spam', 'category-insult': 'Heqaret', 'category-identity': 'Nefret', 'category-threat': 'Gef',
  search: 'Bigere', query: 'Peyv', text: 'Nivîs', day: 'Roj', days: 'Roj', 'n-days': { one: '{n} roj', other: '{n} roj' },
}
