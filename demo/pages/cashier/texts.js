/** @satisfies {{en: import('../shared/language.js').Texts, ar: import('../shared/language.js').Texts}} */
export const cashierTexts = {
  en: {
    title: 'Counter 2',
    display: 'Customer display',
    sound: 'Sound',
    enter: 'Enter ↵',

    'sale-heading': 'New sale',
    amount: 'Amount in AED',
    keypad: 'Keypad',
    erase: 'Delete last digit',
    charge: 'Charge',
    change: 'Change the amount',
    'need-amount': 'Key in the amount to charge, for example 25.00.',
    'need-point': 'Write fils after a point and thousands without a comma: 1250.50.',

    'step-amount': 'Key in the amount',
    'step-scan': 'Scan the customer’s code',
    'step-done': 'Wait for “Paid”',

    'head-amount': 'Ready for the next customer',
    'head-scan': 'Ask the customer to open “Pay”',
    'head-pay': 'Waiting for PayBy',
    'head-password': 'The customer enters the password',
    'head-unknown': 'Checking with PayBy',
    'head-paid': 'Paid',
    'head-failed': 'Not paid',
    'head-cancelled': 'Cancelled',
    'head-expired': 'Not paid in time',
    'head-revoked': 'Reversed',
    'head-missing': 'Not charged',

    'scan-label': 'Scan the customer’s code',
    'scan-hint': 'It is in the customer’s app, works once, and for about a minute.',
    'scan-hint-password':
      'The code is in the customer’s app. From AED 500 the app then asks for the password.',

    'code-product': 'This is a product barcode. Scan the code in the customer’s payment app.',
    'code-coupon': 'This is a coupon or a card of a shop. Scan the code in the customer’s payment app.',
    'code-own': 'This is our own code, for customers to scan. Scan the one in the customer’s payment app.',
    'code-link': 'This code leads to a web page. Scan the code in the customer’s payment app.',
    'code-unknown': 'This is not a payment code. Ask the customer to open “Pay” in the PayBy or BOTIM app.',
    'code-refused': 'This code has expired or was used before. Ask the customer for a new one and scan it.',
    'not-placed': 'The payment was not started and nothing is charged. Ask for a new code and scan it.',
    'payer-amount':
      'PayBy allows this customer a smaller amount only. Charge less, or take the payment another way.',
    'payer-count': 'This customer has reached PayBy’s number of payments. Take the payment another way.',
    'payer-identity':
      'PayBy has not verified this customer’s identity yet. They can do it in the app; take the payment another way.',
    'payer-refused': 'PayBy did not allow this customer’s payment. Take the payment another way.',
    busy: 'PayBy is busy and has not started the payment. Ask for a new code in a moment and scan it.',

    'first-amount': 'Charge the amount first, then scan.',
    'first-wait': 'Not now: this payment is still running.',
    'first-next': 'Call the next customer first: press Enter.',

    'outcome-unknown':
      'The answer got lost, so the payment may be running. Do not charge again: we are asking PayBy.',
    missing: 'PayBy has no such payment: nothing was charged. Ask for a new code and scan it.',
    help: (number) =>
      `PayBy does not answer. Please tell the manager: payment ${number}… may still be paid. We keep asking.`,

    cancel: 'Cancel this payment',
    cancelling: 'Cancelling…',
    rescan: 'Scan a new code',
    receipt: 'Receipt',
    next: 'Next customer',
  },
  ar: {
    title: 'صندوق 2',
    display: 'شاشة العميل',
    sound: 'الصوت',
    enter: 'Enter ↵',

    'sale-heading': 'عملية بيع جديدة',
    amount: 'المبلغ بالدرهم',
    keypad: 'لوحة الأرقام',
    erase: 'احذف آخر رقم',
    charge: 'تحصيل',
    change: 'تغيير المبلغ',
    'need-amount': 'أدخل المبلغ المطلوب تحصيله، مثل 25.00.',
    'need-point': 'اكتب الفلسات بعد النقطة والآلاف دون فاصلة: 1250.50.',

    'step-amount': 'أدخل المبلغ',
    'step-scan': 'امسح رمز العميل',
    'step-done': 'انتظر كلمة «مدفوع»',

    'head-amount': 'جاهزون للعميل التالي',
    'head-scan': 'اطلب من العميل فتح «الدفع»',
    'head-pay': 'بانتظار PayBy',
    'head-password': 'يُدخل العميل كلمة المرور',
    'head-unknown': 'جارٍ التحقق لدى PayBy',
    'head-paid': 'مدفوع',
    'head-failed': 'لم يُدفع',
    'head-cancelled': 'أُلغيت الدفعة',
    'head-expired': 'لم يُدفع في الوقت المحدد',
    'head-revoked': 'رُدّت الدفعة',
    'head-missing': 'لم يُحصَّل المبلغ',

    'scan-label': 'امسح رمز العميل',
    'scan-hint': 'الرمز في تطبيق العميل، ويعمل مرة واحدة لمدة دقيقة تقريبًا.',
    'scan-hint-password': 'الرمز في تطبيق العميل. ابتداءً من 500 درهم يطلب التطبيق كلمة المرور بعد ذلك.',

    'code-product': 'هذا باركود سلعة. امسح الرمز الموجود في تطبيق الدفع لدى العميل.',
    'code-coupon': 'هذه قسيمة أو بطاقة متجر. امسح الرمز الموجود في تطبيق الدفع لدى العميل.',
    'code-own': 'هذا رمزنا نحن، ليمسحه العملاء. امسح الرمز الموجود في تطبيق الدفع لدى العميل.',
    'code-link': 'هذا الرمز يفتح صفحة ويب. امسح الرمز الموجود في تطبيق الدفع لدى العميل.',
    'code-unknown': 'هذا ليس رمز دفع. اطلب من العميل فتح «الدفع» في تطبيق PayBy أو BOTIM.',
    'code-refused': 'انتهت صلاحية هذا الرمز أو استُخدم من قبل. اطلب من العميل رمزًا جديدًا وامسحه.',
    'not-placed': 'لم تبدأ عملية الدفع ولم يُخصم أي مبلغ. اطلب رمزًا جديدًا وامسحه.',
    'payer-amount': 'تسمح PayBy لهذا العميل بمبلغ أصغر فقط. حصّل مبلغًا أقل أو اطلب الدفع بطريقة أخرى.',
    'payer-count': 'بلغ هذا العميل عدد الدفعات الذي تسمح به PayBy. اطلب الدفع بطريقة أخرى.',
    'payer-identity': 'لم تتحقق PayBy من هوية هذا العميل بعد، ويمكنه ذلك في التطبيق. اطلب الدفع بطريقة أخرى.',
    'payer-refused': 'لم تسمح PayBy بدفعة هذا العميل. اطلب الدفع بطريقة أخرى.',
    busy: 'خدمة PayBy مشغولة ولم تبدأ عملية الدفع. اطلب رمزًا جديدًا بعد قليل وامسحه.',

    'first-amount': 'أكّد المبلغ أولًا بزر «تحصيل»، ثم امسح الرمز.',
    'first-wait': 'ليس الآن: ما زالت هذه الدفعة جارية.',
    'first-next': 'استدعِ العميل التالي أولًا: اضغط Enter.',

    'outcome-unknown': 'لم يصل الرد، وقد تكون الدفعة جارية. لا تحصّل المبلغ مرة أخرى: نحن نسأل PayBy.',
    missing: 'لا توجد دفعة كهذه لدى PayBy ولم يُخصم أي مبلغ. اطلب رمزًا جديدًا وامسحه.',
    help: (number) =>
      `لا يصل رد من PayBy. يُرجى إبلاغ المدير: قد تُدفع الدفعة \u2066${number}…\u2069 لاحقًا. نحن نواصل السؤال.`,

    cancel: 'إلغاء هذه الدفعة',
    cancelling: 'جارٍ الإلغاء…',
    rescan: 'مسح رمز جديد',
    receipt: 'الإيصال',
    next: 'العميل التالي',
  },
};
