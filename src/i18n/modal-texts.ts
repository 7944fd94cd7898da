/** The texts of the dialog around a checkout. They are apart from the elements' own, which load without it. */
import type {Language} from './languages.js';

export interface ModalTexts {
  readonly title: string;
  readonly close: string;
  readonly question: string;
  readonly consequence: string;
  readonly stay: string;
  readonly leave: string;
}

export const modalTexts: Readonly<Record<Language, ModalTexts>> = {
  en: {
    title: 'Payment',
    close: 'Close',
    question: 'Close the payment?',
    consequence: 'A payment may be on its way. Its result is shown here; if you close now, you won’t see it.',
    stay: 'Keep it open',
    leave: 'Close anyway',
  },
  ar: {
    title: 'الدفع',
    close: 'إغلاق',
    question: 'هل تريد إغلاق الدفع؟',
    consequence: 'قد تكون هناك دفعة قيد التنفيذ. ستظهر نتيجتها هنا، ولن تراها إذا أغلقت الآن.',
    stay: 'إبقاؤه مفتوحًا',
    leave: 'إغلاق على أي حال',
  },
  ur: {
    title: 'ادائیگی',
    close: 'بند کریں',
    question: 'ادائیگی بند کریں؟',
    consequence:
      'ہو سکتا ہے ادائیگی جاری ہو۔ اس کا نتیجہ یہیں دکھایا جائے گا؛ ابھی بند کرنے پر آپ اسے نہیں دیکھ سکیں گے۔',
    stay: 'کھلا رکھیں',
    leave: 'پھر بھی بند کریں',
  },
  // Not "അടയ്ക്കുക", the usual word for closing: it also means "pay".
  ml: {
    title: 'പേയ്‌മെന്റ്',
    close: 'ക്ലോസ് ചെയ്യുക',
    question: 'ഈ വിൻഡോ ക്ലോസ് ചെയ്യണോ?',
    consequence: 'ഒരു പേയ്‌മെന്റ് നടന്നുകൊണ്ടിരിക്കാം. അതിന്റെ ഫലം ഇവിടെ കാണിക്കും; ഇപ്പോൾ ക്ലോസ് ചെയ്താൽ അത് കാണാനാകില്ല.',
    stay: 'തുറന്നുവയ്ക്കുക',
    leave: 'എന്തായാലും ക്ലോസ് ചെയ്യുക',
  },
  hi: {
    title: 'भुगतान',
    close: 'बंद करें',
    question: 'भुगतान बंद करें?',
    consequence: 'हो सकता है कि भुगतान हो रहा हो। उसका नतीजा यहीं दिखेगा; अभी बंद करने पर आप उसे नहीं देख पाएँगे।',
    stay: 'खुला रखें',
    leave: 'फिर भी बंद करें',
  },
  bn: {
    title: 'পেমেন্ট',
    close: 'বন্ধ করুন',
    question: 'পেমেন্ট বন্ধ করবেন?',
    consequence: 'একটি পেমেন্ট হয়তো চলছে। তার ফল এখানে দেখা যাবে; এখন বন্ধ করলে তা দেখতে পাবেন না।',
    stay: 'খোলা রাখুন',
    leave: 'তবুও বন্ধ করুন',
  },
  fil: {
    title: 'Bayad',
    close: 'Isara',
    question: 'Isara ang pagbabayad?',
    consequence:
      'Maaaring may bayad na pinoproseso. Dito ipapakita ang resulta; kung isasara mo ngayon, hindi mo ito makikita.',
    stay: 'Panatilihing bukas',
    leave: 'Isara pa rin',
  },
  ta: {
    title: 'கட்டணம்',
    close: 'மூடு',
    question: 'கட்டணத்தை மூடவா?',
    consequence:
      'ஒரு கட்டணம் நடந்துகொண்டிருக்கலாம். அதன் முடிவு இங்கே காட்டப்படும்; இப்போது மூடினால் அதைப் பார்க்க முடியாது.',
    stay: 'திறந்தே வைக்கவும்',
    leave: 'எப்படியும் மூடு',
  },
  ne: {
    title: 'भुक्तानी',
    close: 'बन्द गर्नुहोस्',
    question: 'भुक्तानी बन्द गर्ने?',
    consequence: 'भुक्तानी भइरहेको हुन सक्छ। त्यसको नतिजा यहीँ देखिन्छ; अहिले बन्द गर्नुभयो भने तपाईंले त्यो देख्नुहुन्न।',
    stay: 'खुला राख्नुहोस्',
    leave: 'जसरी भए पनि बन्द गर्नुहोस्',
  },
};
