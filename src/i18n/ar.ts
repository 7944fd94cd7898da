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

/** Arabic counts in four forms here: one, two, three to ten, eleven and more. */
const counted = (n: number, one: string, two: string, few: string, many: string): string => {
  if (n === 1) return one;
  if (n === 2) return two;
  return n >= 3 && n <= 10 ? `${n} ${few}` : `${n} ${many}`;
};
const days = (n: number): string => counted(n, 'يوم', 'يومان', 'أيام', 'يومًا');
const hours = (n: number): string => counted(n, 'ساعة', 'ساعتان', 'ساعات', 'ساعة');
const minutes = (n: number): string => counted(n, 'دقيقة', 'دقيقتان', 'دقائق', 'دقيقة');

/** Beyond a hundred the last two digits decide, and round hundreds count a single one. */
const shops = (n: number): string => {
  const rest = n % 100;
  if (n > 99 && rest < 3) return `${n} متجر`;
  return n > 99 && rest <= 10 ? `${n} متاجر` : counted(n, 'متجر واحد', 'متجران', 'متاجر', 'متجرًا');
};

/** "ساعتان و5 دقائق", and "ساعتان" on the hour. */
const joined = (most: string, rest: number, unit: (n: number) => string): string =>
  rest ? `${most} و${unit(rest)}` : most;

export const checkout: Branded<CheckoutStrings> = ({payby, botim}) => ({
  // Latin digits, as on UAE price tags, so that amounts and order numbers look alike on both screens.
  format: 'ar-AE-u-nu-latn',
  money: (amount, currency) => `\u200f${amount}\u00a0${currency === 'AED' ? 'د.إ.\u200f' : currency}`,
  label: `الدفع عبر ${payby}`,
  idle: {title: 'جارٍ تجهيز عملية الدفع', text: 'سيظهر رمز الدفع هنا.'},
  invalid: {title: 'تعذّر عرض عملية الدفع هذه', text: 'لم يُخصم أي مبلغ هنا. يُرجى الرجوع والبدء من جديد.'},
  scan: {title: 'امسح الرمز للدفع', text: `افتح تطبيق ${payby} أو ${botim} وامسح هذا الرمز.`},
  confirmInApp: {title: 'بانتظار العميل', text: 'يجب تأكيد الدفع في تطبيق العميل.'},
  cash: {title: 'الدفع نقدًا', text: 'اعرض هذا الرمز في أحد المتاجر الشريكة.'},
  scanned: {title: 'تم مسح الرمز', text: 'أكمل الدفع في التطبيق.'},
  ended: {
    title: 'جارٍ التحقق من الدفع',
    text: 'انتهى الوقت. يُرجى عدم الدفع الآن: نتحقق مما إذا كانت دفعتك قد وصلت.',
  },
  settling: {title: 'تم استلام الدفع', text: 'نستكمل العملية الآن. لا يلزمك القيام بأي شيء.'},
  orderNumber: 'رقم الطلب',
  timeLeft: 'الوقت المتبقي',
  payBefore: (time) => `ادفع قبل ${time}`,
  longTime: (left) =>
    left.days ? joined(days(left.days), left.hours, hours) : joined(hours(left.hours), left.minutes, minutes),
  qrLabel: (amount) => `رمز QR لدفع ${amount}`,
  openApp: `ادفع عبر ${botim} أو ${payby}`,
  waiting: 'في انتظار الدفع',
  otherPhone: 'أو امسح الرمز بهاتف آخر',
});

export const outcomes: OutcomeStrings = {
  paid: {title: 'تم استلام الدفع', text: 'شكرًا لك.'},
  failed: {title: 'لم يكتمل الدفع', text: 'حاول مرة أخرى، أو اختر طريقة دفع أخرى.'},
  cancelled: {title: 'أُلغي الدفع', text: 'لم يعد بالإمكان دفع هذا الطلب. يمكنك تقديم طلب جديد.'},
  expired: {
    title: 'انتهت صلاحية الرمز',
    text: 'لم يصل أي دفع في الوقت المحدد. إذا كنت قد دفعت فابقَ هنا: نحن نواصل التحقق.',
  },
  revoked: {title: 'تم إلغاء الدفعة وردّ المبلغ', text: 'سيُعاد إليك أي مبلغ دفعته.'},
  noLongerChecked: 'لم يصل أي دفع. إذا كنت قد دفعت فاسأل المتجر واذكر رقم الطلب.',
  paidBeforeCancel: 'وصل الدفع قبل أن يتم الإلغاء.',
  causes: {
    declined: {title: 'رُفض الدفع', text: 'اختر بطاقة أخرى في التطبيق وحاول مرة أخرى، أو ادفع بطريقة أخرى.'},
    balance: {title: 'الرصيد غير كافٍ', text: 'أضف رصيدًا في التطبيق وحاول مرة أخرى، أو ادفع بطريقة أخرى.'},
    limit: {title: 'تم بلوغ حد الدفع', text: 'تحقق من الحدود في التطبيق، أو ادفع بطريقة أخرى.'},
    identity: {title: 'لم يتم التحقق من الهوية', text: 'أكمل التحقق من الهوية في التطبيق، ثم حاول مرة أخرى.'},
  },
};

export const languagePicker: LanguagePickerStrings = {label: 'اللغة'};

export const connection: ConnectionStrings = {
  retrying: 'تعذّر الوصول إلى المتجر الآن. سنواصل التحقق.',
  offline: 'لا يوجد اتصال بالإنترنت. سنتحقق من الدفع فور عودة الاتصال.',
  lastChecked: (seconds) => `آخر تحقق قبل ${counted(seconds, 'ثانية', 'ثانيتين', 'ثوانٍ', 'ثانية')}.`,
  checkNow: 'تحقق الآن',
};

export const actions: Branded<ActionStrings> = ({payby, botim}) => ({
  cancel: 'إلغاء الدفع',
  renew: 'احصل على رمز جديد',
  retry: 'حاول مرة أخرى',
  extend: 'أحتاج إلى مزيد من الوقت',
  endsSoon: 'بقي أقل من دقيقتين.',
  confirmCancel: 'هل تريد إلغاء عملية الدفع هذه؟',
  yesCancel: 'نعم، ألغِها',
  doNotCancel: 'لا، أبقِها',
  busy: 'لحظة من فضلك…',
  notCancelled: 'تعذّر الإلغاء. ربما تم الدفع بالفعل: نحن نتحقق.',
  notRenewed: 'لا يوجد رمز جديد بعد. يُرجى المحاولة مرة أخرى.',
  notExtended: 'تعذّر تمديد الوقت. يُرجى المحاولة مرة أخرى.',
  noApp: `لم يُفتح أي تطبيق؟ امسح هذا الرمز بهاتف آخر، أو ثبّت ${payby} أو ${botim} أولًا.`,
});

export const guide: GuideStrings = {
  howTo: 'طريقة الدفع نقدًا',
  steps: (amount) => [
    'ابحث عن متجر شريك قريب منك.',
    'اعرض هذا الرمز على أمين الصندوق.',
    `ادفع ${amount} بالضبط نقدًا.`,
    'أبقِ هذه الصفحة مفتوحة حتى تظهر عبارة «تم استلام الدفع».',
  ],
  credited: (subject) => `ستحصل على: ${subject}`,
  done: 'تم الدفع نقدًا',
};

export const voucher: VoucherStrings = {
  payBefore: 'ادفع قبل',
  uaeTime: (time) => `${time} بتوقيت الإمارات`,
  orderTime: 'وقت الطلب',
  copy: 'انسخ رقم الطلب',
  copied: 'تم النسخ',
  notCopied: 'اضغط مطولًا على الرقم لنسخه.',
  enlarge: 'تكبير الرمز',
  showCashier: 'اعرضه على أمين الصندوق',
  close: 'إغلاق',
  scanned: (amount) => ({
    title: 'مسح أمين الصندوق رمزك',
    text: `ادفع ${amount} نقدًا وانتظر حتى يظهر التأكيد هنا.`,
  }),
  ended: {
    title: 'جارٍ التحقق من الدفع',
    text: 'انتهى الوقت. إذا لم تدفع بعد فلا تسلّم أي مبلغ نقدي.',
  },
};

export const exportTools: Branded<ExportStrings> = ({payby, botim}) => ({
  save: 'حفظ الصورة',
  print: 'طباعة',
  share: 'مشاركة',
  calendar: 'ذكّرني',
  label: 'احتفظ بهذا الرمز',
  page: `افتح صفحة ${payby}`,
  title: `الدفع نقدًا عبر ${payby}`,
  plainTitle: `الدفع عبر ${payby} أو ${botim}`,
  howTo: 'طريقة الدفع',
  orderNumber: 'رقم الطلب',
  payBefore: (time) => `ادفع قبل ${time}`,
  inEmirates: (time) => `(${time})`,
  steps: (amount) => [
    'اذهب إلى متجر شريك واعرض هذا الرمز.',
    `ادفع ${amount} بالضبط نقدًا.`,
    'انتظر التأكيد حيث قدّمت الطلب.',
  ],
  imageLabel: (amount) => `صورة فيها رمز دفع ${amount}، جاهزة للحفظ`,
  holdToSave: {
    title: 'اضغط مطولًا على الصورة',
    text: 'ثم اختر حفظها. ويمكنك أيضًا أخذ لقطة شاشة.',
  },
  close: 'إغلاق',
  saved: 'حُفظت الصورة في التنزيلات.',
  notSaved: 'تعذّر إنشاء الصورة. خذ لقطة شاشة للرمز بدلًا من ذلك.',
  notPrinted: 'لا يمكن الطباعة من هذا المتصفح. احفظ الصورة بدلًا من ذلك.',
  copied: 'تم النسخ. ألصقه في رسالة.',
  notShared: 'تعذّرت المشاركة هنا. احفظ الصورة بدلًا من ذلك.',
  replaced: 'هذا رمز جديد. إذا كنت قد حفظته أو طبعته من قبل، فيرجى إعادة ذلك.',
  reminder: (amount) => `ادفع ${amount} نقدًا عبر ${payby}`,
});

export const stores: StoresStrings = {
  title: 'المتاجر الشريكة',
  search: 'ابحث بالاسم أو المنطقة',
  nearMe: 'القريبة مني',
  finding: 'جارٍ تحديد موقعك…',
  nearestFirst: 'الأقرب أولًا.',
  refused: 'الموقع متوقف. ابحث بالاسم أو المنطقة.',
  noPlace: 'تعذّر تحديد موقعك. ابحث بالاسم أو المنطقة.',
  found: shops,
  none: 'لم نجد أي متجر. جرّب اسمًا آخر أو منطقة أخرى.',
  more: 'عرض المزيد من المتاجر',
  directions: 'الاتجاهات',
  directionsTo: (name) => `الاتجاهات إلى ${name}`,
  call: (name, phone) => `اتصل بـ ${name}، ${phone}`,
  meters: (count) => `${count} م`,
  kilometers: (count) => `${count} كم`,
  loading: 'جارٍ تحميل المتاجر الشريكة…',
  unreachable: 'تعذّر تحميل قائمة المتاجر.',
  tryAgain: 'أعد المحاولة',
};

export const sendGuide: SendGuideStrings = {
  open: 'أرسل لي الخطوات برسالة نصية',
  label: 'رقم الهاتف المتحرك',
  hint: 'مثال: \u200e050\u00a0123\u00a04567\u200e. سنرسل رسالة نصية واحدة ولن نحتفظ برقمك.',
  send: 'إرسال',
  invalid:
    'لا يبدو هذا رقم هاتف متحرك. يُرجى التحقق منه: \u200e050\u00a0123\u00a04567\u200e، أو ‎+44…‎ من خارج الدولة.',
  sending: 'جارٍ الإرسال…',
  sent: 'تم الإرسال. قد يستغرق الوصول دقيقة.',
  notSent: 'لم يتم الإرسال. رمزك لا يزال صالحًا: احفظ الصورة، أو أعد المحاولة بعد دقيقة.',
  wait: (seconds) => `يمكنك الإرسال مجددًا بعد ${counted(seconds, 'ثانية', 'ثانيتين', 'ثوانٍ', 'ثانية')}.`,
  unreachable: 'تعذّر تحميل النموذج. تحقق من اتصالك وأعد المحاولة.',
};

export const redirect: RedirectStrings = {
  continueTo: (site) => `المتابعة إلى ${site}`,
  leaving: 'سننقلك إلى هناك بعد لحظات…',
  stay: 'البقاء في هذه الصفحة',
};

export const scan: ScanStrings = {
  label: 'رمز دفع العميل',
  blind: 'اضغط هنا قبل المسح',
  off: 'المسح متوقف',
  busy: 'لحظة من فضلك…',
  required: 'امسح رمز العميل.',
};

export const scanStatus: ScanStatusStrings = {
  armed: 'جاهز للمسح',
  receiving: 'جارٍ القراءة…',
  accepted: 'تم قبول الرمز',
  rejected: 'لم يُقبل الرمز',
  control: 'يحتوي هذا الرمز على محارف لا توجد في رموز الدفع. امسح الرمز الموجود في تطبيق العميل.',
  tooShort: 'هذا الرمز قصير جدًا. امسح الرمز الموجود في تطبيق العميل.',
  tooLong: 'هذا الرمز طويل جدًا. امسح الرمز الموجود في تطبيق العميل.',
  pattern: 'هذا ليس رمز دفع. امسح الرمز الموجود في تطبيق العميل.',
  shiftHeld: 'مفتاح Shift مضغوط. اتركه وامسح من جديد.',
  duplicate: 'مُسح الرمز مرتين واحتُسب مرة واحدة',
  stillBusy: 'ما زلنا نعالج الرمز السابق',
  noAnswer: 'لم يصل أي رد بعد. تحقق مما إذا كان العميل قد دفع قبل أن تمسح من جديد.',
  notEntered: 'اضغط Enter لاستخدام الرمز الذي كتبته.',
  reveal: 'إظهار الرمز',
};

export const diagnosis: DiagnosisStrings = {
  'no-suffix': 'لا يرسل هذا القارئ Enter بعد الرمز. اضبط اللاحقة فيه على Enter (CR) ليُقرأ الرمز فورًا.',
  'us-keyboard': 'يغيّر هذا الحاسوب ما يكتبه القارئ. اضبط القارئ على لوحة المفاتيح الأمريكية (US).',
  'host-keyboard':
    'هذا القارئ مضبوط على لوحة مفاتيح هذا الحاسوب ولا يعمل إلا معه. اضبطه على لوحة المفاتيح الأمريكية (US) إن أمكن.',
  'caps-lock': 'مفتاح Caps Lock مفعّل. أوقفه.',
  'shift-held': 'مفتاح Shift مضغوط أو عالق. اتركه وامسح من جديد.',
  'control-characters': 'يرسل هذا القارئ محارف تحكم قد تشغّل اختصارات المتصفح. أوقف إرسالها في القارئ.',
  slow: 'هذا القارئ بطيء. قلّل المهلة بين المحارف (inter-character delay) في إعداداته.',
  unreadable: 'تعذّرت قراءة بعض المحارف. اضبط القارئ على لوحة المفاتيح الأمريكية (US) وامسح من جديد.',
  'not-recognised':
    'وصلت محارف، لكن ببطء أو بلا انتظام فلم تُعرف أنها مسح. قلّل المهلة بين المحارف واضبط اللاحقة على Enter (CR).',
  nothing:
    'لم يصل شيء. انقر على هذه الصفحة، وتحقق من كابل القارئ أو البلوتوث، واضبطه على وضع لوحة المفاتيح (HID).',
};

export const cameraButton: CameraButtonStrings = {
  open: 'المسح بالكاميرا',
  close: 'إغلاق الكاميرا',
  notLoaded: 'تعذّر تحميل ما يقرأ الرموز. تحقق من الاتصال ثم حاول مرة أخرى.',
};

export const camera: CameraStrings = {
  picture: 'ما تراه الكاميرا',
  starting: 'جارٍ تشغيل الكاميرا. قد يطلب المتصفح الإذن.',
  paused: 'تتوقف الكاميرا عندما لا تكون هذه الصفحة ظاهرة.',
  aim: 'ضع رمز العميل أمام الكاميرا.',
  several: 'يظهر أكثر من رمز. اعرض رمز العميل وحده.',
  torch: 'المصباح',
  choose: 'الكاميرا',
  numbered: (n) => `كاميرا ${n}`,
  tryAgain: 'حاول مرة أخرى',
  errors: {
    insecure: 'تحتاج الكاميرا إلى صفحة آمنة (https). استخدم قارئ الباركود أو اكتب الرمز.',
    forbidden: 'هذه الصفحة لا تسمح بالكاميرا. استخدم قارئ الباركود، أو اكتب الرمز.',
    unsupported: 'لا يتيح هذا المتصفح الكاميرا للصفحات. استخدم قارئ الباركود أو اكتب الرمز.',
    refused: 'الكاميرا غير مسموح بها هنا. اسمح بها في إعدادات المتصفح لهذه الصفحة ثم حاول مرة أخرى.',
    missing: 'لم يُعثر على كاميرا. صِل واحدة وحاول مرة أخرى، أو استخدم قارئ الباركود.',
    taken: 'لم تعمل الكاميرا. أغلق البرامج الأخرى التي تستخدمها ثم حاول مرة أخرى.',
    lost: 'انقطع الاتصال بالكاميرا. أعد توصيلها ثم حاول مرة أخرى.',
    blocked: 'تمنع إعدادات الأمان في هذه الصفحة الكاميرا من قراءة الرموز. استخدم قارئ الباركود.',
    unreadable: cameraButton.notLoaded,
  },
};
