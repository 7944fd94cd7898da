/**
 * The texts of a voucher for the cashier, in English and in Arabic: the cashier need not share the payer's
 * language, so both are always rendered. The names on PayBy's own POS are not translated.
 */
import type {Branded} from './brand.js';

export interface CashierStrings {
  /** The BCP 47 tag that times are written with. */
  readonly format: string;
  /** As in `CheckoutStrings`. */
  readonly money: (amount: string, currency: string) => string;
  readonly title: string;
  /** First: without it the POS refuses the payment. */
  readonly balance: (amount: string) => string;
  /** Cash is taken only after the POS has shown the amount and the order number. */
  readonly steps: (amount: string) => readonly string[];
  readonly amount: string;
  readonly orderNumber: string;
  /** PayBy's own number of the order, which its POS may show instead. */
  readonly payByNumber: string;
  readonly payBefore: string;
  readonly uaeTime: (time: string) => string;
}

export const english: Branded<CashierStrings> = ({payby, pos}) => ({
  format: 'en-AE',
  money: (amount, currency) => `${currency}\u00a0${amount}`,
  title: 'For the cashier',
  steps: (amount) => [
    `Open ${pos} → E-ATM → Cash In.`,
    'Scan this code.',
    'Check the amount and the order number.',
    `Take exactly ${amount} in cash.`,
    'Enter your POS password.',
  ],
  balance: (amount) => `Your ${payby} balance must cover ${amount}.`,
  amount: 'Amount',
  orderNumber: 'Order number',
  payByNumber: `${payby} number`,
  payBefore: 'Pay before',
  uaeTime: (time) => `${time} UAE time`,
});

export const arabic: Branded<CashierStrings> = ({payby, pos}) => ({
  format: 'ar-AE-u-nu-latn',
  money: (amount, currency) => `\u200f${amount}\u00a0${currency === 'AED' ? 'د.إ.\u200f' : currency}`,
  title: 'لأمين الصندوق',
  steps: (amount) => [
    `افتح ${pos} ثم E-ATM ثم Cash In.`,
    'امسح هذا الرمز.',
    'تحقق من المبلغ ورقم الطلب.',
    `استلم ${amount} بالضبط نقدًا.`,
    'أدخل كلمة مرور نقطة البيع.',
  ],
  balance: (amount) => `يلزم رصيد ${amount} على الأقل في حسابك لدى ${payby}.`,
  amount: 'المبلغ',
  orderNumber: 'رقم الطلب',
  payByNumber: `رقم ${payby}`,
  payBefore: 'الدفع قبل',
  uaeTime: (time) => `${time} بتوقيت الإمارات`,
});
