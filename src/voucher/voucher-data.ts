/** An order as the parts of a voucher show it: amounts and times in words, for the payer and for the cashier. */
import type {Order} from '../core/order/order.js';
import * as cashier from '../i18n/cashier-card.js';
import type {CashierStrings} from '../i18n/cashier-card.js';
import {dayAndTime, money} from '../i18n/format.js';
import type {CheckoutStrings, GuideStrings} from '../i18n/strings.js';
import type {CashFacts, CashierCard, CashierFact, PayBefore} from './voucher-seam.js';

export interface CashWords {
  readonly checkout: CheckoutStrings;
  readonly guide: GuideStrings;
  /** By the clock of the Emirates: "Mon, 23 Nov, 2:05 pm UAE time". */
  readonly uaeTime: (time: string) => string;
}

const UAE = {timeZone: 'Asia/Dubai'};

export function cashFacts(
  order: Order,
  businessType: string | undefined,
  words: CashWords,
  rest: Pick<CashFacts, 'qr' | 'language' | 'direction' | 'actions' | 'stores' | 'storesUrl'>,
): CashFacts {
  const {subject, subjectAr, expiredTime, requestTime} = order;
  const amount = money(words.checkout, order.totalAmount);
  const named = rest.language === 'ar' ? (subjectAr ?? subject) : (subject ?? subjectAr);
  const isTopUp = businessType === 'GAME_TOP_UP';
  return {
    ...rest,
    order,
    amount,
    subject: named,
    credited: isTopUp && named !== undefined ? words.guide.credited(named) : undefined,
    payBefore: expiredTime === undefined ? undefined : payBefore(words, expiredTime),
    orderTime: requestTime === undefined ? undefined : dayAndTime(words.checkout, requestTime),
    steps: words.guide.steps(amount),
    cashier: [
      cardOf(order, cashier.english, {language: 'en', direction: 'ltr'}),
      cardOf(order, cashier.arabic, {language: 'ar', direction: 'rtl'}),
    ],
  };
}

/** A shop's clock may be another than the device's: a traveller's, or one that is set to another zone. */
function payBefore({checkout, uaeTime}: CashWords, ms: number): PayBefore {
  const isElsewhere = dayAndTime(checkout, ms) !== dayAndTime(checkout, ms, UAE);
  return {
    here: dayAndTime(checkout, ms, isElsewhere ? {timeZoneName: 'short'} : {}),
    uae: isElsewhere ? uaeTime(dayAndTime(checkout, ms, UAE)) : undefined,
  };
}

function cardOf(
  {merchantOrderNo, orderNo, totalAmount, expiredTime}: Order,
  strings: CashierStrings,
  speech: Pick<CashierCard, 'language' | 'direction'>,
): CashierCard {
  const amount = money(strings, totalAmount);
  const facts: CashierFact[] = [
    {label: strings.amount, value: amount, direction: 'auto'},
    {label: strings.orderNumber, value: merchantOrderNo, direction: 'ltr'},
  ];
  // Which of the two a POS shows is not ours to know
  if (orderNo && orderNo !== merchantOrderNo) {
    facts.push({label: strings.payByNumber, value: orderNo, direction: 'ltr'});
  }
  if (expiredTime !== undefined) {
    const time = strings.uaeTime(dayAndTime(strings, expiredTime, UAE));
    facts.push({label: strings.payBefore, value: time, direction: 'auto'});
  }
  const {title} = strings;
  return {...speech, title, steps: strings.steps(amount), balance: strings.balance(amount), facts};
}
