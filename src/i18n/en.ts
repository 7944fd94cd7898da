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

/** "2 h 5 min", and "2 h" on the hour. */
const joined = (most: number, unit: string, rest: number, restUnit: string): string =>
  rest ? `${most} ${unit} ${rest} ${restUnit}` : `${most} ${unit}`;

export const checkout: Branded<CheckoutStrings> = ({payby, botim}) => ({
  format: 'en-AE',
  money: (amount, currency) => `${currency}\u00a0${amount}`,
  label: `${payby} payment`,
  idle: {title: 'Preparing your payment', text: 'Your payment code will appear here.'},
  invalid: {
    title: 'This payment can’t be shown',
    text: 'Nothing was charged here. Please go back and start again.',
  },
  scan: {title: 'Scan to pay', text: `Open the ${payby} or ${botim} app and scan this code.`},
  confirmInApp: {
    title: 'Waiting for the customer',
    text: 'The payment has to be confirmed in the customer’s app.',
  },
  cash: {title: 'Pay in cash', text: 'Show this code at a partner store.'},
  scanned: {title: 'Code scanned', text: 'Finish the payment in the app.'},
  ended: {
    title: 'Checking your payment',
    text: 'Time’s up. Please don’t pay now: we’re checking whether your payment arrived.',
  },
  settling: {title: 'Payment received', text: 'You’re all set. We’re just finishing up.'},
  orderNumber: 'Order number',
  timeLeft: 'Time left',
  payBefore: (time) => `Pay before ${time}`,
  longTime: (left) =>
    left.days
      ? joined(left.days, left.days === 1 ? 'day' : 'days', left.hours, 'h')
      : joined(left.hours, 'h', left.minutes, 'min'),
  qrLabel: (amount) => `QR code to pay ${amount}`,
  openApp: `Pay with ${botim} or ${payby}`,
  waiting: 'Waiting for your payment',
  otherPhone: 'or scan with another phone',
});

export const outcomes: OutcomeStrings = {
  paid: {title: 'Payment received', text: 'Thank you.'},
  failed: {title: 'Payment not completed', text: 'Try again, or choose another way to pay.'},
  cancelled: {title: 'Payment cancelled', text: 'This order can no longer be paid. You can place a new one.'},
  expired: {
    title: 'This code has expired',
    text: 'No payment arrived in time. Already paid? Keep this page open: we’re still checking.',
  },
  revoked: {title: 'Payment reversed', text: 'Any money you paid is returned to you.'},
  noLongerChecked: 'No payment arrived. If you did pay, contact the shop and give them your order number.',
  paidBeforeCancel: 'Your payment arrived before it could be cancelled.',
  causes: {
    declined: {
      title: 'Payment declined',
      text: 'Choose another card in the app and try again, or pay another way.',
    },
    balance: {title: 'Not enough balance', text: 'Add money in the app and try again, or pay another way.'},
    limit: {title: 'Payment limit reached', text: 'Check the limits in the app, or pay another way.'},
    identity: {
      title: 'Identity not verified',
      text: 'Complete the identity check in the app, then try again.',
    },
  },
};

export const languagePicker: LanguagePickerStrings = {label: 'Language'};

export const connection: ConnectionStrings = {
  retrying: 'We can’t reach the shop right now. We’ll keep checking.',
  offline: 'You’re offline. We’ll check for your payment when you’re back online.',
  lastChecked: (seconds) => `Last checked ${seconds} s ago.`,
  checkNow: 'Check now',
};

export const actions: Branded<ActionStrings> = ({payby, botim}) => ({
  cancel: 'Cancel payment',
  renew: 'Get a new code',
  retry: 'Try again',
  extend: 'I need more time',
  endsSoon: 'Less than two minutes left.',
  confirmCancel: 'Cancel this payment?',
  yesCancel: 'Yes, cancel',
  doNotCancel: 'No, keep it',
  busy: 'One moment…',
  notCancelled: 'We couldn’t cancel it. It may already be paid: we’re checking.',
  notRenewed: 'We couldn’t get a new code yet. Please try again.',
  notExtended: 'We couldn’t extend the time. Please try again.',
  noApp: `App didn’t open? Install ${botim} or ${payby}, or scan this code with another phone.`,
});

export const guide: GuideStrings = {
  howTo: 'How to pay in cash',
  steps: (amount) => [
    'Find a partner store near you.',
    'Show this code to the cashier.',
    `Pay exactly ${amount} in cash.`,
    'Keep this page open until it says “Payment received”.',
  ],
  credited: (subject) => `You’ll get: ${subject}`,
  done: 'Paid in cash',
};

export const voucher: VoucherStrings = {
  payBefore: 'Pay before',
  uaeTime: (time) => `${time} UAE time`,
  orderTime: 'Ordered',
  copy: 'Copy the order number',
  copied: 'Copied',
  notCopied: 'Press and hold the number to copy it.',
  enlarge: 'Enlarge the code',
  showCashier: 'Show to the cashier',
  close: 'Close',
  scanned: (amount) => ({
    title: 'The cashier has your code',
    text: `Pay ${amount} in cash and stay until the confirmation appears here.`,
  }),
  ended: {
    title: 'Checking your payment',
    text: 'The time is up. If you have not paid yet, don’t hand over any cash.',
  },
};

export const exportTools: Branded<ExportStrings> = ({payby, botim}) => ({
  save: 'Save image',
  print: 'Print',
  share: 'Share',
  calendar: 'Remind me',
  label: 'Keep this code',
  page: `Open ${payby}’s page`,
  title: `Pay in cash with ${payby}`,
  plainTitle: `Pay with ${payby} or ${botim}`,
  howTo: 'How to pay',
  orderNumber: 'Order number',
  payBefore: (time) => `Pay before ${time}`,
  inEmirates: (time) => `(${time})`,
  steps: (amount) => [
    'Go to a partner store and show this code.',
    `Pay exactly ${amount} in cash.`,
    'Wait for the confirmation where you placed the order.',
  ],
  imageLabel: (amount) => `Image of the code to pay ${amount}, ready to save`,
  holdToSave: {
    title: 'Press and hold the image',
    text: 'Then save it. A screenshot works too.',
  },
  close: 'Close',
  saved: 'Image saved to your downloads.',
  notSaved: 'We couldn’t make the image. Take a screenshot of the code instead.',
  notPrinted: 'This browser can’t print here. Save the image instead.',
  copied: 'Copied. Paste it into a message.',
  notShared: 'We couldn’t share it here. Save the image instead.',
  replaced: 'This code is new. If you saved or printed it, do so again.',
  reminder: (amount) => `Pay ${amount} in cash with ${payby}`,
});

export const stores: StoresStrings = {
  title: 'Partner stores',
  search: 'Search by name or area',
  nearMe: 'Near me',
  finding: 'Finding where you are…',
  nearestFirst: 'Nearest stores first.',
  refused: 'Location is off. Search by name or area instead.',
  noPlace: 'We couldn’t find where you are. Search by name or area instead.',
  found: (count) => (count === 1 ? '1 store' : `${count} stores`),
  none: 'No store found. Try another name or area.',
  more: 'Show more stores',
  directions: 'Directions',
  directionsTo: (name) => `Directions to ${name}`,
  call: (name, phone) => `Call ${name}, ${phone}`,
  meters: (count) => `${count} m`,
  kilometers: (count) => `${count} km`,
  loading: 'Loading partner stores…',
  unreachable: 'We couldn’t load the list of stores.',
  tryAgain: 'Try again',
};

export const sendGuide: SendGuideStrings = {
  open: 'Text me these steps',
  label: 'Mobile number',
  hint: 'For example 050 123 4567. We’ll send one SMS and won’t keep your number.',
  send: 'Send',
  invalid: 'This doesn’t look like a mobile number. Please check it: 050 123 4567, or +44… from abroad.',
  sending: 'Sending…',
  sent: 'Sent. It can take a minute to arrive.',
  notSent: 'It was not sent. Your code still works: save the image, or try again in a minute.',
  wait: (seconds) => `You can send it again in ${seconds} s.`,
  unreachable: 'We couldn’t load the form. Check your connection and try again.',
};

export const redirect: RedirectStrings = {
  continueTo: (site) => `Continue to ${site}`,
  leaving: 'Taking you there in a moment…',
  stay: 'Stay on this page',
};

export const scan: ScanStrings = {
  label: 'Customer’s payment code',
  blind: 'Tap here before you scan',
  off: 'Not scanning',
  busy: 'One moment…',
  required: 'Scan the customer’s code.',
};

export const scanStatus: ScanStatusStrings = {
  armed: 'Ready to scan',
  receiving: 'Reading…',
  accepted: 'Code accepted',
  rejected: 'Not accepted',
  control: 'This code has characters that no payment code has. Scan the code in the customer’s app.',
  tooShort: 'This code is too short. Scan the code in the customer’s app.',
  tooLong: 'This code is too long. Scan the code in the customer’s app.',
  pattern: 'This is not a payment code. Scan the code in the customer’s app.',
  shiftHeld: 'The Shift key is held down. Release it and scan again.',
  duplicate: 'Already scanned, counted once',
  stillBusy: 'Finishing the last code…',
  noAnswer: 'No answer yet. Check whether the customer was charged before you scan again.',
  notEntered: 'Press Enter to use the code you typed.',
  reveal: 'Show the code',
};

export const diagnosis: DiagnosisStrings = {
  'no-suffix':
    'This scanner sends no Enter after a code. Set its suffix to Enter (CR), and codes are read right away.',
  'us-keyboard': 'This computer changes what the scanner types. Set the scanner to the US keyboard.',
  'host-keyboard':
    'This scanner is set for the keyboard of this computer and works only here. Set it to the US keyboard if you can.',
  'caps-lock': 'Caps Lock is on. Switch it off.',
  'shift-held': 'The Shift key is held down, or stuck. Release it and scan again.',
  'control-characters':
    'This scanner sends control characters, which can press shortcuts of the browser. Switch them off on the scanner.',
  slow: 'This scanner types slowly. Shorten its delay between characters (inter-character delay).',
  unreadable: 'Some characters could not be read. Set the scanner to the US keyboard and scan again.',
  'not-recognised':
    'Keys arrived, but too slowly or unevenly for a scan. Shorten the delay between characters, and set the suffix to Enter (CR).',
  nothing:
    'Nothing arrived. Click this page, check the scanner’s cable or Bluetooth, and set it to keyboard (HID) mode.',
};

export const cameraButton: CameraButtonStrings = {
  open: 'Scan with the camera',
  close: 'Close the camera',
  notLoaded: 'The code reader couldn’t be loaded. Check the connection, then try again.',
};

export const camera: CameraStrings = {
  picture: 'What the camera sees',
  starting: 'Opening the camera. Your browser may ask for permission.',
  paused: 'The camera is paused while this page is in the background.',
  aim: 'Hold the customer’s code in front of the camera.',
  several: 'Several codes are in view. Show only the customer’s.',
  torch: 'Light',
  choose: 'Camera',
  numbered: (n) => `Camera ${n}`,
  tryAgain: 'Try again',
  errors: {
    insecure: 'The camera needs a secure page (https). Use the barcode scanner, or type the code.',
    forbidden: 'This page does not allow the camera. Use the barcode scanner, or type the code.',
    unsupported: 'This browser can’t use a camera here. Use the barcode scanner, or type the code.',
    refused:
      'The camera is not allowed here. Allow it in the browser’s settings for this page, then try again.',
    missing: 'No camera was found. Connect one and try again, or use the barcode scanner.',
    taken: 'The camera did not start. Close other programs that use it, then try again.',
    lost: 'The camera was disconnected. Connect it again, then try again.',
    blocked: 'This page’s security settings stop the camera from reading codes. Use the barcode scanner.',
    unreadable: cameraButton.notLoaded,
  },
};
