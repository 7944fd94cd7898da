// @ts-check
/** @satisfies {{en: import('../shared/language.js').Texts, ar: import('../shared/language.js').Texts}} */
export const gameTexts = {
  en: {
    title: 'Sand Racer: coins',
    game: 'Sand Racer',
    heading: 'Fill the tank',
    'player-id': 'Your player id',
    'player-id-hint': 'You find it under your picture in the game.',
    packs: 'Coins',
    buy: 'Pay in cash near by',
    preparing: 'Preparing…',
    'for-player': 'For player',
    delivered: 'Delivered',
    'delivered-sentence': (title, player) =>
      player
        ? `${title} are in the tank of player ${player}. Good race!`
        : `${title}: in the tank. Good race!`,
    again: 'More coins',
    delivering: 'Paid. Filling your tank…',
    unpaid: 'No coins were bought. You can get a new code, or choose other coins.',
    'guide-sent': 'In this demo, messages arrive in',
    outbox: 'the outbox',
    'no-such-order': 'This link leads to no order that we know. You can choose coins here.',
    'late-delivery': 'You have paid. The coins take a little longer; they come by themselves.',
    back: 'Choose other coins',
    'need-player-id': 'Enter your player id, so that the coins reach you.',
    'need-pack': 'Choose how many coins you would like.',
    'no-packs': 'The coins could not be shown just now. Please try again.',
    'no-order': 'Your code could not be made just now, and nothing was charged. Please try again.',
    'still-open': 'The order could not be closed just now. Please try again in a moment.',
  },
  ar: {
    title: 'متسابق الرمال: عملات',
    game: 'متسابق الرمال',
    heading: 'املأ الخزان',
    'player-id': 'رقم اللاعب',
    'player-id-hint': 'تجده تحت صورتك في اللعبة.',
    packs: 'العملات',
    buy: 'ادفع نقدًا بالقرب منك',
    preparing: 'جارٍ التحضير…',
    'for-player': 'للاعب',
    delivered: 'تم التسليم',
    'delivered-sentence': (title, player) =>
      player
        ? `أُضيفت ${title} إلى خزان اللاعب ${player}. سباقًا موفقًا!`
        : `أُضيفت ${title} إلى الخزان. سباقًا موفقًا!`,
    again: 'المزيد من العملات',
    delivering: 'تم الدفع. جارٍ ملء خزانك…',
    unpaid: 'لم تُشترَ أي عملات. يمكنك الحصول على رمز جديد أو اختيار عملات أخرى.',
    'guide-sent': 'في هذا العرض تصل الرسائل إلى',
    outbox: 'صندوق الرسائل',
    'no-such-order': 'لا يقود هذا الرابط إلى طلب نعرفه. يمكنك اختيار العملات هنا.',
    'late-delivery': 'تم الدفع. ستتأخر العملات قليلًا ثم تصل تلقائيًا.',
    back: 'اختر عملات أخرى',
    'need-player-id': 'أدخل رقم اللاعب لتصلك العملات.',
    'need-pack': 'اختر عدد العملات الذي تريده.',
    'no-packs': 'تعذّر عرض العملات الآن. يرجى المحاولة مرة أخرى.',
    'no-order': 'تعذّر إنشاء الرمز الآن ولم يُخصم أي مبلغ. يرجى المحاولة مرة أخرى.',
    'still-open': 'تعذّر إغلاق الطلب الآن. يرجى المحاولة بعد قليل.',
  },
};
