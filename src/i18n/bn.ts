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

/** "2 ঘণ্টা 5 মিনিট", and "2 ঘণ্টা" on the hour. After a number no unit changes its form. */
const joined = (most: number, unit: string, rest: number, restUnit: string): string =>
  rest ? `${most} ${unit} ${rest} ${restUnit}` : `${most} ${unit}`;

export const checkout: Branded<CheckoutStrings> = ({payby, botim}) => ({
  // Western digits and thousands, as on every price tag in the Emirates and on the cashier's screen.
  format: 'bn-AE-u-nu-latn',
  money: (amount, currency) => `${currency}\u00a0${amount}`,
  label: `${payby} পেমেন্ট`,
  idle: {title: 'পেমেন্ট তৈরি হচ্ছে', text: 'পেমেন্টের কোড এখানে দেখা যাবে।'},
  invalid: {
    title: 'এই পেমেন্ট দেখানো যাচ্ছে না',
    text: 'এখানে কোনো টাকা কাটা হয়নি। অনুগ্রহ করে ফিরে গিয়ে আবার শুরু করুন।',
  },
  scan: {title: 'পেমেন্ট করতে স্ক্যান করুন', text: `${payby} বা ${botim} অ্যাপ খুলে এই কোড স্ক্যান করুন।`},
  confirmInApp: {
    title: 'গ্রাহকের জন্য অপেক্ষা',
    text: 'গ্রাহককে নিজের অ্যাপে পেমেন্ট নিশ্চিত করতে হবে।',
  },
  cash: {title: 'নগদে পেমেন্ট করুন', text: 'এই কোড কোনো পার্টনার স্টোরে দেখান।'},
  scanned: {title: 'কোড স্ক্যান হয়েছে', text: 'অ্যাপে পেমেন্ট শেষ করুন।'},
  ended: {
    title: 'পেমেন্ট যাচাই করা হচ্ছে',
    text: 'সময় শেষ। এখন পেমেন্ট করবেন না: আপনার পেমেন্ট এসেছে কি না, আমরা দেখছি।',
  },
  settling: {title: 'পেমেন্ট পাওয়া গেছে', text: 'বাকিটা আমরা শেষ করছি। আপনাকে কিছু করতে হবে না।'},
  orderNumber: 'অর্ডার নম্বর',
  timeLeft: 'বাকি সময়',
  payBefore: (time) => `${time}-এর আগে পেমেন্ট করুন`,
  longTime: (left) =>
    left.days
      ? joined(left.days, 'দিন', left.hours, 'ঘণ্টা')
      : joined(left.hours, 'ঘণ্টা', left.minutes, 'মিনিট'),
  qrLabel: (amount) => `${amount} পেমেন্টের QR কোড`,
  openApp: `${botim} বা ${payby} দিয়ে পেমেন্ট করুন`,
  waiting: 'আপনার পেমেন্টের জন্য অপেক্ষা',
  otherPhone: 'অথবা অন্য ফোন দিয়ে স্ক্যান করুন',
});

export const outcomes: OutcomeStrings = {
  paid: {title: 'পেমেন্ট পাওয়া গেছে', text: 'ধন্যবাদ।'},
  failed: {title: 'পেমেন্ট সম্পন্ন হয়নি', text: 'আবার চেষ্টা করুন, বা অন্যভাবে পেমেন্ট করুন।'},
  cancelled: {
    title: 'পেমেন্ট বাতিল হয়েছে',
    text: 'এই অর্ডারের পেমেন্ট আর করা যাবে না। আপনি নতুন অর্ডার দিতে পারেন।',
  },
  expired: {
    title: 'এই কোডের মেয়াদ শেষ',
    text: 'সময়মতো কোনো পেমেন্ট আসেনি। পেমেন্ট করে থাকলে এই পেজ খোলা রাখুন: আমরা যাচাই করছি।',
  },
  revoked: {title: 'পেমেন্ট ফেরত দেওয়া হয়েছে', text: 'আপনি কোনো টাকা দিয়ে থাকলে তা ফেরত পাবেন।'},
  noLongerChecked: 'কোনো পেমেন্ট আসেনি। পেমেন্ট করে থাকলে দোকানে যোগাযোগ করে অর্ডার নম্বর জানান।',
  paidBeforeCancel: 'বাতিল হওয়ার আগেই আপনার পেমেন্ট এসে গেছে।',
  causes: {
    declined: {
      title: 'পেমেন্ট প্রত্যাখ্যাত হয়েছে',
      text: 'অ্যাপে অন্য কার্ড বেছে আবার চেষ্টা করুন, বা অন্যভাবে পেমেন্ট করুন।',
    },
    balance: {title: 'যথেষ্ট ব্যালেন্স নেই', text: 'অ্যাপে টাকা যোগ করে আবার চেষ্টা করুন, বা অন্যভাবে পেমেন্ট করুন।'},
    limit: {title: 'পেমেন্টের সীমা পূর্ণ হয়েছে', text: 'অ্যাপে সীমা দেখুন, বা অন্যভাবে পেমেন্ট করুন।'},
    identity: {title: 'পরিচয় যাচাই হয়নি', text: 'অ্যাপে পরিচয় যাচাই সম্পূর্ণ করে আবার চেষ্টা করুন।'},
  },
};

export const languagePicker: LanguagePickerStrings = {label: 'ভাষা'};

export const connection: ConnectionStrings = {
  retrying: 'এখন দোকানের সঙ্গে সংযোগ পাওয়া যাচ্ছে না। আমরা যাচাই করতে থাকব।',
  offline: 'আপনি অফলাইনে আছেন। ইন্টারনেট ফিরলেই আমরা আপনার পেমেন্ট যাচাই করব।',
  lastChecked: (seconds) => `শেষ যাচাই ${seconds} সেকেন্ড আগে।`,
  checkNow: 'এখনই যাচাই করুন',
};

export const actions: Branded<ActionStrings> = ({payby, botim}) => ({
  cancel: 'পেমেন্ট বাতিল করুন',
  renew: 'নতুন কোড নিন',
  retry: 'আবার চেষ্টা করুন',
  extend: 'আমার আরও সময় লাগবে',
  endsSoon: 'দুই মিনিটেরও কম বাকি।',
  confirmCancel: 'এই পেমেন্ট বাতিল করবেন?',
  yesCancel: 'হ্যাঁ, বাতিল করুন',
  doNotCancel: 'না, থাকুক',
  busy: 'এক মুহূর্ত…',
  notCancelled: 'বাতিল করা যায়নি। হয়তো পেমেন্ট হয়ে গেছে: আমরা যাচাই করছি।',
  notRenewed: 'নতুন কোড এখনও পাওয়া যায়নি। আবার চেষ্টা করুন।',
  notExtended: 'সময় বাড়ানো যায়নি। আবার চেষ্টা করুন।',
  noApp: `অ্যাপ খোলেনি? ${botim} বা ${payby} ইনস্টল করুন, অথবা অন্য ফোন দিয়ে এই কোড স্ক্যান করুন।`,
});

export const guide: GuideStrings = {
  howTo: 'নগদে কীভাবে পেমেন্ট করবেন',
  steps: (amount) => [
    'আপনার কাছের একটি পার্টনার স্টোর খুঁজুন।',
    'এই কোড ক্যাশিয়ারকে দেখান।',
    `ঠিক ${amount} নগদে দিন।`,
    '“পেমেন্ট পাওয়া গেছে” না দেখানো পর্যন্ত এই পেজ খোলা রাখুন।',
  ],
  credited: (subject) => `আপনি পাবেন: ${subject}`,
  done: 'নগদে পেমেন্ট হয়েছে',
};

export const voucher: VoucherStrings = {
  payBefore: 'এর আগে পেমেন্ট করুন',
  uaeTime: (time) => `ইউএই সময় ${time}`,
  orderTime: 'অর্ডারের সময়',
  copy: 'অর্ডার নম্বর কপি করুন',
  copied: 'কপি হয়েছে',
  notCopied: 'কপি করতে নম্বরটি চেপে ধরে রাখুন।',
  enlarge: 'কোড বড় করুন',
  showCashier: 'ক্যাশিয়ারকে দেখান',
  close: 'বন্ধ করুন',
  scanned: (amount) => ({
    title: 'ক্যাশিয়ার আপনার কোড স্ক্যান করেছেন',
    text: `${amount} নগদে দিন এবং এখানে নিশ্চিতকরণ না আসা পর্যন্ত থাকুন।`,
  }),
  ended: {
    title: 'পেমেন্ট যাচাই করা হচ্ছে',
    text: 'সময় শেষ। এখনও পেমেন্ট না করে থাকলে আর নগদ টাকা দেবেন না।',
  },
};

export const exportTools: Branded<ExportStrings> = ({payby, botim}) => ({
  save: 'সেভ করুন',
  print: 'প্রিন্ট',
  share: 'শেয়ার',
  calendar: 'মনে করিয়ে দিন',
  label: 'এই কোড রেখে দিন',
  page: `${payby}-এর পেজ খুলুন`,
  title: `${payby} দিয়ে নগদ পেমেন্ট`,
  plainTitle: `${payby} বা ${botim} দিয়ে পেমেন্ট`,
  howTo: 'কীভাবে পেমেন্ট করবেন',
  orderNumber: 'অর্ডার নম্বর',
  payBefore: (time) => `${time}-এর আগে পেমেন্ট করুন`,
  inEmirates: (time) => `(${time})`,
  steps: (amount) => [
    'কোনো পার্টনার স্টোরে গিয়ে এই কোড দেখান।',
    `ঠিক ${amount} নগদে দিন।`,
    'যেখানে অর্ডার করেছেন, সেখানে নিশ্চিতকরণের জন্য অপেক্ষা করুন।',
  ],
  imageLabel: (amount) => `${amount} পেমেন্টের কোডের ছবি, সেভ করার জন্য প্রস্তুত`,
  holdToSave: {
    title: 'ছবিটি চেপে ধরে রাখুন',
    text: 'তারপর সেভ করুন। স্ক্রিনশট নিলেও চলবে।',
  },
  close: 'বন্ধ করুন',
  saved: 'ছবি ডাউনলোডে সেভ হয়েছে।',
  notSaved: 'ছবি তৈরি করা যায়নি। তার বদলে কোডের স্ক্রিনশট নিন।',
  notPrinted: 'এই ব্রাউজার এখানে প্রিন্ট করতে পারে না। তার বদলে ছবি সেভ করুন।',
  copied: 'কপি হয়েছে। কোনো মেসেজে পেস্ট করুন।',
  notShared: 'এখান থেকে শেয়ার করা যায়নি। তার বদলে ছবি সেভ করুন।',
  replaced: 'এই কোড নতুন। আগে সেভ বা প্রিন্ট করে থাকলে অনুগ্রহ করে আবার করুন।',
  reminder: (amount) => `${payby} দিয়ে ${amount} নগদে দিন`,
});

export const stores: StoresStrings = {
  title: 'পার্টনার স্টোর',
  search: 'নাম বা এলাকা খুঁজুন',
  nearMe: 'আমার কাছে',
  finding: 'আপনার অবস্থান খোঁজা হচ্ছে…',
  nearestFirst: 'সবচেয়ে কাছের স্টোর আগে।',
  refused: 'লোকেশন বন্ধ আছে। তার বদলে নাম বা এলাকা খুঁজুন।',
  noPlace: 'আপনার অবস্থান পাওয়া যায়নি। তার বদলে নাম বা এলাকা খুঁজুন।',
  found: (count) => `${count}টি স্টোর`,
  none: 'কোনো স্টোর পাওয়া যায়নি। অন্য নাম বা এলাকা খুঁজুন।',
  more: 'আরও স্টোর দেখান',
  directions: 'পথ দেখুন',
  directionsTo: (name) => `${name}: পথ দেখুন`,
  call: (name, phone) => `${name}: ফোন করুন, ${phone}`,
  meters: (count) => `${count} মি`,
  kilometers: (count) => `${count} কিমি`,
  loading: 'পার্টনার স্টোর লোড হচ্ছে…',
  unreachable: 'স্টোরের তালিকা লোড করা যায়নি।',
  tryAgain: 'আবার চেষ্টা করুন',
};

export const sendGuide: SendGuideStrings = {
  open: 'নির্দেশগুলো SMS-এ পাঠান',
  label: 'মোবাইল নম্বর',
  hint: 'যেমন 050 123 4567। আমরা একটি SMS পাঠাব, আপনার নম্বর রাখব না।',
  send: 'পাঠান',
  invalid: 'এটি মোবাইল নম্বর মনে হচ্ছে না। দেখে নিন: 050 123 4567, বা বিদেশি নম্বর: +880…',
  sending: 'পাঠানো হচ্ছে…',
  sent: 'পাঠানো হয়েছে। পৌঁছাতে এক মিনিট লাগতে পারে।',
  notSent: 'পাঠানো যায়নি। আপনার কোড এখনও কাজ করে: ছবি সেভ করুন, অথবা এক মিনিট পরে আবার চেষ্টা করুন।',
  wait: (seconds) => `${seconds} সেকেন্ড পরে আবার পাঠাতে পারবেন।`,
  unreachable: 'ফর্ম লোড করা যায়নি। ইন্টারনেট দেখে আবার চেষ্টা করুন।',
};

export const redirect: RedirectStrings = {
  continueTo: (site) => `${site}-এ যান`,
  leaving: 'আপনাকে এক মুহূর্তে সেখানে নেওয়া হচ্ছে…',
  stay: 'এই পেজেই থাকুন',
};

export const scan: ScanStrings = {
  label: 'গ্রাহকের পেমেন্ট কোড',
  blind: 'স্ক্যান করার আগে এখানে ট্যাপ করুন',
  off: 'স্ক্যান বন্ধ',
  busy: 'এক মুহূর্ত…',
  required: 'গ্রাহকের কোড স্ক্যান করুন।',
};

export const scanStatus: ScanStatusStrings = {
  armed: 'স্ক্যানের জন্য প্রস্তুত',
  receiving: 'পড়া হচ্ছে…',
  accepted: 'কোড গৃহীত',
  rejected: 'গৃহীত হয়নি',
  control: 'এই কোডে এমন অক্ষর আছে যা পেমেন্ট কোডে থাকে না। গ্রাহকের অ্যাপের কোড স্ক্যান করুন।',
  tooShort: 'এই কোড খুব ছোট। গ্রাহকের অ্যাপের কোড স্ক্যান করুন।',
  tooLong: 'এই কোড খুব লম্বা। গ্রাহকের অ্যাপের কোড স্ক্যান করুন।',
  pattern: 'এটি পেমেন্ট কোড নয়। গ্রাহকের অ্যাপের কোড স্ক্যান করুন।',
  shiftHeld: 'Shift কী চাপা আছে। ছেড়ে দিয়ে আবার স্ক্যান করুন।',
  duplicate: 'আগেই স্ক্যান হয়েছে, একবার ধরা হয়েছে',
  stillBusy: 'আগের কোডের কাজ চলছে',
  noAnswer: 'এখনও উত্তর আসেনি। আবার স্ক্যান করার আগে দেখুন, গ্রাহকের টাকা কাটা হয়েছে কি না।',
  notEntered: 'টাইপ করা কোড ব্যবহার করতে Enter চাপুন।',
  reveal: 'কোড দেখান',
};

export const diagnosis: DiagnosisStrings = {
  'no-suffix': 'এই স্ক্যানার কোডের পরে Enter পাঠায় না। এর suffix Enter (CR) করুন, তাহলে কোড সঙ্গে সঙ্গে পড়া হবে।',
  'us-keyboard': 'স্ক্যানার যা পাঠায়, এই কম্পিউটার তা বদলে দেয়। স্ক্যানারকে US কীবোর্ডে সেট করুন।',
  'host-keyboard': 'এই স্ক্যানার শুধু এই কম্পিউটারের কীবোর্ডের জন্য সেট করা। সম্ভব হলে US কীবোর্ডে সেট করুন।',
  'caps-lock': 'Caps Lock চালু আছে। বন্ধ করুন।',
  'shift-held': 'Shift কী চাপা বা আটকে আছে। ছেড়ে দিয়ে আবার স্ক্যান করুন।',
  'control-characters':
    'এই স্ক্যানার কন্ট্রোল ক্যারেক্টার পাঠায়, যা ব্রাউজারের শর্টকাট চালাতে পারে। স্ক্যানারে সেগুলো বন্ধ করুন।',
  slow: 'এই স্ক্যানার ধীরে পাঠায়। অক্ষরের মাঝের বিরতি (inter-character delay) কমান।',
  unreadable: 'কিছু অক্ষর পড়া যায়নি। স্ক্যানারকে US কীবোর্ডে সেট করে আবার স্ক্যান করুন।',
  'not-recognised':
    'অক্ষর এসেছে, কিন্তু স্ক্যান হিসেবে খুব ধীরে বা অনিয়মিতভাবে। অক্ষরের মাঝের বিরতি কমান এবং suffix Enter (CR) করুন।',
  nothing: 'কিছুই আসেনি। এই পেজে ক্লিক করুন, স্ক্যানারের কেবল বা ব্লুটুথ দেখুন এবং কীবোর্ড (HID) মোডে সেট করুন।',
};

export const cameraButton: CameraButtonStrings = {
  open: 'ক্যামেরা দিয়ে স্ক্যান করুন',
  close: 'ক্যামেরা বন্ধ করুন',
  notLoaded: 'কোড পড়ার অংশটি লোড করা যায়নি। ইন্টারনেট দেখে আবার চেষ্টা করুন।',
};

export const camera: CameraStrings = {
  picture: 'ক্যামেরার ছবি',
  starting: 'ক্যামেরা খুলছে। ব্রাউজার অনুমতি চাইতে পারে।',
  paused: 'এই পেজ সামনে না থাকলে ক্যামেরা থেমে থাকে।',
  aim: 'গ্রাহকের কোড ক্যামেরার সামনে ধরুন।',
  several: 'একাধিক কোড দেখা যাচ্ছে। শুধু গ্রাহকের কোডটি দেখান।',
  torch: 'টর্চ',
  choose: 'ক্যামেরা',
  numbered: (n) => `ক্যামেরা ${n}`,
  tryAgain: 'আবার চেষ্টা করুন',
  errors: {
    insecure: 'ক্যামেরার জন্য নিরাপদ পেজ (https) দরকার। বারকোড স্ক্যানার ব্যবহার করুন, বা কোড টাইপ করুন।',
    forbidden: 'এই পেজ ক্যামেরার অনুমতি দেয় না। বারকোড স্ক্যানার ব্যবহার করুন, বা কোড টাইপ করুন।',
    unsupported: 'এই ব্রাউজার এখানে ক্যামেরা চালাতে পারে না। বারকোড স্ক্যানার ব্যবহার করুন, বা কোড টাইপ করুন।',
    refused: 'এখানে ক্যামেরার অনুমতি নেই। ব্রাউজারের সেটিংসে এই পেজকে অনুমতি দিয়ে আবার চেষ্টা করুন।',
    missing: 'কোনো ক্যামেরা পাওয়া যায়নি। ক্যামেরা যুক্ত করে আবার চেষ্টা করুন, বা বারকোড স্ক্যানার ব্যবহার করুন।',
    taken: 'ক্যামেরা চালু হয়নি। যে প্রোগ্রাম এটি ব্যবহার করছে, তা বন্ধ করে আবার চেষ্টা করুন।',
    lost: 'ক্যামেরা বিচ্ছিন্ন হয়েছে। আবার যুক্ত করে চেষ্টা করুন।',
    blocked: 'এই পেজের নিরাপত্তা সেটিংস ক্যামেরাকে কোড পড়তে দেয় না। বারকোড স্ক্যানার ব্যবহার করুন।',
    unreadable: cameraButton.notLoaded,
  },
};
