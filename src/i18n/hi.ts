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

/** Only the hour changes its form with the number: "1 घंटा", "2 घंटे". */
const hours = (n: number): string => `${n} ${n === 1 ? 'घंटा' : 'घंटे'}`;

/** "2 घंटे 5 मिनट", and "2 घंटे" on the hour. */
const joined = (most: string, rest: number, restText: string): string =>
  rest ? `${most} ${restText}` : most;

export const checkout: Branded<CheckoutStrings> = ({payby, botim}) => ({
  // Western digits and thousands, as on every price tag in the Emirates and on the cashier's screen.
  format: 'hi-AE-u-nu-latn',
  money: (amount, currency) => `${currency}\u00a0${amount}`,
  label: `${payby} भुगतान`,
  idle: {title: 'भुगतान तैयार हो रहा है', text: 'भुगतान का कोड यहाँ दिखेगा।'},
  invalid: {
    title: 'यह भुगतान दिखाया नहीं जा सकता',
    text: 'यहाँ कोई पैसा नहीं कटा है। कृपया वापस जाकर फिर से शुरू करें।',
  },
  scan: {title: 'भुगतान के लिए स्कैन करें', text: `${payby} या ${botim} ऐप खोलें और यह कोड स्कैन करें।`},
  confirmInApp: {
    title: 'ग्राहक का इंतज़ार है',
    text: 'ग्राहक को अपने ऐप में भुगतान की पुष्टि करनी है।',
  },
  cash: {title: 'नकद भुगतान करें', text: 'यह कोड किसी पार्टनर स्टोर पर दिखाएँ।'},
  scanned: {title: 'कोड स्कैन हो गया', text: 'ऐप में भुगतान पूरा करें।'},
  ended: {
    title: 'भुगतान की जाँच हो रही है',
    text: 'समय समाप्त हो गया है। अभी भुगतान न करें: हम देख रहे हैं कि आपका भुगतान आया या नहीं।',
  },
  settling: {title: 'भुगतान मिल गया', text: 'बाकी काम हम पूरा कर रहे हैं। आपको कुछ नहीं करना है।'},
  orderNumber: 'ऑर्डर नंबर',
  timeLeft: 'बचा हुआ समय',
  payBefore: (time) => `${time} से पहले भुगतान करें`,
  longTime: (left) =>
    left.days
      ? joined(`${left.days} दिन`, left.hours, hours(left.hours))
      : joined(hours(left.hours), left.minutes, `${left.minutes} मिनट`),
  qrLabel: (amount) => `${amount} के भुगतान का QR कोड`,
  openApp: `${botim} या ${payby} से भुगतान करें`,
  waiting: 'आपके भुगतान का इंतज़ार है',
  otherPhone: 'या दूसरे फ़ोन से स्कैन करें',
});

export const outcomes: OutcomeStrings = {
  paid: {title: 'भुगतान मिल गया', text: 'धन्यवाद।'},
  failed: {title: 'भुगतान पूरा नहीं हुआ', text: 'फिर से कोशिश करें, या किसी और तरीके से भुगतान करें।'},
  cancelled: {title: 'भुगतान रद्द किया गया', text: 'इस ऑर्डर का भुगतान अब नहीं हो सकता। आप नया ऑर्डर दे सकते हैं।'},
  expired: {
    title: 'इस कोड का समय समाप्त हो गया',
    text: 'समय पर कोई भुगतान नहीं आया। भुगतान कर चुके हैं? यह पेज खुला रखें: हम देख रहे हैं।',
  },
  revoked: {title: 'भुगतान वापस किया गया', text: 'आपने जो भी पैसा दिया है, वह आपको वापस मिलेगा।'},
  noLongerChecked: 'कोई भुगतान नहीं आया। भुगतान किया है तो दुकान से संपर्क करें और अपना ऑर्डर नंबर बताएँ।',
  paidBeforeCancel: 'रद्द होने से पहले ही आपका भुगतान आ गया।',
  causes: {
    declined: {
      title: 'भुगतान अस्वीकार हुआ',
      text: 'ऐप में दूसरा कार्ड चुनकर फिर से कोशिश करें, या किसी और तरीके से भुगतान करें।',
    },
    balance: {title: 'बैलेंस काफ़ी नहीं है', text: 'ऐप में पैसे जोड़कर फिर से कोशिश करें, या किसी और तरीके से भुगतान करें।'},
    limit: {title: 'भुगतान की सीमा पूरी हो गई', text: 'ऐप में सीमाएँ देखें, या किसी और तरीके से भुगतान करें।'},
    identity: {title: 'पहचान की पुष्टि नहीं हुई', text: 'ऐप में पहचान की पुष्टि पूरी करके फिर से कोशिश करें।'},
  },
};

export const languagePicker: LanguagePickerStrings = {label: 'भाषा'};

export const connection: ConnectionStrings = {
  retrying: 'अभी दुकान से संपर्क नहीं हो पा रहा है। हम जाँचते रहेंगे।',
  offline: 'आप ऑफ़लाइन हैं। इंटरनेट लौटते ही हम आपके भुगतान की जाँच करेंगे।',
  lastChecked: (seconds) => `पिछली जाँच ${seconds} सेकंड पहले।`,
  checkNow: 'अभी जाँचें',
};

export const actions: Branded<ActionStrings> = ({payby, botim}) => ({
  cancel: 'भुगतान रद्द करें',
  renew: 'नया कोड लें',
  retry: 'फिर से कोशिश करें',
  extend: 'मुझे और समय चाहिए',
  endsSoon: 'दो मिनट से कम बचे हैं।',
  confirmCancel: 'यह भुगतान रद्द करना है?',
  yesCancel: 'हाँ, रद्द करें',
  doNotCancel: 'नहीं, रहने दें',
  busy: 'एक पल…',
  notCancelled: 'रद्द नहीं हो सका। शायद भुगतान हो चुका है: हम जाँच रहे हैं।',
  notRenewed: 'नया कोड अभी नहीं मिला। कृपया फिर से कोशिश करें।',
  notExtended: 'समय नहीं बढ़ाया जा सका। कृपया फिर से कोशिश करें।',
  noApp: `ऐप नहीं खुला? ${botim} या ${payby} इंस्टॉल करें, या यह कोड दूसरे फ़ोन से स्कैन करें।`,
});

export const guide: GuideStrings = {
  howTo: 'नकद भुगतान कैसे करें',
  steps: (amount) => [
    'अपने पास का कोई पार्टनर स्टोर खोजें।',
    'यह कोड कैशियर को दिखाएँ।',
    `पूरे ${amount} नकद दें।`,
    '“भुगतान मिल गया” दिखने तक यह पेज खुला रखें।',
  ],
  credited: (subject) => `आपको मिलेगा: ${subject}`,
  done: 'नकद भुगतान हो गया',
};

export const voucher: VoucherStrings = {
  payBefore: 'इससे पहले भुगतान करें',
  uaeTime: (time) => `यूएई समय ${time}`,
  orderTime: 'ऑर्डर का समय',
  copy: 'ऑर्डर नंबर कॉपी करें',
  copied: 'कॉपी हो गया',
  notCopied: 'कॉपी करने के लिए नंबर को दबाकर रखें।',
  enlarge: 'कोड बड़ा करें',
  showCashier: 'कैशियर को दिखाएँ',
  close: 'बंद करें',
  scanned: (amount) => ({
    title: 'कैशियर ने आपका कोड स्कैन किया',
    text: `${amount} नकद दें और यहाँ पुष्टि दिखने तक रुकें।`,
  }),
  ended: {
    title: 'भुगतान की जाँच हो रही है',
    text: 'समय समाप्त हो गया है। अगर अभी तक भुगतान नहीं किया है, तो अब नकद न दें।',
  },
};

export const exportTools: Branded<ExportStrings> = ({payby, botim}) => ({
  save: 'सेव करें',
  print: 'प्रिंट',
  share: 'शेयर',
  calendar: 'याद दिलाएँ',
  label: 'यह कोड अपने पास रखें',
  page: `${payby} का पेज खोलें`,
  title: `${payby} से नकद भुगतान`,
  plainTitle: `${payby} या ${botim} से भुगतान`,
  howTo: 'भुगतान कैसे करें',
  orderNumber: 'ऑर्डर नंबर',
  payBefore: (time) => `${time} से पहले भुगतान करें`,
  inEmirates: (time) => `(${time})`,
  steps: (amount) => [
    'किसी पार्टनर स्टोर पर जाकर यह कोड दिखाएँ।',
    `पूरे ${amount} नकद दें।`,
    'जहाँ ऑर्डर किया था, वहाँ पुष्टि का इंतज़ार करें।',
  ],
  imageLabel: (amount) => `${amount} के भुगतान के कोड की तस्वीर, सेव करने के लिए तैयार`,
  holdToSave: {
    title: 'तस्वीर को दबाकर रखें',
    text: 'फिर उसे सेव करना चुनें। स्क्रीनशॉट भी चलेगा।',
  },
  close: 'बंद करें',
  saved: 'तस्वीर डाउनलोड में सेव हो गई।',
  notSaved: 'तस्वीर नहीं बन सकी। उसकी जगह कोड का स्क्रीनशॉट लें।',
  notPrinted: 'यह ब्राउज़र यहाँ प्रिंट नहीं कर सकता। उसकी जगह तस्वीर सेव करें।',
  copied: 'कॉपी हो गया। इसे किसी मैसेज में पेस्ट करें।',
  notShared: 'यहाँ से शेयर नहीं हो सका। उसकी जगह तस्वीर सेव करें।',
  replaced: 'यह कोड नया है। अगर आपने इसे पहले सेव या प्रिंट किया था, तो कृपया फिर से करें।',
  reminder: (amount) => `${payby} से ${amount} का नकद भुगतान करें`,
});

export const stores: StoresStrings = {
  title: 'पार्टनर स्टोर',
  search: 'नाम या इलाका खोजें',
  nearMe: 'मेरे पास',
  finding: 'आपकी जगह खोजी जा रही है…',
  nearestFirst: 'सबसे पास के स्टोर पहले।',
  refused: 'लोकेशन बंद है। उसकी जगह नाम या इलाका खोजें।',
  noPlace: 'आपकी जगह नहीं मिल सकी। उसकी जगह नाम या इलाका खोजें।',
  found: (count) => `${count} स्टोर`,
  none: 'कोई स्टोर नहीं मिला। दूसरा नाम या इलाका खोजें।',
  more: 'और स्टोर दिखाएँ',
  directions: 'रास्ता देखें',
  directionsTo: (name) => `${name}: रास्ता देखें`,
  call: (name, phone) => `${name}: फ़ोन करें, ${phone}`,
  meters: (count) => `${count} मी`,
  kilometers: (count) => `${count} किमी`,
  loading: 'पार्टनर स्टोर लोड हो रहे हैं…',
  unreachable: 'स्टोर की सूची लोड नहीं हो सकी।',
  tryAgain: 'फिर से कोशिश करें',
};

export const sendGuide: SendGuideStrings = {
  open: 'ये निर्देश मुझे SMS से भेजें',
  label: 'मोबाइल नंबर',
  hint: 'जैसे 050 123 4567। हम एक SMS भेजेंगे और आपका नंबर नहीं रखेंगे।',
  send: 'भेजें',
  invalid: 'यह मोबाइल नंबर नहीं लगता। कृपया जाँचें: 050 123 4567, या विदेशी नंबर: +91…',
  sending: 'भेजा जा रहा है…',
  sent: 'भेज दिया। पहुँचने में एक मिनट लग सकता है।',
  notSent: 'नहीं भेजा जा सका। आपका कोड अब भी चलेगा: तस्वीर सेव करें, या एक मिनट बाद फिर से कोशिश करें।',
  wait: (seconds) => `${seconds} सेकंड बाद फिर से भेज सकते हैं।`,
  unreachable: 'फ़ॉर्म लोड नहीं हो सका। अपना इंटरनेट जाँचें और फिर से कोशिश करें।',
};

export const redirect: RedirectStrings = {
  continueTo: (site) => `${site} पर जाएँ`,
  leaving: 'आपको एक पल में वहाँ ले जा रहे हैं…',
  stay: 'इसी पेज पर रहें',
};

export const scan: ScanStrings = {
  label: 'ग्राहक का भुगतान कोड',
  blind: 'स्कैन करने से पहले यहाँ टैप करें',
  off: 'स्कैन बंद है',
  busy: 'एक पल…',
  required: 'ग्राहक का कोड स्कैन करें।',
};

export const scanStatus: ScanStatusStrings = {
  armed: 'स्कैन के लिए तैयार',
  receiving: 'पढ़ा जा रहा है…',
  accepted: 'कोड स्वीकार हुआ',
  rejected: 'स्वीकार नहीं हुआ',
  control: 'इस कोड में ऐसे अक्षर हैं जो भुगतान कोड में नहीं होते। ग्राहक के ऐप का कोड स्कैन करें।',
  tooShort: 'यह कोड बहुत छोटा है। ग्राहक के ऐप का कोड स्कैन करें।',
  tooLong: 'यह कोड बहुत लंबा है। ग्राहक के ऐप का कोड स्कैन करें।',
  pattern: 'यह भुगतान कोड नहीं है। ग्राहक के ऐप का कोड स्कैन करें।',
  shiftHeld: 'Shift कुंजी दबी हुई है। उसे छोड़कर फिर से स्कैन करें।',
  duplicate: 'पहले ही स्कैन हो चुका है, एक बार गिना गया',
  stillBusy: 'पिछले कोड का काम चल रहा है',
  noAnswer: 'अभी कोई जवाब नहीं। दोबारा स्कैन करने से पहले देखें कि ग्राहक से पैसे लिए गए या नहीं।',
  notEntered: 'टाइप किया हुआ कोड इस्तेमाल करने के लिए Enter दबाएँ।',
  reveal: 'कोड दिखाएँ',
};

export const diagnosis: DiagnosisStrings = {
  'no-suffix': 'यह स्कैनर कोड के बाद Enter नहीं भेजता। उसका suffix Enter (CR) करें, तब कोड तुरंत पढ़े जाएँगे।',
  'us-keyboard': 'स्कैनर जो भेजता है, उसे यह कंप्यूटर बदल देता है। स्कैनर को US कीबोर्ड पर सेट करें।',
  'host-keyboard': 'यह स्कैनर सिर्फ़ इसी कंप्यूटर के कीबोर्ड के लिए सेट है। हो सके तो उसे US कीबोर्ड पर सेट करें।',
  'caps-lock': 'Caps Lock चालू है। उसे बंद करें।',
  'shift-held': 'Shift कुंजी दबी या अटकी हुई है। उसे छोड़कर फिर से स्कैन करें।',
  'control-characters': 'यह स्कैनर कंट्रोल कैरेक्टर भेजता है, जिनसे ब्राउज़र के शॉर्टकट चल सकते हैं। उन्हें स्कैनर में बंद करें।',
  slow: 'यह स्कैनर धीरे भेजता है। अक्षरों के बीच का अंतराल (inter-character delay) कम करें।',
  unreadable: 'कुछ अक्षर पढ़े नहीं जा सके। स्कैनर को US कीबोर्ड पर सेट करके फिर से स्कैन करें।',
  'not-recognised':
    'अक्षर आए, पर स्कैन माने जाने के लिए बहुत धीरे या अनियमित थे। अक्षरों के बीच का अंतराल कम करें और suffix Enter (CR) करें।',
  nothing: 'कुछ नहीं आया। इस पेज पर क्लिक करें, स्कैनर का केबल या ब्लूटूथ देखें और उसे कीबोर्ड (HID) मोड पर सेट करें।',
};

export const cameraButton: CameraButtonStrings = {
  open: 'कैमरे से स्कैन करें',
  close: 'कैमरा बंद करें',
  notLoaded: 'कोड पढ़ने वाला हिस्सा लोड नहीं हो सका। इंटरनेट जाँचें और फिर से कोशिश करें।',
};

export const camera: CameraStrings = {
  picture: 'कैमरे की तस्वीर',
  starting: 'कैमरा खुल रहा है। ब्राउज़र अनुमति माँग सकता है।',
  paused: 'यह पेज सामने न होने पर कैमरा रुक जाता है।',
  aim: 'ग्राहक का कोड कैमरे के सामने रखें।',
  several: 'एक से ज़्यादा कोड दिख रहे हैं। सिर्फ़ ग्राहक का कोड दिखाएँ।',
  torch: 'टॉर्च',
  choose: 'कैमरा',
  numbered: (n) => `कैमरा ${n}`,
  tryAgain: 'फिर से कोशिश करें',
  errors: {
    insecure: 'कैमरे के लिए सुरक्षित पेज (https) चाहिए। बारकोड स्कैनर इस्तेमाल करें, या कोड टाइप करें।',
    forbidden: 'यह पेज कैमरे की अनुमति नहीं देता। बारकोड स्कैनर इस्तेमाल करें, या कोड टाइप करें।',
    unsupported: 'यह ब्राउज़र यहाँ कैमरा नहीं चला सकता। बारकोड स्कैनर इस्तेमाल करें, या कोड टाइप करें।',
    refused: 'यहाँ कैमरे की अनुमति नहीं है। ब्राउज़र की सेटिंग में इस पेज को अनुमति देकर फिर से कोशिश करें।',
    missing: 'कोई कैमरा नहीं मिला। कैमरा जोड़कर फिर से कोशिश करें, या बारकोड स्कैनर इस्तेमाल करें।',
    taken: 'कैमरा शुरू नहीं हुआ। उसे इस्तेमाल करने वाले दूसरे प्रोग्राम बंद करके फिर से कोशिश करें।',
    lost: 'कैमरा अलग हो गया। उसे फिर से जोड़कर कोशिश करें।',
    blocked: 'इस पेज की सुरक्षा सेटिंग कैमरे को कोड पढ़ने नहीं देती। बारकोड स्कैनर इस्तेमाल करें।',
    unreadable: cameraButton.notLoaded,
  },
};
