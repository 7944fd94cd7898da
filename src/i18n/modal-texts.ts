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
  ml: {
    title: 'പേയ്‌മെന്റ്',
    close: 'അടയ്ക്കുക',
    question: 'പേയ്‌മെന്റ് അടയ്ക്കണോ?',
    consequence: 'ഒരു പേയ്‌മെന്റ് നടന്നുകൊണ്ടിരിക്കാം. അതിന്റെ ഫലം ഇവിടെ കാണിക്കും; ഇപ്പോൾ അടച്ചാൽ അത് കാണാനാകില്ല.',
    stay: 'തുറന്നുവയ്ക്കുക',
    leave: 'എന്തായാലും അടയ്ക്കുക',
  },
};
