/** @satisfies {{en: import('../shared/language.js').Texts, ar: import('../shared/language.js').Texts}} */
export const sentMessagesTexts = {
  en: {
    title: 'Outbox of text messages',
    heading: 'Text messages',
    about:
      'What a real text message service would have sent. Only the last digits of a phone number are kept.',
    empty: 'No messages yet. Buy coins in the game and send the guide to a phone.',
    to: 'To',
    parts: (count) => (count === 1 ? '1 part' : `${count} parts`),
    'error-no-outbox': 'With the real PayBy there is no outbox here.',
  },
  ar: {
    title: 'صندوق الرسائل النصية',
    heading: 'الرسائل النصية',
    about: 'ما كانت خدمة رسائل حقيقية لتنقله. ولا يُحفظ من رقم الهاتف إلا آخره.',
    empty: 'لا توجد رسائل بعد. اشترِ عملات في اللعبة وأرسل الدليل إلى هاتف.',
    to: 'إلى',
    parts: (count) => `عدد الأجزاء: ${count}`,
    'error-no-outbox': 'لا يوجد صندوق رسائل هنا مع PayBy الحقيقي.',
  },
};
