/** The words of every language: a server has them all at hand. */
import * as ar from '../i18n/ar.js';
import * as bn from '../i18n/bn.js';
import * as en from '../i18n/en.js';
import * as fil from '../i18n/fil.js';
import * as hi from '../i18n/hi.js';
import type {Language} from '../i18n/languages.js';
import * as ml from '../i18n/ml.js';
import * as ne from '../i18n/ne.js';
import {registeredStrings} from '../i18n/registered-strings.js';
import type {Strings} from '../i18n/strings.js';
import * as ta from '../i18n/ta.js';
import * as ur from '../i18n/ur.js';

export const words: Readonly<Record<Language, Strings>> = {en, ar, hi, ur, ml, bn, fil, ta, ne};

/** The texts of a language as they are registered. A language that was added has English for the rest. */
export function wordsIn(language: string): Strings {
  const texts = (words as Readonly<Record<string, Strings>>)[language] ?? en;
  const registered = registeredStrings();
  if (!registered) return texts;
  const names = Object.keys(texts) as (keyof Strings)[];
  return Object.fromEntries(
    names.map((name) => [name, registered.adapt(language, name, texts[name])]),
  ) as unknown as Strings;
}

/** A sentence of the server's own; a language that was added has the English one. */
export const sentenceIn = (texts: Readonly<Record<Language, string>>, language: string): string =>
  (texts as Readonly<Record<string, string>>)[language] ?? texts.en;

/** Said on a page that cannot update itself, above a link that loads it again. */
export const reloadTexts: Readonly<Record<Language, string>> = {
  en: 'After you pay, load this page again to see the confirmation.',
  ar: 'بعد الدفع، حمّل هذه الصفحة من جديد لترى التأكيد.',
  hi: 'भुगतान करने के बाद, पुष्टि देखने के लिए यह पेज फिर से लोड करें।',
  ur: 'ادائیگی کے بعد تصدیق دیکھنے کے لیے یہ صفحہ دوبارہ لوڈ کریں۔',
  ml: 'പണമടച്ച ശേഷം, സ്ഥിരീകരണം കാണാൻ ഈ പേജ് വീണ്ടും ലോഡ് ചെയ്യുക.',
  bn: 'পেমেন্ট করার পর, নিশ্চিতকরণ দেখতে এই পেজটি আবার লোড করুন।',
  fil: 'Pagkatapos mong magbayad, i-load ulit ang page na ito para makita ang kumpirmasyon.',
  ta: 'பணம் செலுத்திய பிறகு, உறுதிப்படுத்தலைப் பார்க்க இந்தப் பக்கத்தை மீண்டும் ஏற்றவும்.',
  ne: 'भुक्तानी गरेपछि, पुष्टि हेर्न यो पृष्ठ फेरि लोड गर्नुहोस्।',
};

/** Said inside the tag, which shows it until the element is there, and where the browser is too old for the element. */
export const tooOldTexts: Readonly<Record<Language, string>> = {
  en: 'If no code appears here, this browser is too old to show it.',
  ar: 'إذا لم يظهر الرمز هنا، فهذا المتصفح قديم ولا يمكنه عرضه.',
  hi: 'अगर यहाँ कोड नहीं दिखता, तो यह ब्राउज़र उसे दिखाने के लिए बहुत पुराना है।',
  ur: 'اگر یہاں کوڈ نظر نہ آئے تو یہ براؤزر اسے دکھانے کے لیے بہت پرانا ہے۔',
  ml: 'ഇവിടെ കോഡ് കാണുന്നില്ലെങ്കിൽ, അത് കാണിക്കാൻ കഴിയാത്തത്ര പഴയതാണ് ഈ ബ്രൗസർ.',
  bn: 'এখানে কোড দেখা না গেলে, এই ব্রাউজারটি সেটি দেখানোর জন্য খুব পুরোনো।',
  fil: 'Kung walang lumabas na code dito, masyado nang luma ang browser na ito para ipakita ito.',
  ta: 'இங்கே குறியீடு தோன்றவில்லை என்றால், இந்த உலாவி மிகப் பழையது; அதனால் குறியீட்டைக் காட்ட முடியாது.',
  ne: 'यहाँ कोड देखिएन भने, यो ब्राउजर त्यसलाई देखाउन धेरै पुरानो छ।',
};
