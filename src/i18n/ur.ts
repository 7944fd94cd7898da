import type {Branded} from './brand.js';
import type {
  ActionStrings,
  CameraButtonStrings,
  CameraStrings,
  CheckoutStrings,
  ConnectionStrings,
  DiagnosisStrings,
  ExportStrings,
  GuideStrings,
  LanguagePickerStrings,
  OutcomeStrings,
  RedirectStrings,
  ScanStatusStrings,
  ScanStrings,
  SendGuideStrings,
  StoresStrings,
  VoucherStrings,
} from './strings.js';

/** Only the hour changes its form with the number: "1 گھنٹہ", "2 گھنٹے". */
const hours = (n: number): string => `${n} ${n === 1 ? 'گھنٹہ' : 'گھنٹے'}`;

/** "2 گھنٹے 5 منٹ", and "2 گھنٹے" on the hour. */
const joined = (most: string, rest: number, unit: string): string => (rest ? `${most} ${unit}` : most);

/** After words from right to left the groups of a phone number would change places, but for the mark. */
const example = '\u200e050\u00a0123\u00a04567\u200e';

export const checkout: Branded<CheckoutStrings> = ({payby, botim}) => ({
  // Western digits, as on every price tag and phone in the Emirates; left to themselves, some browsers take those
  // of the reader's country. Amounts read "AED 25.00", as on the cashier's card and screen.
  format: 'ur-AE-u-nu-latn',
  money: (amount, currency) => `${currency}\u00a0${amount}`,
  // Titles begin in Urdu, so that a message or a calendar that goes by the first letter sets them from the right.
  label: `ادائیگی بذریعہ ${payby}`,
  idle: {title: 'ادائیگی تیار ہو رہی ہے', text: 'ادائیگی کا کوڈ یہاں نظر آئے گا۔'},
  invalid: {
    title: 'یہ ادائیگی دکھائی نہیں جا سکتی',
    text: 'یہاں کوئی رقم نہیں کٹی۔ براہِ کرم واپس جا کر دوبارہ شروع کریں۔',
  },
  scan: {title: 'ادائیگی کے لیے اسکین کریں', text: `${payby} یا ${botim} ایپ کھولیں اور یہ کوڈ اسکین کریں۔`},
  confirmInApp: {title: 'کسٹمر کا انتظار ہے', text: 'کسٹمر کو اپنی ایپ میں ادائیگی کی تصدیق کرنی ہے۔'},
  cash: {title: 'نقد ادائیگی کریں', text: 'یہ کوڈ کسی پارٹنر اسٹور پر دکھائیں۔'},
  scanned: {title: 'کوڈ اسکین ہو گیا', text: 'ادائیگی ایپ میں مکمل کریں۔'},
  ended: {
    title: 'ادائیگی چیک کی جا رہی ہے',
    text: 'وقت ختم ہو گیا ہے۔ ابھی ادائیگی نہ کریں: ہم دیکھ رہے ہیں کہ آپ کی ادائیگی آئی یا نہیں۔',
  },
  settling: {
    title: 'ادائیگی موصول ہو گئی',
    text: 'ادائیگی مکمل کی جا رہی ہے۔ آپ کو کچھ کرنے کی ضرورت نہیں۔',
  },
  orderNumber: 'آرڈر نمبر',
  timeLeft: 'باقی وقت',
  payBefore: (time) => `${time} سے پہلے ادائیگی کریں`,
  longTime: (left) =>
    left.days
      ? joined(`${left.days} دن`, left.hours, hours(left.hours))
      : joined(hours(left.hours), left.minutes, `${left.minutes} منٹ`),
  qrLabel: (amount) => `${amount} کی ادائیگی کا QR کوڈ`,
  openApp: `${botim} یا ${payby} سے ادائیگی کریں`,
  waiting: 'آپ کی ادائیگی کا انتظار ہے',
  otherPhone: 'یا کسی دوسرے فون سے اسکین کریں',
});

export const outcomes: OutcomeStrings = {
  paid: {title: 'ادائیگی موصول ہو گئی', text: 'شکریہ۔'},
  failed: {title: 'ادائیگی مکمل نہیں ہوئی', text: 'دوبارہ کوشش کریں، یا کسی اور طریقے سے ادائیگی کریں۔'},
  cancelled: {
    title: 'ادائیگی منسوخ ہو گئی',
    text: 'اب اس آرڈر کی ادائیگی نہیں ہو سکتی۔ آپ نیا آرڈر دے سکتے ہیں۔',
  },
  expired: {
    title: 'کوڈ کی میعاد ختم ہو گئی',
    text: 'مقررہ وقت میں کوئی ادائیگی موصول نہیں ہوئی۔ اگر آپ ادائیگی کر چکے ہیں تو یہیں رہیں: ہم چیک کرتے رہیں گے۔',
  },
  revoked: {
    title: 'ادائیگی واپس کر دی گئی',
    text: 'آپ نے جو بھی رقم ادا کی ہے، وہ آپ کو واپس ملے گی۔',
  },
  noLongerChecked:
    'کوئی ادائیگی موصول نہیں ہوئی۔ اگر آپ ادائیگی کر چکے ہیں تو دکان سے پوچھیں اور آرڈر نمبر بتائیں۔',
  paidBeforeCancel: 'آپ کی ادائیگی منسوخی سے پہلے ہی موصول ہو گئی۔',
  causes: {
    declined: {
      title: 'ادائیگی مسترد ہو گئی',
      text: 'ایپ میں دوسرا کارڈ چن کر دوبارہ کوشش کریں، یا کسی اور طریقے سے ادائیگی کریں۔',
    },
    balance: {
      title: 'بیلنس ناکافی ہے',
      text: 'ایپ میں رقم شامل کر کے دوبارہ کوشش کریں، یا کسی اور طریقے سے ادائیگی کریں۔',
    },
    limit: {
      title: 'ادائیگی کی حد پوری ہو گئی',
      text: 'ایپ میں حدیں دیکھیں، یا کسی اور طریقے سے ادائیگی کریں۔',
    },
    identity: {
      title: 'شناخت کی تصدیق نہیں ہوئی',
      text: 'ایپ میں شناخت کی تصدیق مکمل کریں، پھر دوبارہ کوشش کریں۔',
    },
  },
};

export const languagePicker: LanguagePickerStrings = {label: 'زبان'};

export const connection: ConnectionStrings = {
  retrying: 'اس وقت دکان سے رابطہ نہیں ہو پا رہا۔ ہم چیک کرتے رہیں گے۔',
  offline: 'آپ آف لائن ہیں۔ انٹرنیٹ بحال ہوتے ہی ہم آپ کی ادائیگی چیک کریں گے۔',
  lastChecked: (seconds) => `آخری بار ${seconds} سیکنڈ پہلے چیک کیا گیا۔`,
  checkNow: 'ابھی چیک کریں',
};

export const actions: Branded<ActionStrings> = ({payby, botim}) => ({
  cancel: 'ادائیگی منسوخ کریں',
  renew: 'نیا کوڈ حاصل کریں',
  retry: 'دوبارہ کوشش کریں',
  extend: 'مجھے مزید وقت چاہیے',
  endsSoon: 'دو منٹ سے کم رہ گئے ہیں۔',
  confirmCancel: 'یہ ادائیگی منسوخ کریں؟',
  yesCancel: 'ہاں، منسوخ کریں',
  doNotCancel: 'نہیں، جاری رکھیں',
  busy: 'ایک لمحہ…',
  notCancelled: 'منسوخ نہیں ہو سکی۔ شاید ادائیگی ہو چکی ہے: ہم چیک کر رہے ہیں۔',
  notRenewed: 'ابھی نیا کوڈ نہیں ملا۔ براہِ کرم دوبارہ کوشش کریں۔',
  notExtended: 'وقت نہیں بڑھ سکا۔ براہِ کرم دوبارہ کوشش کریں۔',
  noApp: `ایپ نہیں کھلی؟ یہ کوڈ کسی دوسرے فون سے اسکین کریں، یا پہلے ${payby} یا ${botim} انسٹال کریں۔`,
});

export const guide: GuideStrings = {
  howTo: 'نقد ادائیگی کا طریقہ',
  steps: (amount) => [
    'اپنے قریب کوئی پارٹنر اسٹور تلاش کریں۔',
    'یہ کوڈ کیشیئر کو دکھائیں۔',
    `پورے ${amount} نقد ادا کریں۔`,
    'جب تک «ادائیگی موصول ہو گئی» نظر نہ آئے، یہ صفحہ کھلا رکھیں۔',
  ],
  credited: (subject) => `آپ کو ملے گا: ${subject}`,
  done: 'نقد ادائیگی ہو گئی',
};

export const voucher: VoucherStrings = {
  payBefore: 'اس سے پہلے ادائیگی کریں',
  uaeTime: (time) => `${time}، امارات کے وقت کے مطابق`,
  orderTime: 'آرڈر کا وقت',
  copy: 'آرڈر نمبر کاپی کریں',
  copied: 'کاپی ہو گیا',
  notCopied: 'کاپی کرنے کے لیے نمبر کو دبائے رکھیں۔',
  enlarge: 'کوڈ بڑا کریں',
  showCashier: 'کیشیئر کو دکھائیں',
  close: 'بند کریں',
  scanned: (amount) => ({
    title: 'کیشیئر کو آپ کا کوڈ مل گیا',
    text: `${amount} نقد ادا کریں اور یہاں تصدیق آنے تک رکیں۔`,
  }),
  ended: {
    title: 'ادائیگی چیک کی جا رہی ہے',
    text: 'وقت ختم ہو گیا ہے۔ اگر آپ نے ابھی ادائیگی نہیں کی تو نقد رقم نہ دیں۔',
  },
};

export const exportTools: Branded<ExportStrings> = ({payby, botim}) => ({
  save: 'محفوظ کریں',
  print: 'پرنٹ',
  share: 'شیئر',
  calendar: 'یاد دلائیں',
  label: 'یہ کوڈ اپنے پاس رکھیں',
  page: `${payby} کا صفحہ کھولیں`,
  title: `نقد ادائیگی بذریعہ ${payby}`,
  plainTitle: `ادائیگی بذریعہ ${payby} یا ${botim}`,
  howTo: 'ادائیگی کا طریقہ',
  orderNumber: 'آرڈر نمبر',
  payBefore: (time) => `${time} سے پہلے ادائیگی کریں`,
  inEmirates: (time) => `(${time})`,
  steps: (amount) => [
    'کسی پارٹنر اسٹور پر جائیں اور یہ کوڈ دکھائیں۔',
    `پورے ${amount} نقد ادا کریں۔`,
    'جہاں آرڈر دیا تھا، وہیں تصدیق کا انتظار کریں۔',
  ],
  imageLabel: (amount) => `${amount} کی ادائیگی کے کوڈ کی تصویر، محفوظ کرنے کے لیے تیار`,
  holdToSave: {
    title: 'تصویر کو دبائے رکھیں',
    text: 'پھر اسے محفوظ کر لیں۔ اسکرین شاٹ بھی کافی ہے۔',
  },
  close: 'بند کریں',
  saved: 'تصویر ڈاؤن لوڈز میں محفوظ ہو گئی۔',
  notSaved: 'تصویر نہیں بن سکی۔ اس کے بجائے کوڈ کا اسکرین شاٹ لے لیں۔',
  notPrinted: 'اس براؤزر سے یہاں پرنٹ نہیں ہو سکتا۔ اس کے بجائے تصویر محفوظ کر لیں۔',
  copied: 'کاپی ہو گیا۔ اسے کسی میسج میں پیسٹ کریں۔',
  notShared: 'یہاں سے شیئر نہیں ہو سکا۔ اس کے بجائے تصویر محفوظ کر لیں۔',
  replaced: 'یہ نیا کوڈ ہے۔ اگر آپ نے پہلے محفوظ یا پرنٹ کیا تھا تو براہ کرم دوبارہ کریں۔',
  reminder: (amount) => `نقد ادائیگی: ${amount} بذریعہ ${payby}`,
});

export const stores: StoresStrings = {
  title: 'پارٹنر اسٹورز',
  search: 'نام یا علاقے سے تلاش کریں',
  nearMe: 'میرے قریب',
  finding: 'آپ کی لوکیشن معلوم کی جا رہی ہے…',
  nearestFirst: 'قریب ترین اسٹور پہلے۔',
  refused: 'لوکیشن بند ہے۔ نام یا علاقے سے تلاش کریں۔',
  noPlace: 'آپ کی لوکیشن معلوم نہیں ہو سکی۔ نام یا علاقے سے تلاش کریں۔',
  found: (count) => (count === 1 ? '1 اسٹور ملا۔' : `${count} اسٹور ملے۔`),
  none: 'کوئی اسٹور نہیں ملا۔ کوئی اور نام یا علاقہ آزمائیں۔',
  more: 'مزید اسٹور دکھائیں',
  directions: 'راستہ',
  directionsTo: (name) => `${name} کا راستہ`,
  call: (name, phone) => `${name} کو کال کریں، ${phone}`,
  meters: (count) => `${count} میٹر`,
  kilometers: (count) => `${count} کلومیٹر`,
  loading: 'پارٹنر اسٹورز لوڈ ہو رہے ہیں…',
  unreachable: 'اسٹورز کی فہرست لوڈ نہیں ہو سکی۔',
  tryAgain: 'دوبارہ کوشش کریں',
};

export const sendGuide: SendGuideStrings = {
  open: 'یہ طریقہ میرے فون پر بھیجیں',
  label: 'موبائل نمبر',
  hint: `مثلاً ${example}۔ ہم ایک SMS بھیجیں گے اور آپ کا نمبر محفوظ نہیں رکھیں گے۔`,
  send: 'بھیجیں',
  invalid: `یہ موبائل نمبر نہیں لگتا۔ براہِ کرم دوبارہ دیکھیں: ${example}، یا بیرونِ ملک کا نمبر: \u200e+92…\u200e`,
  sending: 'بھیجا جا رہا ہے…',
  sent: 'بھیج دیا گیا۔ پہنچنے میں ایک منٹ لگ سکتا ہے۔',
  notSent:
    'نہیں بھیجا جا سکا۔ آپ کا کوڈ اب بھی کارآمد ہے: تصویر محفوظ کر لیں، یا ایک منٹ بعد دوبارہ کوشش کریں۔',
  wait: (seconds) => `${seconds} سیکنڈ بعد دوبارہ بھیجا جا سکتا ہے۔`,
  unreachable: 'فارم لوڈ نہیں ہو سکا۔ انٹرنیٹ چیک کریں اور دوبارہ کوشش کریں۔',
};

export const redirect: RedirectStrings = {
  continueTo: (site) => `${site} پر جائیں`,
  leaving: 'آپ کو چند لمحوں میں وہاں لے جایا جائے گا…',
  stay: 'اسی صفحے پر رہیں',
};

export const scan: ScanStrings = {
  label: 'کسٹمر کا ادائیگی والا کوڈ',
  blind: 'اسکین سے پہلے یہاں ٹیپ کریں',
  off: 'اسکیننگ بند ہے',
  busy: 'ایک لمحہ…',
  required: 'کسٹمر کا کوڈ اسکین کریں۔',
};

export const scanStatus: ScanStatusStrings = {
  armed: 'اسکین کے لیے تیار',
  receiving: 'پڑھا جا رہا ہے…',
  accepted: 'کوڈ قبول ہو گیا',
  rejected: 'کوڈ قبول نہیں ہوا',
  control: 'اس کوڈ میں ایسے حروف ہیں جو ادائیگی کے کوڈ میں نہیں ہوتے۔ کسٹمر کی ایپ والا کوڈ اسکین کریں۔',
  tooShort: 'یہ کوڈ بہت چھوٹا ہے۔ کسٹمر کی ایپ والا کوڈ اسکین کریں۔',
  tooLong: 'یہ کوڈ بہت لمبا ہے۔ کسٹمر کی ایپ والا کوڈ اسکین کریں۔',
  pattern: 'یہ ادائیگی کا کوڈ نہیں ہے۔ کسٹمر کی ایپ والا کوڈ اسکین کریں۔',
  shiftHeld: 'Shift بٹن دبا ہوا ہے۔ اسے چھوڑ کر دوبارہ اسکین کریں۔',
  duplicate: 'دو بار اسکین ہوا، ایک بار لیا گیا',
  stillBusy: 'ابھی پچھلے کوڈ پر کام جاری ہے',
  noAnswer: 'ابھی کوئی جواب نہیں آیا۔ دوبارہ اسکین کرنے سے پہلے دیکھ لیں کہ کسٹمر سے رقم لی گئی ہے یا نہیں۔',
  notEntered: 'لکھا ہوا کوڈ استعمال کرنے کے لیے Enter دبائیں۔',
  reveal: 'کوڈ دکھائیں',
};

export const diagnosis: DiagnosisStrings = {
  'no-suffix':
    'یہ اسکینر کوڈ کے بعد Enter نہیں بھیجتا۔ اس کا suffix ‏Enter (CR) پر سیٹ کریں تاکہ کوڈ فوراً پڑھا جائے۔',
  'us-keyboard': 'یہ کمپیوٹر اسکینر کے حروف بدل دیتا ہے۔ اسکینر کو US کی بورڈ پر سیٹ کریں۔',
  'host-keyboard':
    'یہ اسکینر اسی کمپیوٹر کے کی بورڈ پر سیٹ ہے اور صرف یہیں چلتا ہے۔ ممکن ہو تو اسے US کی بورڈ پر سیٹ کریں۔',
  'caps-lock': 'Caps Lock آن ہے۔ اسے بند کریں۔',
  'shift-held': 'Shift بٹن دبا ہوا یا پھنسا ہوا ہے۔ اسے چھوڑ کر دوبارہ اسکین کریں۔',
  'control-characters':
    'یہ اسکینر کنٹرول کیریکٹر بھیجتا ہے جو براؤزر کے شارٹ کٹ چلا سکتے ہیں۔ اسکینر میں انہیں بند کریں۔',
  slow: 'یہ اسکینر آہستہ لکھتا ہے۔ حروف کے درمیان وقفہ (inter-character delay) کم کریں۔',
  unreadable: 'کچھ حروف پڑھے نہیں جا سکے۔ اسکینر کو US کی بورڈ پر سیٹ کر کے دوبارہ اسکین کریں۔',
  'not-recognised':
    'حروف آئے، مگر اسکین کے لیے بہت آہستہ یا بے ترتیب تھے۔ حروف کے درمیان وقفہ کم کریں اور suffix کو Enter (CR) پر سیٹ کریں۔',
  nothing:
    'کچھ نہیں آیا۔ اس صفحے پر کلک کریں، اسکینر کی تار یا بلوٹوتھ دیکھیں، اور اسے کی بورڈ (HID) موڈ پر سیٹ کریں۔',
};

export const cameraButton: CameraButtonStrings = {
  open: 'کیمرے سے اسکین کریں',
  close: 'کیمرا بند کریں',
  notLoaded: 'کوڈ پڑھنے والا حصہ لوڈ نہیں ہو سکا۔ کنکشن دیکھ کر دوبارہ کوشش کریں۔',
};

export const camera: CameraStrings = {
  picture: 'کیمرے کا منظر',
  starting: 'کیمرا کھل رہا ہے۔ براؤزر اجازت مانگ سکتا ہے۔',
  paused: 'جب کوئی یہ صفحہ نہ دیکھ رہا ہو تو کیمرا رکا رہتا ہے۔',
  aim: 'کسٹمر کا کوڈ کیمرے کے سامنے رکھیں۔',
  several: 'ایک سے زیادہ کوڈ نظر آ رہے ہیں۔ صرف کسٹمر کا کوڈ دکھائیں۔',
  torch: 'ٹارچ',
  choose: 'کیمرا',
  numbered: (n) => `کیمرا ${n}`,
  tryAgain: 'دوبارہ کوشش کریں',
  errors: {
    insecure: 'کیمرے کے لیے محفوظ صفحہ (https) چاہیے۔ بارکوڈ اسکینر استعمال کریں یا کوڈ لکھیں۔',
    forbidden: 'یہ صفحہ کیمرے کی اجازت نہیں دیتا۔ بارکوڈ اسکینر استعمال کریں، یا کوڈ ٹائپ کریں۔',
    unsupported: 'یہ براؤزر صفحات کو کیمرا نہیں دیتا۔ بارکوڈ اسکینر استعمال کریں یا کوڈ لکھیں۔',
    refused: 'یہاں کیمرے کی اجازت نہیں ہے۔ براؤزر کی سیٹنگز میں اس صفحے کو اجازت دیں، پھر دوبارہ کوشش کریں۔',
    missing: 'کوئی کیمرا نہیں ملا۔ کیمرا لگا کر دوبارہ کوشش کریں، یا بارکوڈ اسکینر استعمال کریں۔',
    taken: 'کیمرا شروع نہیں ہوا۔ کیمرا استعمال کرنے والے دوسرے پروگرام بند کریں، پھر دوبارہ کوشش کریں۔',
    lost: 'کیمرا منقطع ہو گیا۔ اسے دوبارہ جوڑ کر کوشش کریں۔',
    blocked: 'اس صفحے کی سیکیورٹی سیٹنگز کیمرے کو کوڈ پڑھنے سے روکتی ہیں۔ بارکوڈ اسکینر استعمال کریں۔',
    unreadable: cameraButton.notLoaded,
  },
};
