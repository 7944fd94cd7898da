// Texts that several pages share; each page's own are in its texts.js.

/** @satisfies {{en: import('./language.js').Texts, ar: import('./language.js').Texts}} */
export const commonTexts = {
  en: {
    demo: 'demo',
    'demo-pages': 'Demo pages',
    'nav-store': 'Store',
    'nav-game': 'Game',
    'nav-cashier': 'Cashier',
    'nav-phone': 'Phone',
    'nav-pos': 'POS',
    // The switch names the language it leads to, in that language.
    'other-language': 'العربية',
    'event-log': 'Event log',
    'event-log-empty': 'The events of the element will be listed here.',
    'try-again': 'Try again',
    'not-restored': 'You have an order that may already be paid. We’re checking…',
    'too-old': 'If no code appears here, this browser is too old to show it.',
    'code-for-app': 'Pay with the app',
    'code-for-store': 'Pay cash at a partner store',

    'error-unreachable': 'We can’t reach the shop right now. Please try again in a moment.',
    'error-other': 'That didn’t work. Please try again.',
    'error-unknown-code': 'This code is not known here. Check that it was copied whole, then try again.',
    'error-expired-code': 'This code has expired. Ask for a new one and scan it.',
    'error-replaced-code':
      'This code is too old to be scanned. Open the page of the order: it shows a new one.',
    'error-already-paid': 'This order is already paid. There is nothing more to do.',
    'error-payment-failed': 'PayBy did not allow this payment. Nothing was charged.',
    'error-wrong-password': 'That password does not match. Please enter it again.',
  },
  ar: {
    demo: 'عرض تجريبي',
    'demo-pages': 'صفحات العرض',
    'nav-store': 'المتجر',
    'nav-game': 'اللعبة',
    'nav-cashier': 'الصندوق',
    'nav-phone': 'الهاتف',
    'nav-pos': 'نقطة البيع',
    'other-language': 'English',
    'event-log': 'سجل الأحداث',
    'event-log-empty': 'ستظهر هنا أحداث العنصر.',
    'try-again': 'حاول مرة أخرى',
    'not-restored': 'لديك طلب قد يكون مدفوعًا بالفعل. نستعلم الآن عن حالته…',
    'too-old': 'إذا لم يظهر الرمز هنا، فهذا المتصفح قديم ولا يمكنه عرضه.',
    'code-for-app': 'الدفع بالتطبيق',
    'code-for-store': 'الدفع نقدًا لدى متجر شريك',

    'error-unreachable': 'لا يوجد اتصال في هذه اللحظة. يرجى المحاولة بعد قليل.',
    'error-other': 'لم تنجح العملية هذه المرة. يرجى المحاولة مرة أخرى.',
    'error-unknown-code': 'هذا الرمز غير معروف هنا. تأكد من نسخه كاملًا ثم حاول مرة أخرى.',
    'error-expired-code': 'انتهت صلاحية هذا الرمز. اطلب رمزًا جديدًا وامسحه.',
    'error-replaced-code': 'هذا الرمز قديم ولا يمكن مسحه. افتح صفحة الطلب: ستجد فيها رمزًا جديدًا.',
    'error-already-paid': 'هذا الطلب مدفوع بالفعل، ولا يلزم أي إجراء آخر.',
    'error-payment-failed': 'لم تسمح PayBy بهذه الدفعة، ولم يُخصم أي مبلغ.',
    'error-wrong-password': 'كلمة المرور غير مطابقة. يرجى إدخالها مرة أخرى.',
  },
};
