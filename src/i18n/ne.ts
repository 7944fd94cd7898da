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

/** "2 घण्टा 5 मिनेट", and "2 घण्टा" on the hour. After a number no unit changes its form. */
const joined = (most: number, unit: string, rest: number, restUnit: string): string =>
  rest ? `${most} ${unit} ${rest} ${restUnit}` : `${most} ${unit}`;

export const checkout: Branded<CheckoutStrings> = ({payby, botim}) => ({
  // Western digits and thousands, as on every price tag in the Emirates and on the cashier's screen.
  format: 'ne-AE-u-hc-h12-nu-latn',
  money: (amount, currency) => `${currency}\u00a0${amount}`,
  label: `${payby} भुक्तानी`,
  idle: {title: 'भुक्तानी तयार हुँदैछ', text: 'भुक्तानीको कोड यहाँ देखिनेछ।'},
  invalid: {
    title: 'यो भुक्तानी देखाउन सकिएन',
    text: 'यहाँ कुनै रकम काटिएको छैन। कृपया फर्केर फेरि सुरु गर्नुहोस्।',
  },
  scan: {title: 'तिर्न स्क्यान गर्नुहोस्', text: `${payby} वा ${botim} एप खोलेर यो कोड स्क्यान गर्नुहोस्।`},
  confirmInApp: {
    title: 'ग्राहकको प्रतीक्षामा',
    text: 'ग्राहकले आफ्नो एपमा भुक्तानी पुष्टि गर्नुपर्छ।',
  },
  cash: {title: 'नगद तिर्नुहोस्', text: 'यो कोड पार्टनर पसलमा देखाउनुहोस्।'},
  scanned: {title: 'कोड स्क्यान भयो', text: 'एपमा भुक्तानी पूरा गर्नुहोस्।'},
  ended: {
    title: 'भुक्तानी जाँच हुँदैछ',
    text: 'समय सकियो। अहिले नतिर्नुहोस्: तपाईंको भुक्तानी आयो कि आएन, हामी हेर्दैछौं।',
  },
  settling: {title: 'भुक्तानी प्राप्त भयो', text: 'बाँकी काम हामी सक्दैछौं। तपाईंले केही गर्नु पर्दैन।'},
  orderNumber: 'अर्डर नम्बर',
  timeLeft: 'बाँकी समय',
  payBefore: (time) => `${time} अघि तिर्नुहोस्`,
  longTime: (left) =>
    left.days
      ? joined(left.days, 'दिन', left.hours, 'घण्टा')
      : joined(left.hours, 'घण्टा', left.minutes, 'मिनेट'),
  qrLabel: (amount) => `${amount} तिर्ने QR कोड`,
  openApp: `${botim} वा ${payby} बाट तिर्नुहोस्`,
  waiting: 'तपाईंको भुक्तानीको प्रतीक्षामा',
  otherPhone: 'वा अर्को फोनले स्क्यान गर्नुहोस्',
});

export const outcomes: OutcomeStrings = {
  paid: {title: 'भुक्तानी प्राप्त भयो', text: 'धन्यवाद।'},
  failed: {title: 'भुक्तानी पूरा भएन', text: 'फेरि प्रयास गर्नुहोस्, वा अर्को तरिकाले तिर्नुहोस्।'},
  cancelled: {title: 'भुक्तानी रद्द भयो', text: 'यो अर्डरको भुक्तानी अब गर्न सकिँदैन।'},
  expired: {
    title: 'यो कोडको म्याद सकियो',
    text: 'समयमा कुनै भुक्तानी आएन। तिरिसक्नुभयो? यो पेज खुला राख्नुहोस्: हामी जाँच्दैछौं।',
  },
  revoked: {title: 'भुक्तानी फिर्ता भयो', text: 'तपाईंले तिरेको रकम तपाईंलाई फिर्ता हुनेछ।'},
  noLongerChecked: 'कुनै भुक्तानी आएन। तिर्नुभएको हो भने पसलमा सम्पर्क गरी अर्डर नम्बर बताउनुहोस्।',
  paidBeforeCancel: 'रद्द हुनुअघि नै तपाईंको भुक्तानी आइसक्यो।',
  causes: {
    declined: {
      title: 'भुक्तानी अस्वीकृत भयो',
      text: 'एपमा अर्को कार्ड छानेर फेरि प्रयास गर्नुहोस्, वा अर्को तरिकाले तिर्नुहोस्।',
    },
    balance: {title: 'ब्यालेन्स पुगेन', text: 'एपमा पैसा थपेर फेरि प्रयास गर्नुहोस्, वा अर्को तरिकाले तिर्नुहोस्।'},
    limit: {title: 'भुक्तानीको सीमा पुग्यो', text: 'एपमा सीमा हेर्नुहोस्, वा अर्को तरिकाले तिर्नुहोस्।'},
    identity: {title: 'परिचय प्रमाणित भएको छैन', text: 'एपमा परिचय प्रमाणित गर्नुहोस्, अनि फेरि प्रयास गर्नुहोस्।'},
  },
};

export const languagePicker: LanguagePickerStrings = {label: 'भाषा'};

export const connection: ConnectionStrings = {
  retrying: 'अहिले पसलसँग सम्पर्क हुन सकेन। हामी जाँचिरहनेछौं।',
  offline: 'तपाईं अफलाइन हुनुहुन्छ। इन्टरनेट फर्कनेबित्तिकै हामी तपाईंको भुक्तानी जाँच्नेछौं।',
  lastChecked: (seconds) => `पछिल्लो जाँच ${seconds} सेकेन्ड अघि।`,
  checkNow: 'अहिले जाँच्नुहोस्',
};

export const actions: Branded<ActionStrings> = ({payby, botim}) => ({
  cancel: 'भुक्तानी रद्द गर्नुहोस्',
  renew: 'नयाँ कोड लिनुहोस्',
  retry: 'फेरि प्रयास गर्नुहोस्',
  extend: 'मलाई थप समय चाहियो',
  endsSoon: 'दुई मिनेटभन्दा कम बाँकी छ।',
  confirmCancel: 'यो भुक्तानी रद्द गर्ने?',
  yesCancel: 'हो, रद्द गर्नुहोस्',
  doNotCancel: 'होइन, राख्नुहोस्',
  busy: 'एक छिन…',
  notCancelled: 'रद्द गर्न सकिएन। भुक्तानी भइसकेको हुन सक्छ: हामी जाँच्दैछौं।',
  notRenewed: 'नयाँ कोड अझै आएको छैन। फेरि प्रयास गर्नुहोस्।',
  notExtended: 'समय थप्न सकिएन। फेरि प्रयास गर्नुहोस्।',
  noApp: `एप खुलेन? ${botim} वा ${payby} इन्स्टल गर्नुहोस्, वा अर्को फोनले यो कोड स्क्यान गर्नुहोस्।`,
});

export const guide: GuideStrings = {
  howTo: 'नगद कसरी तिर्ने',
  steps: (amount) => [
    'नजिकको पार्टनर पसल खोज्नुहोस्।',
    'यो कोड क्यासियरलाई देखाउनुहोस्।',
    `ठ्याक्कै ${amount} नगद तिर्नुहोस्।`,
    '“भुक्तानी प्राप्त भयो” नदेखिएसम्म यो पेज खुला राख्नुहोस्।',
  ],
  credited: (subject) => `तपाईंले पाउनुहुने: ${subject}`,
  done: 'नगद तिरियो',
};

export const voucher: VoucherStrings = {
  payBefore: 'यसअघि तिर्नुहोस्',
  uaeTime: (time) => `यूएई समय ${time}`,
  orderTime: 'अर्डरको समय',
  copy: 'अर्डर नम्बर कपी गर्नुहोस्',
  copied: 'कपी भयो',
  notCopied: 'कपी गर्न नम्बरमा थिचिराख्नुहोस्।',
  enlarge: 'कोड ठूलो पार्नुहोस्',
  showCashier: 'क्यासियरलाई देखाउनुहोस्',
  close: 'बन्द गर्नुहोस्',
  scanned: (amount) => ({
    title: 'क्यासियरले तपाईंको कोड स्क्यान गरे',
    text: `${amount} नगद तिर्नुहोस् र यहाँ पुष्टि नआएसम्म पर्खनुहोस्।`,
  }),
  ended: {
    title: 'भुक्तानी जाँच हुँदैछ',
    text: 'समय सकियो। अझै तिर्नुभएको छैन भने अब नगद नदिनुहोस्।',
  },
};

export const exportTools: Branded<ExportStrings> = ({payby, botim}) => ({
  save: 'सेभ गर्नुहोस्',
  print: 'प्रिन्ट',
  share: 'सेयर',
  calendar: 'सम्झाउनुहोस्',
  label: 'यो कोड राख्नुहोस्',
  page: `${payby} को पेज खोल्नुहोस्`,
  title: `${payby} बाट नगद भुक्तानी`,
  plainTitle: `${payby} वा ${botim} बाट भुक्तानी`,
  howTo: 'कसरी तिर्ने',
  orderNumber: 'अर्डर नम्बर',
  payBefore: (time) => `${time} अघि तिर्नुहोस्`,
  inEmirates: (time) => `(${time})`,
  steps: (amount) => [
    'पार्टनर पसलमा गएर यो कोड देखाउनुहोस्।',
    `ठ्याक्कै ${amount} नगद तिर्नुहोस्।`,
    'जहाँ अर्डर गर्नुभयो, त्यहीँ पुष्टिको लागि पर्खनुहोस्।',
  ],
  imageLabel: (amount) => `${amount} तिर्ने कोडको तस्बिर, सेभ गर्न तयार`,
  holdToSave: {
    title: 'तस्बिरमा थिचिराख्नुहोस्',
    text: 'अनि सेभ गर्ने छान्नुहोस्। स्क्रिनसट लिए पनि हुन्छ।',
  },
  close: 'बन्द गर्नुहोस्',
  saved: 'तस्बिर डाउनलोडमा सेभ भयो।',
  notSaved: 'तस्बिर बनाउन सकिएन। बरु कोडको स्क्रिनसट लिनुहोस्।',
  notPrinted: 'यो ब्राउजरले यहाँ प्रिन्ट गर्न सक्दैन। बरु तस्बिर सेभ गर्नुहोस्।',
  copied: 'कपी भयो। कुनै सन्देशमा पेस्ट गर्नुहोस्।',
  notShared: 'यहाँबाट सेयर गर्न सकिएन। बरु तस्बिर सेभ गर्नुहोस्।',
  replaced: 'यो कोड नयाँ हो। पहिले सेभ वा प्रिन्ट गर्नुभएको भए कृपया फेरि गर्नुहोस्।',
  reminder: (amount) => `${payby} बाट ${amount} नगद तिर्नुहोस्`,
});

export const stores: StoresStrings = {
  title: 'पार्टनर पसलहरू',
  search: 'नाम वा ठाउँ खोज्नुहोस्',
  nearMe: 'मेरो नजिक',
  finding: 'तपाईंको स्थान खोजिँदैछ…',
  nearestFirst: 'सबैभन्दा नजिकका पसल पहिले।',
  refused: 'लोकेसन बन्द छ। बरु नाम वा ठाउँ खोज्नुहोस्।',
  noPlace: 'तपाईंको स्थान भेटिएन। बरु नाम वा ठाउँ खोज्नुहोस्।',
  found: (count) => (count === 1 ? '1 पसल' : `${count} पसलहरू`),
  none: 'कुनै पसल भेटिएन। अर्को नाम वा ठाउँ खोज्नुहोस्।',
  more: 'थप पसल देखाउनुहोस्',
  directions: 'बाटो हेर्नुहोस्',
  directionsTo: (name) => `${name}: बाटो हेर्नुहोस्`,
  call: (name, phone) => `${name}: फोन गर्नुहोस्, ${phone}`,
  meters: (count) => `${count} मि`,
  kilometers: (count) => `${count} किमी`,
  loading: 'पार्टनर पसलहरू लोड हुँदैछन्…',
  unreachable: 'पसलहरूको सूची लोड गर्न सकिएन।',
  tryAgain: 'फेरि प्रयास गर्नुहोस्',
};

export const sendGuide: SendGuideStrings = {
  open: 'यी निर्देशन मलाई SMS गर्नुहोस्',
  label: 'मोबाइल नम्बर',
  hint: 'जस्तै 050 123 4567। हामी एउटा SMS पठाउँछौं र तपाईंको नम्बर राख्दैनौं।',
  send: 'पठाउनुहोस्',
  invalid: 'यो मोबाइल नम्बर जस्तो देखिँदैन। कृपया जाँच्नुहोस्: 050 123 4567, वा विदेशी नम्बर: +977…',
  sending: 'पठाउँदै…',
  sent: 'पठाइयो। पुग्न एक मिनेट लाग्न सक्छ।',
  notSent: 'पठाउन सकिएन। तपाईंको कोड अझै चल्छ: तस्बिर सेभ गर्नुहोस्, वा एक मिनेटपछि फेरि प्रयास गर्नुहोस्।',
  wait: (seconds) => `${seconds} सेकेन्डपछि फेरि पठाउन सक्नुहुन्छ।`,
  unreachable: 'फारम लोड गर्न सकिएन। इन्टरनेट जाँचेर फेरि प्रयास गर्नुहोस्।',
};

export const redirect: RedirectStrings = {
  continueTo: (site) => `${site} मा जानुहोस्`,
  leaving: 'एकैछिनमा तपाईंलाई त्यहाँ लैजाँदैछौं…',
  stay: 'यही पेजमा बस्नुहोस्',
};

export const scan: ScanStrings = {
  label: 'ग्राहकको भुक्तानी कोड',
  blind: 'स्क्यान गर्नुअघि यहाँ ट्याप गर्नुहोस्',
  off: 'स्क्यान बन्द छ',
  busy: 'एक छिन…',
  required: 'ग्राहकको कोड स्क्यान गर्नुहोस्।',
};

export const scanStatus: ScanStatusStrings = {
  armed: 'स्क्यान गर्न तयार',
  receiving: 'पढिँदैछ…',
  accepted: 'कोड स्वीकार भयो',
  rejected: 'स्वीकार भएन',
  control: 'यो कोडमा भुक्तानी कोडमा नहुने अक्षर छन्। ग्राहकको एपको कोड स्क्यान गर्नुहोस्।',
  tooShort: 'यो कोड धेरै छोटो छ। ग्राहकको एपको कोड स्क्यान गर्नुहोस्।',
  tooLong: 'यो कोड धेरै लामो छ। ग्राहकको एपको कोड स्क्यान गर्नुहोस्।',
  pattern: 'यो भुक्तानी कोड होइन। ग्राहकको एपको कोड स्क्यान गर्नुहोस्।',
  shiftHeld: 'Shift की थिचिएको छ। छोडेर फेरि स्क्यान गर्नुहोस्।',
  duplicate: 'पहिल्यै स्क्यान भइसक्यो, एक पटक गनियो',
  stillBusy: 'अघिल्लो कोडको काम हुँदैछ',
  noAnswer: 'अझै जवाफ आएको छैन। फेरि स्क्यान गर्नुअघि ग्राहकको रकम काटियो कि काटिएन हेर्नुहोस्।',
  notEntered: 'टाइप गरेको कोड प्रयोग गर्न Enter थिच्नुहोस्।',
  reveal: 'कोड देखाउनुहोस्',
};

export const diagnosis: DiagnosisStrings = {
  'no-suffix': 'यो स्क्यानरले कोडपछि Enter पठाउँदैन। यसको suffix Enter (CR) राख्नुहोस्, कोड तुरुन्तै पढिनेछ।',
  'us-keyboard': 'स्क्यानरले पठाएको कुरा यो कम्प्युटरले बदल्छ। स्क्यानरलाई US किबोर्डमा सेट गर्नुहोस्।',
  'host-keyboard': 'यो स्क्यानर यही कम्प्युटरको किबोर्डका लागि मात्र सेट गरिएको छ। सकिन्छ भने US किबोर्डमा सेट गर्नुहोस्।',
  'caps-lock': 'Caps Lock अन छ। बन्द गर्नुहोस्।',
  'shift-held': 'Shift की थिचिएको वा अड्किएको छ। छोडेर फेरि स्क्यान गर्नुहोस्।',
  'control-characters':
    'यो स्क्यानरले कन्ट्रोल क्यारेक्टर पठाउँछ, जसले ब्राउजरका सर्टकट चलाउन सक्छ। स्क्यानरमा तिनलाई बन्द गर्नुहोस्।',
  slow: 'यो स्क्यानरले ढिलो पठाउँछ। अक्षरबीचको अन्तर (inter-character delay) घटाउनुहोस्।',
  unreadable: 'केही अक्षर पढ्न सकिएन। स्क्यानरलाई US किबोर्डमा सेट गरेर फेरि स्क्यान गर्नुहोस्।',
  'not-recognised':
    'अक्षर आए, तर स्क्यान मान्न धेरै ढिलो वा अनियमित थिए। अक्षरबीचको अन्तर घटाएर suffix Enter (CR) राख्नुहोस्।',
  nothing: 'केही आएन। यो पेजमा क्लिक गर्नुहोस्, स्क्यानरको केबल वा ब्लुटुथ हेर्नुहोस् र किबोर्ड (HID) मोडमा सेट गर्नुहोस्।',
};

export const cameraButton: CameraButtonStrings = {
  open: 'क्यामेराले स्क्यान गर्नुहोस्',
  close: 'क्यामेरा बन्द गर्नुहोस्',
  notLoaded: 'कोड पढ्ने भाग लोड गर्न सकिएन। इन्टरनेट जाँचेर फेरि प्रयास गर्नुहोस्।',
};

export const camera: CameraStrings = {
  picture: 'क्यामेराले देखेको',
  starting: 'क्यामेरा खुल्दैछ। ब्राउजरले अनुमति माग्न सक्छ।',
  paused: 'यो पेज अगाडि नहुँदा क्यामेरा रोकिन्छ।',
  aim: 'ग्राहकको कोड क्यामेराको अगाडि राख्नुहोस्।',
  several: 'धेरै कोड देखिएका छन्। ग्राहकको मात्र देखाउनुहोस्।',
  torch: 'टर्च',
  choose: 'क्यामेरा',
  numbered: (n) => `क्यामेरा ${n}`,
  tryAgain: 'फेरि प्रयास गर्नुहोस्',
  errors: {
    insecure: 'क्यामेरालाई सुरक्षित पेज (https) चाहिन्छ। बारकोड स्क्यानर प्रयोग गर्नुहोस्, वा कोड टाइप गर्नुहोस्।',
    forbidden: 'यो पेजले क्यामेरा अनुमति दिँदैन। बारकोड स्क्यानर प्रयोग गर्नुहोस्, वा कोड टाइप गर्नुहोस्।',
    unsupported: 'यो ब्राउजरले यहाँ क्यामेरा चलाउन सक्दैन। बारकोड स्क्यानर प्रयोग गर्नुहोस्, वा कोड टाइप गर्नुहोस्।',
    refused: 'यहाँ क्यामेराको अनुमति छैन। ब्राउजरको सेटिङमा यो पेजलाई अनुमति दिएर फेरि प्रयास गर्नुहोस्।',
    missing: 'क्यामेरा भेटिएन। क्यामेरा जोडेर फेरि प्रयास गर्नुहोस्, वा बारकोड स्क्यानर प्रयोग गर्नुहोस्।',
    taken: 'क्यामेरा सुरु भएन। यसलाई चलाइरहेका अरू प्रोग्राम बन्द गरेर फेरि प्रयास गर्नुहोस्।',
    lost: 'क्यामेरा छुट्टियो। फेरि जोडेर प्रयास गर्नुहोस्।',
    blocked: 'यो पेजको सुरक्षा सेटिङले क्यामेरालाई कोड पढ्न दिँदैन। बारकोड स्क्यानर प्रयोग गर्नुहोस्।',
    unreadable: cameraButton.notLoaded,
  },
};
