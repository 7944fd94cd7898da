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

/** "2 oras 5 minuto", and "2 oras" on the hour. After a number no unit changes its form. */
const joined = (most: number, unit: string, rest: number, restUnit: string): string =>
  rest ? `${most} ${unit} ${rest} ${restUnit}` : `${most} ${unit}`;

export const checkout: Branded<CheckoutStrings> = ({payby, botim}) => ({
  format: 'fil-AE',
  money: (amount, currency) => `${currency}\u00a0${amount}`,
  label: `Bayad sa ${payby}`,
  idle: {title: 'Inihahanda ang iyong bayad', text: 'Lalabas dito ang code para sa bayad.'},
  invalid: {
    title: 'Hindi maipakita ang bayad na ito',
    text: 'Walang siningil dito. Bumalik at magsimula ulit.',
  },
  scan: {
    title: 'I-scan para magbayad',
    text: `Buksan ang ${payby} o ${botim} app at i-scan ang code na ito.`,
  },
  confirmInApp: {
    title: 'Hinihintay ang customer',
    text: 'Kailangang kumpirmahin ng customer ang bayad sa kaniyang app.',
  },
  cash: {title: 'Magbayad ng cash', text: 'Ipakita ang code na ito sa isang partner store.'},
  scanned: {title: 'Na-scan na ang code', text: 'Tapusin ang bayad sa app.'},
  ended: {
    title: 'Tinitingnan ang iyong bayad',
    text: 'Tapos na ang oras. Huwag munang magbayad: tinitingnan namin kung dumating ang bayad mo.',
  },
  settling: {title: 'Natanggap ang bayad', text: 'Tinatapos na namin ito. Wala ka nang kailangang gawin.'},
  orderNumber: 'Numero ng order',
  timeLeft: 'Natitirang oras',
  payBefore: (time) => `Magbayad bago mag-${time}`,
  longTime: (left) =>
    left.days
      ? joined(left.days, 'araw', left.hours, 'oras')
      : joined(left.hours, 'oras', left.minutes, 'minuto'),
  qrLabel: (amount) => `QR code para magbayad ng ${amount}`,
  openApp: `Magbayad gamit ang ${botim} o ${payby}`,
  waiting: 'Hinihintay ang iyong bayad',
  otherPhone: 'o i-scan gamit ang ibang phone',
});

export const outcomes: OutcomeStrings = {
  paid: {title: 'Natanggap ang bayad', text: 'Salamat.'},
  failed: {title: 'Hindi natuloy ang bayad', text: 'Subukan ulit, o magbayad sa ibang paraan.'},
  cancelled: {
    title: 'Kinansela ang bayad',
    text: 'Hindi na mababayaran ang order na ito. Puwede kang mag-order ulit.',
  },
  expired: {
    title: 'Nag-expire na ang code na ito',
    text: 'Walang dumating na bayad sa oras. Nakabayad ka na? Huwag isara ang page: tinitingnan pa namin.',
  },
  revoked: {title: 'Ibinalik ang bayad', text: 'Ibabalik sa iyo ang anumang ibinayad mo.'},
  noLongerChecked:
    'Walang dumating na bayad. Kung nagbayad ka, kontakin ang shop at ibigay ang numero ng order.',
  paidBeforeCancel: 'Dumating ang bayad mo bago ito nakansela.',
  causes: {
    declined: {
      title: 'Tinanggihan ang bayad',
      text: 'Pumili ng ibang card sa app at subukan ulit, o magbayad sa ibang paraan.',
    },
    balance: {
      title: 'Kulang ang balanse',
      text: 'Magdagdag ng pera sa app at subukan ulit, o magbayad sa ibang paraan.',
    },
    limit: {
      title: 'Naabot na ang limit sa bayad',
      text: 'Tingnan ang mga limit sa app, o magbayad sa ibang paraan.',
    },
    identity: {
      title: 'Hindi pa na-verify ang pagkakakilanlan',
      text: 'I-verify ang pagkakakilanlan sa app, tapos subukan ulit.',
    },
  },
};

export const languagePicker: LanguagePickerStrings = {label: 'Wika'};

export const connection: ConnectionStrings = {
  retrying: 'Hindi namin maabot ang shop ngayon. Patuloy naming titingnan.',
  offline: 'Offline ka. Titingnan namin ang bayad mo kapag online ka na ulit.',
  lastChecked: (seconds) => `Huling tiningnan ${seconds} segundo ang nakaraan.`,
  checkNow: 'Tingnan ngayon',
};

export const actions: Branded<ActionStrings> = ({payby, botim}) => ({
  cancel: 'Kanselahin ang bayad',
  renew: 'Kumuha ng bagong code',
  retry: 'Subukan ulit',
  extend: 'Kailangan ko pa ng oras',
  endsSoon: 'Wala nang dalawang minuto ang natitira.',
  confirmCancel: 'Kanselahin ang bayad na ito?',
  yesCancel: 'Oo, kanselahin',
  doNotCancel: 'Hindi, ituloy',
  busy: 'Sandali lang…',
  notCancelled: 'Hindi nakansela. Baka bayad na ito: tinitingnan namin.',
  notRenewed: 'Wala pang bagong code. Subukan ulit.',
  notExtended: 'Hindi nadagdagan ang oras. Subukan ulit.',
  noApp: `Hindi bumukas ang app? I-install ang ${botim} o ${payby}, o i-scan ang code na ito gamit ang ibang phone.`,
});

export const guide: GuideStrings = {
  howTo: 'Paano magbayad ng cash',
  steps: (amount) => [
    'Humanap ng partner store na malapit sa iyo.',
    'Ipakita ang code na ito sa kahera.',
    `Magbayad ng eksaktong ${amount} na cash.`,
    'Huwag isara ang page hanggang lumabas ang “Natanggap ang bayad”.',
  ],
  credited: (subject) => `Matatanggap mo: ${subject}`,
  done: 'Bayad na sa cash',
};

export const voucher: VoucherStrings = {
  payBefore: 'Magbayad bago ang',
  uaeTime: (time) => `${time} oras sa UAE`,
  orderTime: 'Oras ng order',
  copy: 'Kopyahin ang numero ng order',
  copied: 'Nakopya',
  notCopied: 'Pindutin nang matagal ang numero para kopyahin.',
  enlarge: 'Palakihin ang code',
  showCashier: 'Ipakita sa kahera',
  close: 'Isara',
  scanned: (amount) => ({
    title: 'Na-scan ng kahera ang code mo',
    text: `Magbayad ng ${amount} na cash at maghintay hanggang lumabas dito ang kumpirmasyon.`,
  }),
  ended: {
    title: 'Tinitingnan ang iyong bayad',
    text: 'Tapos na ang oras. Kung hindi ka pa nagbabayad, huwag nang mag-abot ng cash.',
  },
};

export const exportTools: Branded<ExportStrings> = ({payby, botim}) => ({
  save: 'I-save',
  print: 'I-print',
  share: 'I-share',
  calendar: 'Ipaalala',
  label: 'Itago ang code na ito',
  page: `Buksan ang page ng ${payby}`,
  title: `Magbayad ng cash sa ${payby}`,
  plainTitle: `Magbayad gamit ang ${payby} o ${botim}`,
  howTo: 'Paano magbayad',
  orderNumber: 'Numero ng order',
  payBefore: (time) => `Magbayad bago mag-${time}`,
  inEmirates: (time) => `(${time})`,
  steps: (amount) => [
    'Pumunta sa isang partner store at ipakita ang code na ito.',
    `Magbayad ng eksaktong ${amount} na cash.`,
    'Hintayin ang kumpirmasyon kung saan ka nag-order.',
  ],
  imageLabel: (amount) => `Larawan ng code para magbayad ng ${amount}, handa nang i-save`,
  holdToSave: {
    title: 'Pindutin nang matagal ang larawan',
    text: 'Tapos piliing i-save ito. Puwede rin ang screenshot.',
  },
  close: 'Isara',
  saved: 'Na-save ang larawan sa downloads.',
  notSaved: 'Hindi nagawa ang larawan. Mag-screenshot na lang ng code.',
  notPrinted: 'Hindi makapag-print dito ang browser na ito. I-save na lang ang larawan.',
  copied: 'Nakopya. I-paste ito sa isang mensahe.',
  notShared: 'Hindi na-share mula rito. I-save na lang ang larawan.',
  replaced: 'Bago ang code na ito. Kung na-save o na-print mo na ito dati, ulitin ito.',
  reminder: (amount) => `Magbayad ng ${amount} na cash sa ${payby}`,
});

export const stores: StoresStrings = {
  title: 'Mga partner store',
  search: 'Hanapin ang pangalan o lugar',
  nearMe: 'Malapit sa akin',
  finding: 'Hinahanap kung nasaan ka…',
  nearestFirst: 'Pinakamalapit muna.',
  refused: 'Naka-off ang lokasyon. Hanapin na lang ang pangalan o lugar.',
  noPlace: 'Hindi namin makita kung nasaan ka. Hanapin na lang ang pangalan o lugar.',
  found: (count) => `${count} store ang nahanap`,
  none: 'Walang nahanap na store. Subukan ang ibang pangalan o lugar.',
  more: 'Ipakita ang iba pang store',
  directions: 'Direksiyon',
  directionsTo: (name) => `Direksiyon papunta sa ${name}`,
  call: (name, phone) => `Tawagan ang ${name}, ${phone}`,
  meters: (count) => `${count} m`,
  kilometers: (count) => `${count} km`,
  loading: 'Nilo-load ang mga partner store…',
  unreachable: 'Hindi na-load ang listahan ng mga store.',
  tryAgain: 'Subukan ulit',
};

export const sendGuide: SendGuideStrings = {
  open: 'I-text sa akin ang mga hakbang',
  label: 'Mobile number',
  hint: 'Halimbawa 050 123 4567. Isang SMS lang ang ipapadala namin at hindi namin itatago ang number mo.',
  send: 'Ipadala',
  invalid: 'Mukhang hindi ito mobile number. Pakitingnan: 050 123 4567, o +63… mula sa ibang bansa.',
  sending: 'Ipinapadala…',
  sent: 'Naipadala. Baka abutin ng isang minuto bago dumating.',
  notSent:
    'Hindi naipadala. Gumagana pa rin ang code mo: i-save ang larawan, o subukan ulit pagkaraan ng isang minuto.',
  wait: (seconds) => `Puwede mo itong ipadala ulit pagkaraan ng ${seconds} segundo.`,
  unreachable: 'Hindi na-load ang form. Tingnan ang koneksiyon mo at subukan ulit.',
};

export const redirect: RedirectStrings = {
  continueTo: (site) => `Magpatuloy sa ${site}`,
  leaving: 'Dadalhin ka namin doon sa ilang sandali…',
  stay: 'Manatili sa page na ito',
};

export const scan: ScanStrings = {
  label: 'Code ng bayad ng customer',
  blind: 'Mag-tap dito bago mag-scan',
  off: 'Hindi nag-i-scan',
  busy: 'Sandali lang…',
  required: 'I-scan ang code ng customer.',
};

export const scanStatus: ScanStatusStrings = {
  armed: 'Handa nang mag-scan',
  receiving: 'Binabasa…',
  accepted: 'Tinanggap ang code',
  rejected: 'Hindi tinanggap',
  control: 'May mga character ang code na ito na wala sa code ng bayad. I-scan ang code sa app ng customer.',
  tooShort: 'Masyadong maikli ang code na ito. I-scan ang code sa app ng customer.',
  tooLong: 'Masyadong mahaba ang code na ito. I-scan ang code sa app ng customer.',
  pattern: 'Hindi ito code ng bayad. I-scan ang code sa app ng customer.',
  shiftHeld: 'Nakapindot ang Shift key. Bitawan ito at mag-scan ulit.',
  duplicate: 'Na-scan na, isang beses binilang',
  stillBusy: 'Tinatapos pa ang huling code',
  noAnswer: 'Wala pang sagot. Tingnan muna kung nasingil ang customer bago mag-scan ulit.',
  notEntered: 'Pindutin ang Enter para gamitin ang tinype na code.',
  reveal: 'Ipakita ang code',
};

export const diagnosis: DiagnosisStrings = {
  'no-suffix':
    'Hindi nagpapadala ng Enter ang scanner na ito pagkatapos ng code. Gawing Enter (CR) ang suffix nito para mabasa agad ang mga code.',
  'us-keyboard': 'Binabago ng computer na ito ang ipinapadala ng scanner. I-set ang scanner sa US keyboard.',
  'host-keyboard':
    'Naka-set ang scanner na ito sa keyboard ng computer na ito at dito lang gumagana. I-set ito sa US keyboard kung kaya.',
  'caps-lock': 'Naka-on ang Caps Lock. I-off ito.',
  'shift-held': 'Nakapindot o na-stuck ang Shift key. Bitawan ito at mag-scan ulit.',
  'control-characters':
    'Nagpapadala ang scanner na ito ng mga control character na puwedeng magpagana ng mga shortcut ng browser. I-off ang mga ito sa scanner.',
  slow: 'Mabagal magpadala ang scanner na ito. Paikliin ang pagitan ng mga character (inter-character delay).',
  unreadable: 'May mga character na hindi nabasa. I-set ang scanner sa US keyboard at mag-scan ulit.',
  'not-recognised':
    'May dumating na mga character, pero masyadong mabagal o hindi pantay para sa isang scan. Paikliin ang pagitan ng mga character, at gawing Enter (CR) ang suffix.',
  nothing:
    'Walang dumating. I-click ang page na ito, tingnan ang cable o Bluetooth ng scanner, at i-set ito sa keyboard (HID) mode.',
};

export const cameraButton: CameraButtonStrings = {
  open: 'Mag-scan gamit ang camera',
  close: 'Isara ang camera',
  notLoaded: 'Hindi na-load ang tagabasa ng code. Tingnan ang koneksiyon, tapos subukan ulit.',
};

export const camera: CameraStrings = {
  picture: 'Nakikita ng camera',
  starting: 'Binubuksan ang camera. Baka humingi ng pahintulot ang browser mo.',
  paused: 'Naka-pause ang camera habang nasa likod ang page na ito.',
  aim: 'Itapat ang code ng customer sa camera.',
  several: 'May ilang code na nakikita. Ang sa customer lang ang ipakita.',
  torch: 'Ilaw',
  choose: 'Piliin ang camera',
  numbered: (n) => `Camera ${n}`,
  tryAgain: 'Subukan ulit',
  errors: {
    insecure:
      'Kailangan ng camera ng secure na page (https). Gamitin ang barcode scanner, o i-type ang code.',
    forbidden: 'Hindi pinapayagan ng page na ito ang camera. Gamitin ang barcode scanner, o i-type ang code.',
    unsupported:
      'Hindi magamit ng browser na ito ang camera dito. Gamitin ang barcode scanner, o i-type ang code.',
    refused:
      'Hindi pinapayagan dito ang camera. Payagan ito sa settings ng browser para sa page na ito, tapos subukan ulit.',
    missing: 'Walang nahanap na camera. Magkabit ng isa at subukan ulit, o gamitin ang barcode scanner.',
    taken: 'Hindi nagsimula ang camera. Isara ang ibang program na gumagamit nito, tapos subukan ulit.',
    lost: 'Naputol ang camera. Ikabit ulit ito, tapos subukan ulit.',
    blocked:
      'Pinipigilan ng security settings ng page na ito ang pagbasa ng camera sa mga code. Gamitin ang barcode scanner.',
    unreadable: cameraButton.notLoaded,
  },
};
