/** @satisfies {{en: import('../shared/language.js').Texts, ar: import('../shared/language.js').Texts}} */
export const indexTexts = {
  en: {
    title: 'payby-checkout: the demo',
    heading: 'One tag takes the payment, and tells the truth about it.',
    'about-1':
      'This is a whole PayBy payment in miniature: three merchants’ pages, the customer’s app, and a partner store’s till.',
    'about-2':
      'The merchants’ pages use the built package as a customer would, and a local gateway signs and verifies every request like the real one.',
    'about-3': 'No account is needed, and no money moves unless the server is told to use the real gateway.',
    merchants: 'The merchants',
    others: 'The other side',
    'card-store': 'A small shop: choose something, show the code, pay with the app.',
    'card-game': 'Coins for a racing game, paid in cash at a partner store.',
    'card-cashier': 'A counter: key in the amount, scan the customer’s own code.',
    'card-phone': 'Stands in for the customer’s app: scan, pay, decline, my code.',
    'card-pos': 'Stands in for a partner store’s terminal, where cash is paid in.',
    'nav-admin': 'Staff',
    'card-admin': 'The merchant’s orders, refunds and alerts. The start of the demo prints the password.',
    'nav-outbox': 'Outbox',
    'card-outbox': 'The text messages that the game has sent to payers.',
    'nav-embed': 'Hosts',
    'card-embed': 'Stand in for a frame, an app’s web view and a game engine.',
    tour: 'Five-minute tour',
    'tour-1': 'Open the store beside the phone. Buy a mug, pick its code on the phone, and pay.',
    'tour-2': 'Open the game beside the POS. Buy coins, scan the code at the POS, password 4321, and pay.',
    'tour-3':
      'Open the cashier beside the phone. Charge an amount, and scan “My code” off the phone with a scanner or the camera; or copy it and paste it into the scan field.',
    'tour-4':
      'Then try the unhappy paths: decline, charge AED 500 or more (password 123456), or let a code expire.',
  },
  ar: {
    title: 'payby-checkout: العرض التجريبي',
    heading: 'وسم واحد يستلم الدفعة ويقول الحقيقة عنها.',
    'about-1':
      'هذه عملية دفع كاملة عبر PayBy على نطاق مصغّر: صفحات ثلاثة تجار، وتطبيق العميل، وجهاز متجر شريك.',
    'about-2':
      'تستخدم صفحات التجار الحزمة المبنيّة كما يستخدمها أي عميل، وبوابة محلية توقّع كل طلب وتتحقق منه مثل البوابة الحقيقية.',
    'about-3': 'لا حاجة إلى حساب، ولا تُنقل أي أموال ما لم يُوجَّه الخادم إلى البوابة الحقيقية.',
    merchants: 'التجار',
    others: 'الطرف الآخر',
    'card-store': 'متجر صغير: اختر سلعة، واعرض الرمز، وادفع بالتطبيق.',
    'card-game': 'عملات للعبة سباق، تُدفع نقدًا لدى متجر شريك.',
    'card-cashier': 'نقطة محاسبة: أدخل المبلغ ثم امسح رمز العميل.',
    'card-phone': 'بديل عن تطبيق العميل: مسح، دفع، رفض، رمزي.',
    'card-pos': 'بديل عن جهاز المتجر الشريك حيث يُدفع النقد.',
    'nav-admin': 'الموظفون',
    'card-admin': 'طلبات التاجر والاسترداد والتنبيهات. تظهر كلمة المرور عند بدء العرض التجريبي.',
    'nav-outbox': 'صندوق الرسائل',
    'card-outbox': 'الرسائل النصية التي أرسلتها اللعبة إلى العملاء.',
    'nav-embed': 'المضيفون',
    'card-embed': 'بدائل لإطار في صفحة، ولعارض الويب في تطبيق، ولمحرك لعبة.',
    tour: 'جولة في خمس دقائق',
    'tour-1': 'افتح المتجر بجانب الهاتف. اشترِ كوبًا، واختر رمزه على الهاتف، ثم ادفع.',
    'tour-2':
      'افتح اللعبة بجانب نقطة البيع. اشترِ عملات، وامسح الرمز في نقطة البيع، كلمة المرور 4321، ثم ادفع.',
    'tour-3':
      'افتح الصندوق بجانب الهاتف. أدخل مبلغًا، ثم امسح «رمزي» من الهاتف بقارئ الباركود أو بالكاميرا، أو انسخه والصقه في خانة المسح.',
    'tour-4':
      'ثم جرّب الطرق الأخرى: ارفض الدفع، أو اطلب 500 درهم فأكثر (كلمة المرور 123456)، أو اترك الرمز حتى تنتهي صلاحيته.',
  },
};
