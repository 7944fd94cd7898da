/** What hosts send to an embedded checkout: right and wrong. The parser and bridge.schema.json must agree about each. */
const order = {merchantOrderNo: 'A-1', tokenUrl: 'https://pay.payby.com/t'};

const settings = {
  statusUrl: '/s',
  streamUrl: '/stream',
  credentials: 'include',
  successOn: 'settled',
  locale: 'ar',
  brand: {payby: 'Botim Money'},
  actions: 'cancel',
  stores: [{name: 'Lulu'}],
  storesUrl: '/stores',
};

/** Without `payby: 1`, and what is read. */
export const accepted: readonly (readonly [title: string, message: object, command: object])[] = [
  ['hello', {type: 'hello', versions: [1, 2]}, {type: 'hello', versions: [1, 2]}],
  [
    'hello of a host that opens links',
    {type: 'hello', versions: [1], opensUrls: true},
    {type: 'hello', versions: [1], opensUrls: true},
  ],
  ['locale', {type: 'locale', locale: 'ar'}, {type: 'locale', locale: 'ar'}],
  ['locale null', {type: 'locale', locale: null}, {type: 'locale', locale: null}],
  ['theme', {type: 'theme', theme: 'dark'}, {type: 'theme', theme: 'dark'}],
  ['theme light', {type: 'theme', theme: 'light'}, {type: 'theme', theme: 'light'}],
  ['theme auto', {type: 'theme', theme: 'auto'}, {type: 'theme', theme: 'auto'}],
  ['cancel', {type: 'cancel', more: 1}, {type: 'cancel'}],
  ['close', {type: 'close'}, {type: 'close'}],
  ['back', {type: 'back'}, {type: 'back'}],
  ['visibility', {type: 'visibility', visible: false}, {type: 'visibility', visible: false}],
  [
    'insets, a missing side as 0',
    {type: 'insets', top: 44, bottom: 34},
    {type: 'insets', insets: {top: 44, right: 0, bottom: 34, left: 0}},
  ],
  [
    'insets of every side',
    {type: 'insets', top: 1, right: 2.5, bottom: 0, left: null},
    {type: 'insets', insets: {top: 1, right: 2.5, bottom: 0, left: 0}},
  ],
  [
    'insets of every side, all different',
    {type: 'insets', top: 1, right: 2, bottom: 3, left: 4},
    {type: 'insets', insets: {top: 1, right: 2, bottom: 3, left: 4}},
  ],
  [
    'answer',
    {type: 'answer', id: 3, ok: true, value: {status: 'FAILURE'}},
    {type: 'answer', id: 3, isOk: true, value: {status: 'FAILURE'}},
  ],
  [
    'answer without a value',
    {type: 'answer', id: 3, ok: false},
    {type: 'answer', id: 3, isOk: false, value: undefined},
  ],
  ['show', {type: 'show', order}, {type: 'show', order, settings: {}}],
  [
    'show with every setting of the element',
    {type: 'show', order, ...settings},
    {type: 'show', order, settings},
  ],
  [
    'show with null and text for settings',
    {type: 'show', order, brand: null, stores: '[]', locale: null},
    {type: 'show', order, settings: {brand: null, stores: '[]', locale: null}},
  ],
  [
    'nothing of show that is no setting',
    {type: 'show', order, persist: 'x', innerHTML: '<p>', statusSource: '/s'},
    {type: 'show', order, settings: {}},
  ],
];

export const malformed: readonly (readonly [string, object])[] = [
  ['no type', {}],
  ['an unknown type', {type: 'pay'}],
  ['a type of Object', {type: 'constructor'}],
  ['hello without versions', {type: 'hello'}],
  ['hello with one of two versions in words', {type: 'hello', versions: [1, '2']}],
  ['hello with a version in words', {type: 'hello', versions: ['1']}],
  ['hello with opensUrls in words', {type: 'hello', versions: [1], opensUrls: 'yes'}],
  ['show without an order', {type: 'show'}],
  ['show with a list', {type: 'show', order: [order]}],
  ['show with null', {type: 'show', order: null}],
  ['show with a status-url that is an object', {type: 'show', order, statusUrl: {href: '/s'}}],
  ['show with a status-url that is a list', {type: 'show', order, statusUrl: ['/s']}],
  ['show with a brand in words', {type: 'show', order, brand: 'Botim Money'}],
  ['show with stores that are an object', {type: 'show', order, stores: {name: 'Lulu'}}],
  ['locale as a number', {type: 'locale', locale: 1}],
  ['an unknown theme', {type: 'theme', theme: 'sepia'}],
  ['visibility in words', {type: 'visibility', visible: 'yes'}],
  ['a negative inset', {type: 'insets', top: -1}],
  ['an inset that is no number', {type: 'insets', top: '1px'}],
  ['an answer without id', {type: 'answer', ok: true}],
  ['an answer that does not say whether', {type: 'answer', id: 1}],
];
