/** The words of the store without JavaScript. */
import type {PlainOrderState} from './plain-order-state.js';

export type PlainLanguage = 'en' | 'ar';

/** Why a page cannot be shown, or an order cannot be placed. */
export type PlainProblem = 'unknown-order' | 'cross-site' | 'refused' | 'too-many' | 'later';

export interface PlainStoreTexts {
  readonly shop: string;
  readonly heading: string;
  readonly promise: string;
  readonly withoutScript: string;
  readonly buy: string;
  readonly demo: string;
  readonly otherLanguage: string;
  readonly item: string;
  readonly amount: string;
  readonly orderNumber: string;
  readonly codeOf: (amount: string) => string;
  readonly steps: (amount: string) => readonly string[];
  readonly payBefore: (time: string) => string;
  readonly openApp: string;
  readonly checkNow: string;
  readonly checksAgain: (seconds: string) => string;
  readonly stopChecking: string;
  readonly keepChecking: string;
  readonly notChecked: string;
  readonly cancel: string;
  readonly tryAgain: string;
  readonly toShop: string;
  readonly states: Readonly<Record<PlainOrderState, {readonly title: string; readonly text: string}>>;
  readonly problems: Readonly<Record<PlainProblem, {readonly title: string; readonly text: string}>>;
}

export const plainStoreTexts: Readonly<Record<PlainLanguage, PlainStoreTexts>> = {
  en: {
    shop: 'Sidra',
    heading: 'Good things for a slow afternoon',
    promise: 'Made nearby, wrapped by hand, delivered tomorrow across the UAE.',
    withoutScript: 'This page works without JavaScript.',
    buy: 'Buy',
    demo: 'demo',
    otherLanguage: 'العربية',
    item: 'Item',
    amount: 'Amount',
    orderNumber: 'Order number',
    codeOf: (amount) => `QR code to pay ${amount}`,
    steps: (amount) => [
      'Open the PayBy or BOTIM app on your phone.',
      `Scan this code and pay ${amount}.`,
      'Look at this page again: it says when the payment has arrived.',
    ],
    payBefore: (time) => `Pay before ${time} (UAE time).`,
    openApp: 'Are you on the phone with the app? Open the payment there',
    checkNow: 'Check now',
    checksAgain: (seconds) => `This page checks again every ${seconds} seconds.`,
    stopChecking: 'Stop checking',
    keepChecking: 'Check again every few seconds',
    notChecked:
      'PayBy did not answer just now. If you have paid, do not pay again: check once more in a moment.',
    cancel: 'Cancel this order',
    tryAgain: 'Order again',
    toShop: 'See more goods',
    states: {
      preparing: {
        title: 'Your code is being prepared',
        text: 'PayBy has not answered yet. Nothing is charged; please check again in a moment.',
      },
      waiting: {title: 'Scan to pay', text: 'Your order waits for your payment.'},
      scanned: {title: 'The code was scanned', text: 'Please finish the payment in the app.'},
      cancelling: {
        title: 'We are cancelling this order',
        text: 'PayBy has not confirmed it yet. Please do not pay this order.',
      },
      confirming: {
        title: 'We are checking your payment',
        text: 'The time is over. Please do not pay again while we ask PayBy.',
      },
      paid: {title: 'Thank you! Your order is paid', text: 'It will be with you tomorrow.'},
      returned: {title: 'The payment was reversed', text: 'Any money you paid is returned to you.'},
      cancelled: {title: 'The order is cancelled', text: 'This order can no longer be paid.'},
      expired: {
        title: 'The code has expired',
        text: 'No payment arrived in time. If you have paid after all, do not pay again: check now.',
      },
      failed: {title: 'The payment did not go through', text: 'Nothing was bought with this order.'},
    },
    problems: {
      'unknown-order': {
        title: 'We can’t find this order',
        text: 'There is no order at this address. Check the link.',
      },
      'cross-site': {
        title: 'This order did not come from our page',
        text: 'Your browser did not say that this form is on our page, so nothing was done. Please start in the store.',
      },
      refused: {
        title: 'This cannot be ordered',
        text: 'Nothing was charged. Please choose again in the store.',
      },
      'too-many': {title: 'Too many requests', text: 'Please wait a moment and try again.'},
      later: {
        title: 'That did not work just now',
        text: 'If you have paid already, do not pay again: try this page once more in a moment.',
      },
    },
  },
  ar: {
    shop: 'سدرة',
    heading: 'أشياء جميلة لعصرية هادئة',
    promise: 'صُنعت بالقرب منك، وغُلّفت باليد، وتصلك غدًا في جميع أنحاء الإمارات.',
    withoutScript: 'تعمل هذه الصفحة من دون جافا سكريبت.',
    buy: 'اشترِ',
    demo: 'عرض تجريبي',
    otherLanguage: 'English',
    item: 'السلعة',
    amount: 'المبلغ',
    orderNumber: 'رقم الطلب',
    codeOf: (amount) => `رمز QR لدفع ${amount}`,
    steps: (amount) => [
      'افتح تطبيق PayBy أو BOTIM على هاتفك.',
      `امسح هذا الرمز وادفع ${amount} بالضبط.`,
      'عُد إلى هذه الصفحة: ستخبرك حين يصل الدفع.',
    ],
    payBefore: (time) => `ادفع قبل ${time} (بتوقيت الإمارات).`,
    openApp: 'هل التطبيق على هذا الجهاز؟ افتح الدفع فيه',
    checkNow: 'تحقق الآن',
    checksAgain: (seconds) => `تتحقق هذه الصفحة مجددًا كل ${seconds} ثانية.`,
    stopChecking: 'أوقف ذلك',
    keepChecking: 'تحقق مجددًا كل بضع ثوانٍ',
    notChecked: 'لم تُجب PayBy الآن. إذا كنت قد دفعت فلا تدفع مرة أخرى: تحقق مجددًا بعد لحظات.',
    cancel: 'إلغاء هذا الطلب',
    tryAgain: 'اطلب مجددًا',
    toShop: 'شاهد المزيد',
    states: {
      preparing: {
        title: 'جارٍ تجهيز الرمز',
        text: 'لم تُجب PayBy بعد. لم يُخصم أي مبلغ؛ يرجى التحقق مجددًا بعد لحظات.',
      },
      waiting: {title: 'امسح الرمز للدفع', text: 'طلبك في انتظار الدفع.'},
      scanned: {title: 'تم مسح الرمز', text: 'أكمل الدفع في التطبيق.'},
      cancelling: {
        title: 'جارٍ إلغاء هذا الطلب',
        text: 'لم تؤكد PayBy الإلغاء بعد. يرجى عدم دفع هذا الطلب.',
      },
      confirming: {
        title: 'جارٍ التحقق من الدفع',
        text: 'انتهى الوقت. يرجى عدم الدفع مرة أخرى أثناء سؤالنا PayBy.',
      },
      paid: {title: 'شكرًا لك! طلبك مدفوع', text: 'يصلك غدًا.'},
      returned: {title: 'تم عكس عملية الدفع', text: 'يُعاد المبلغ إلى من دفعه.'},
      cancelled: {title: 'أُلغي الطلب', text: 'لم يعد بالإمكان دفع هذا الطلب.'},
      expired: {
        title: 'انتهت صلاحية الرمز',
        text: 'لم يصل أي دفع في الوقت المحدد. إذا كنت قد دفعت فلا تدفع مرة أخرى: تحقق الآن.',
      },
      failed: {title: 'لم يكتمل الدفع', text: 'لم تُشترَ أي سلعة بهذا الطلب.'},
    },
    problems: {
      'unknown-order': {title: 'لا نعرف هذا الطلب', text: 'لا يدل عنوان هذه الصفحة على طلب في هذا المتجر.'},
      'cross-site': {
        title: 'لم يأتِ هذا الطلب من صفحتنا',
        text: 'لم يذكر متصفحك أن هذا النموذج في صفحتنا، فلم يُنفَّذ شيء. يرجى البدء من المتجر.',
      },
      refused: {title: 'لا يمكن طلب هذا', text: 'لم يُخصم أي مبلغ. يرجى الاختيار من المتجر مجددًا.'},
      'too-many': {title: 'تكرر هذا الطلب كثيرًا', text: 'يرجى الانتظار قليلًا ثم المحاولة مرة أخرى.'},
      later: {
        title: 'لم ينجح ذلك الآن',
        text: 'إذا كنت قد دفعت فلا تدفع مرة أخرى: جرّب هذه الصفحة مجددًا بعد لحظات.',
      },
    },
  },
};
