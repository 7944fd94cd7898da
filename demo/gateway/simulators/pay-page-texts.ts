/** The words of PayBy's page at the `tokenUrl` of a cash order, and the stores that it shows. */

export type PayPageLanguage = 'en' | 'ar';

export interface PayPageTexts {
  readonly title: string;
  readonly simulated: string;
  readonly otherLanguage: string;
  readonly before: (moment: string) => string;
  readonly amount: string;
  readonly orderNumber: string;
  readonly orderTime: string;
  readonly product: string;
  readonly code: string;
  readonly save: string;
  readonly saveHow: string;
  readonly saveImage: string;
  readonly message: string;
  readonly phone: string;
  readonly send: string;
  readonly notices: Readonly<Record<'sent' | 'bad-phone' | 'too-soon', string>>;
  readonly howTo: string;
  readonly steps: readonly string[];
  readonly stores: string;
  /** By the code of the refusal. */
  readonly refusals: Readonly<Record<string, string>>;
}

export const payPageTexts: Readonly<Record<PayPageLanguage, PayPageTexts>> = {
  en: {
    title: 'Pay in cash with PayBy',
    simulated: 'simulated',
    otherLanguage: 'العربية',
    before: (moment) => `Please pay before ${moment} (UAE time)`,
    amount: 'Top Up Amount',
    orderNumber: 'Order number',
    orderTime: 'Order time',
    product: 'Product',
    code: 'The code to pay in cash',
    save: 'Save the code',
    saveHow: 'Take a screenshot or a picture of it, or save the image.',
    saveImage: 'Save image',
    message: 'Receive the order by message',
    phone: 'Your mobile number in the UAE',
    send: 'Send',
    notices: {
      sent: 'Sent. In this demo, messages arrive on the page of the phone.',
      'bad-phone': 'Please check the number: a mobile number of the UAE.',
      'too-soon': 'A message was sent a moment ago. Please wait a minute.',
    },
    howTo: 'How to use',
    steps: ['Visit a store near you.', 'Show the code to the cashier.', 'Pay in cash.', 'Check the result.'],
    stores: 'Nearby stores',
    refusals: {
      'unknown-code': 'This is not a code of PayBy.',
      'wrong-scene': 'Open this code with the PayBy or BOTIM app.',
      'already-paid': 'This order is paid.',
      'expired-code': 'This code is no longer valid.',
      'replaced-code': 'This code is too old. The page of the order shows a new one.',
    },
  },
  ar: {
    title: 'ادفع نقدًا عبر PayBy',
    simulated: 'محاكاة',
    otherLanguage: 'English',
    before: (moment) => `يرجى الدفع قبل ${moment} (توقيت الإمارات)`,
    amount: 'مبلغ الشحن',
    orderNumber: 'رقم الطلب',
    orderTime: 'وقت الطلب',
    product: 'المنتج',
    code: 'رمز الدفع نقدًا',
    save: 'احفظ الرمز',
    saveHow: 'التقط صورة للشاشة أو للرمز، أو احفظ الصورة.',
    saveImage: 'حفظ الصورة',
    message: 'استلم الطلب برسالة',
    phone: 'رقم هاتفك المتحرك في الإمارات',
    send: 'إرسال',
    notices: {
      sent: 'تم الإرسال. في هذا العرض تصل الرسائل إلى صفحة الهاتف.',
      'bad-phone': 'يرجى التحقق من الرقم: رقم هاتف متحرك في الإمارات.',
      'too-soon': 'أُرسلت رسالة قبل لحظات. يرجى الانتظار دقيقة.',
    },
    howTo: 'طريقة الاستخدام',
    steps: ['توجّه إلى متجر قريب منك.', 'أظهر الرمز لأمين الصندوق.', 'ادفع نقدًا.', 'تحقق من النتيجة.'],
    stores: 'متاجر قريبة',
    refusals: {
      'unknown-code': 'هذا ليس رمزًا من PayBy.',
      'wrong-scene': 'افتح هذا الرمز بتطبيق PayBy أو BOTIM.',
      'already-paid': 'هذا الطلب مدفوع.',
      'expired-code': 'لم يعد هذا الرمز صالحًا.',
      'replaced-code': 'هذا الرمز قديم. تعرض صفحة الطلب رمزًا جديدًا.',
    },
  },
};

interface Store {
  readonly name: string;
  readonly address: string;
  readonly hours: string;
  readonly phone: string;
}

/** Invented stores, with telephone numbers that nobody has. */
export const payPageStores = (language: PayPageLanguage): readonly Store[] =>
  STORES.map(({en, ar, hours, phone}) => ({...(language === 'ar' ? ar : en), hours, phone}));

const STORES = [
  {
    en: {name: 'Al Waha Mini Mart', address: 'Al Barsha 1, Dubai'},
    ar: {name: 'ميني مارت الواحة', address: 'البرشاء 1، دبي'},
    hours: '07:00–01:00',
    phone: '04 000 0101',
  },
  {
    en: {name: 'Creek Exchange', address: 'Baniyas Road, Deira, Dubai'},
    ar: {name: 'صرافة الخور', address: 'شارع بني ياس، ديرة، دبي'},
    hours: '09:00–22:00',
    phone: '04 000 0102',
  },
  {
    en: {name: 'Palm Grocery', address: 'Al Karama, Dubai'},
    ar: {name: 'بقالة النخلة', address: 'الكرامة، دبي'},
    hours: '08:00–24:00',
    phone: '04 000 0103',
  },
] as const;
