/** The voucher of a payment in cash as a server renders it: what a payer reads, without what a browser must do. */
import {nothing} from 'lit';
import {listsAction, offeredExports} from '../core/order/actions.js';
import {isOpen, type StateWithOrder} from '../core/order/checkout-machine.js';
import type {QrImage} from '../core/qr/qr-path.js';
import type {BrandNames} from '../i18n/brand.js';
import {dayAndTime} from '../i18n/format.js';
import type {CheckoutStrings, Strings, VoucherStrings} from '../i18n/strings.js';
import type {Template} from '../shared/views/template.js';
import {cashMessage, currentStep} from '../voucher/cash-state.js';
import {cashierCardsView} from '../voucher/views/cashier-cards-view.js';
import {paymentStepsView, stepsDoneView} from '../voucher/views/payment-steps-view.js';
import {toolsView} from '../voucher/views/tools-view.js';
import {voucherView} from '../voucher/views/voucher-view.js';
import {voucherData} from '../voucher/voucher-data.js';
import type {VoucherData, VoucherTemplates} from '../voucher/voucher-model.js';
import {UAE} from './deadline-view.js';

export interface CashModel {
  readonly state: StateWithOrder;
  readonly words: Strings;
  readonly checkout: CheckoutStrings;
  readonly brand: BrandNames;
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly qr: QrImage | undefined;
  /** The `actions` attribute. */
  readonly actions: string | null;
  /** ms since epoch. */
  readonly now: number;
}

/** Most browsers can do all of it; a button has no use before the element is there, but a place. */
const CAPABLE = {canDownload: true, canPrint: true, canPrintFrames: true};

const ignore = (): void => undefined;

export function cashTemplates(model: CashModel): VoucherTemplates {
  const {state, words, checkout, actions} = model;
  const data = dataOf(model);
  return {
    message: cashMessage(state, words.voucher, data.amount),
    voucher: voucherView({
      ...{data, strings: words.voucher, isOpen: isOpen(state)},
      // Only a script can count: in this place stands by which clock the deadline is
      checkout: {...checkout, timeLeft: zoneName(words.voucher)},
      timeLeft: data.payBefore && '\u00a0',
      isFullScreenOffered: true,
      isCopyOffered: listsAction(actions, 'copy', true),
      copyState: 'idle',
      copy: ignore,
      open: ignore,
    }),
    guide: [
      steps(model, data),
      isOpen(state) ? [tools(model, data), cashierCardsView(data.cashierCards)] : nothing,
    ],
  };
}

/** "UAE time", from a sentence with a time in it. */
const zoneName = ({uaeTime}: VoucherStrings): string => uaeTime('').replace(/^[\s،]+|\s+$/g, '');

/** The zone of a server says nothing about the payer's: times are those of the Emirates. */
function dataOf(model: CashModel): VoucherData {
  const {state, words, checkout, now} = model;
  const {uaeTime} = words.voucher;
  const {expiredTime, requestTime} = state.order;
  const inUae = (ms: number | undefined): string | undefined =>
    ms === undefined ? undefined : dayAndTime(checkout, ms, {timeZone: UAE}, now);
  const end = inUae(expiredTime);
  return {
    ...voucherData({
      ...{order: state.order, qr: model.qr, isReplaced: false, now, brand: model.brand},
      ...{language: model.language, direction: model.direction},
      strings: {checkout, guide: words.guide, uaeTime},
    }),
    payBefore: end === undefined ? undefined : {here: end, uae: undefined},
    orderTime: inUae(requestTime),
  };
}

function tools({words, brand, actions, state, now}: CashModel, {qr, amount}: VoucherData): Template {
  const {expiredTime, tokenUrl} = state.order;
  if (!isOpen(state) || !qr) return nothing;
  const strings = words.exportTools(brand);
  return toolsView({
    strings,
    isRow: true,
    offered: offeredExports(
      actions,
      CAPABLE,
      true,
      expiredTime === undefined ? undefined : expiredTime - now,
    ),
    busy: undefined,
    notice: '',
    image: undefined,
    imageLabel: strings.imageLabel(amount),
    page: listsAction(actions, 'open-app', true) ? tokenUrl : undefined,
    choose: ignore,
    imageClosed: ignore,
    imageRefused: ignore,
  });
}

function steps({state, words}: CashModel, {steps, credited}: VoucherData): Template {
  const strings = words.guide;
  if (state.phase === 'paid') return stepsDoneView({strings, steps});
  const current = currentStep(state);
  return current === undefined ? nothing : paymentStepsView({strings, steps, credited, current});
}
