/**
 * What a payer can do to take a cash voucher along: a picture, a sheet of paper, a message, a reminder. All of it is
 * made on this device. Fetched right after the voucher is drawn, so that it is there when the network is not.
 */
import {html, nothing} from 'lit';
import {dataUrl, download} from './export/download.js';
import {LateController} from '../shared/late-controller.js';
import {pageLink, share} from './export/share.js';
import {voucherImage} from './export/voucher-image.js';
import {offeredKeeping, offersGuide, REMIND_BEFORE_MIN, type KeepAction} from '../core/order/actions.js';
import {icsOf} from '../core/voucher/ics.js';
import {keepAbility} from '../core/voucher/browser-capabilities.js';
import type {QrImage} from '../core/qr/qr-path.js';
import type {VoucherWords} from '../core/voucher/voucher-layout.js';
import {exportTools as english} from '../i18n/en.js';
import type {ExportStrings} from '../i18n/strings.js';
import {keepStyles} from './voucher-tools.styles.js';
import type {CashFacts, CashSurroundings, KeepDrawn, KeepPart} from './voucher-seam.js';
import type {CashStores} from './stores/stores.lazy.js';
import {addStyles} from '../shared/styles/adopt-styles.js';
import type {SendGuide} from './send-guide/send-guide.lazy.js';
import {keepView} from './views/tools-view.js';

export class Keep implements KeepPart {
  readonly #surroundings: CashSurroundings;
  readonly #ability = keepAbility(
    navigator.userAgent,
    'standalone' in navigator && navigator.standalone === true,
  );
  #stores: CashStores | undefined;
  #guide: SendGuide | undefined;
  #areStoresWanted = false;
  #isGuideWanted = false;
  #busy: KeepAction | undefined;
  #notice: keyof ExportStrings | undefined;
  /** The picture to be saved by a long press, while that is shown. */
  #image: string | undefined;
  /** Ends with the order: until then, what shows its code may be around. */
  #open = new AbortController();

  /** What prints; fetched at once, so that it is there when the network is not. */
  #printing: Promise<typeof import('./export/print-voucher.js')> | undefined;

  constructor(surroundings: CashSurroundings) {
    this.#surroundings = surroundings;
    const {host} = surroundings;
    if (host.shadowRoot) addStyles(host.shadowRoot, keepStyles);
    host.addController(this);
    void this.#fetchPrinting().catch(() => undefined); // tried again when it is wanted
  }

  hostUpdated(): void {
    const {host, clock} = this.#surroundings;
    const namesStores = host.storesUrl !== null || (host.stores !== null && host.stores !== undefined);
    if (namesStores && !this.#areStoresWanted) {
      this.#areStoresWanted = true;
      const load = (): Promise<typeof import('./stores/stores.lazy.js')> => import('./stores/stores.lazy.js');
      new LateController(
        host,
        clock,
        load,
        (part) => {
          this.#stores = new part.CashStores(this.#surroundings);
          host.requestUpdate();
        },
        () => undefined,
      );
    }
    if (offersGuide(host.actions) && !this.#isGuideWanted) {
      this.#isGuideWanted = true;
      const load = (): Promise<typeof import('./send-guide/send-guide.lazy.js')> =>
        import('./send-guide/send-guide.lazy.js');
      new LateController(
        host,
        clock,
        load,
        (part) => {
          this.#guide = new part.SendGuide(this.#surroundings);
          host.requestUpdate();
        },
        () => undefined,
      );
    }
    this.#stores?.take();
  }

  hostDisconnected(): void {
    this.withdraw();
  }

  draw(facts: CashFacts): KeepDrawn {
    const strings = this.#strings;
    const end = facts.order.expiredTime;
    const remaining = end === undefined ? undefined : end - this.#surroundings.clock.now();
    const canShare = 'share' in navigator;
    const {isCash} = this.#kindOf(facts);
    const offers = facts.qr && (isCash || facts.actions !== null);
    const row = keepView({
      strings,
      offered: offers ? offeredKeeping(facts.actions, this.#ability, canShare, remaining) : [],
      busy: this.#busy,
      notice: this.#said,
      image: this.#image,
      imageLabel: strings.imageLabel(facts.amount),
      choose: (action) => {
        void this.#choose(action);
      },
      imageClosed: () => {
        this.#closeImage(undefined);
      },
      imageRefused: () => {
        this.#closeImage('notSaved');
      },
    });
    if (!isCash) return {row, more: nothing};
    const guide = offersGuide(facts.actions) ? (this.#guide?.draw() ?? nothing) : nothing;
    return {row, more: html`${this.#stores?.draw() ?? nothing} ${guide}`};
  }

  withdraw(): void {
    this.#open.abort();
    this.#open = new AbortController();
    this.#busy = this.#notice = this.#image = undefined;
    this.#guide?.withdraw();
  }

  /** Makes the picture, and saves it as this browser can. */
  async saveImage(): Promise<Blob> {
    const {clock, host} = this.#surroundings;
    const {signal} = this.#open;
    const {words, qr, fileName} = this.#voucher();
    const image = await voucherImage(words, qr);
    const address = this.#ability.canDownload ? undefined : await dataUrl(image);
    if (signal.aborted) throw new Error('there is nothing to be paid');
    if (address === undefined) {
      download(image, `${fileName}.png`, clock, signal);
      return image;
    }
    this.#image = address;
    host.requestUpdate();
    await host.updateComplete;
    host.shadowRoot?.querySelector<HTMLDialogElement>('dialog.picture:not([open])')?.showModal();
    return image;
  }

  async print(): Promise<void> {
    const {words, qr, facts} = this.#voucher();
    const {clock} = this.#surroundings;
    const voucher = {words, qr, cards: this.#kindOf(facts).isCash ? facts.cashier : []};
    const {signal} = this.#open;
    const {printVoucher} = await this.#fetchPrinting();
    await printVoucher(voucher, this.#ability.canPrintFrames, clock, signal);
  }

  #fetchPrinting(): Promise<typeof import('./export/print-voucher.js')> {
    this.#printing ??= import('./export/print-voucher.js').catch((reason: unknown) => {
      this.#printing = undefined;
      throw reason;
    });
    return this.#printing;
  }

  async share(): Promise<void> {
    await this.#share();
  }

  /**
   * The picture holds the code; the words hold what helps to talk about it. The address of the token is in neither:
   * apps that draw a preview of every link would open it.
   */
  async #share(): Promise<'shared' | 'copied' | 'dismissed'> {
    const {words, qr, fileName} = this.#voucher();
    const image = await voucherImage(words, qr);
    const {title, amount, payBefore, orderNumber, merchantOrderNo} = words;
    return share({
      title,
      text: [`${title}: ${amount}`, ...payBefore, `${orderNumber} ${merchantOrderNo}`].join('\n'),
      link: pageLink(),
      file: new File([image], `${fileName}.png`, {type: image.type}),
    });
  }

  #remind(): void {
    const {words, facts, fileName} = this.#voucher();
    const {clock} = this.#surroundings;
    const end = facts.order.expiredTime;
    if (end === undefined) return;
    const ics = icsOf({
      uid: `${fileName}@payby-checkout`,
      madeAt: clock.now(),
      end,
      minutesBefore: REMIND_BEFORE_MIN,
      title: this.#kindOf(facts).reminder,
      text: [...words.payBefore, `${words.orderNumber} ${words.merchantOrderNo}`].join('\n'),
    });
    const file = new Blob([ics], {type: 'text/calendar;charset=utf-8'});
    download(file, `${fileName}.ics`, clock, this.#open.signal);
  }

  /** A tap: one at a time, and what became of it is said. */
  async #choose(action: KeepAction): Promise<void> {
    if (this.#busy) return;
    const {signal} = this.#open;
    this.#show(action, undefined);
    const notice = await this.#carryOut(action).catch(() => failures[action]);
    if (!signal.aborted) this.#show(undefined, notice);
  }

  async #carryOut(action: KeepAction): Promise<keyof ExportStrings | undefined> {
    switch (action) {
      case 'save':
        await this.saveImage();
        return this.#ability.canDownload ? 'saved' : undefined;
      case 'print':
        await this.print();
        return undefined;
      case 'share':
        return (await this.#share()) === 'copied' ? 'copied' : undefined;
      case 'calendar':
        this.#remind();
        return undefined;
    }
  }

  #closeImage(notice: 'notSaved' | undefined): void {
    this.#image = undefined;
    this.#show(undefined, notice);
  }

  #show(busy: KeepAction | undefined, notice: keyof ExportStrings | undefined): void {
    this.#busy = busy;
    this.#notice = notice;
    this.#surroundings.host.requestUpdate();
  }

  /** What is not paid in cash needs no walk to a shop. */
  #kindOf({order, amount}: CashFacts): {
    isCash: boolean;
    title: string;
    steps: readonly string[];
    reminder: string;
  } {
    const {title, plainTitle, steps, reminder} = this.#strings;
    return order.paySceneCode === 'CASHTOPUP'
      ? {isCash: true, title, steps: steps(amount), reminder: reminder(amount)}
      : {isCash: false, title: plainTitle, steps: [], reminder: `${plainTitle}: ${amount}`};
  }

  get #strings(): ExportStrings {
    return this.#surroundings.locale.part('exportTools', english);
  }

  get #said(): string {
    const said = this.#notice && this.#strings[this.#notice];
    return typeof said === 'string' ? said : '';
  }

  /** What pictures and paper say, as of now. Throws when there is nothing to be paid. */
  #voucher(): {
    readonly words: VoucherWords;
    readonly qr: QrImage;
    readonly facts: CashFacts;
    readonly fileName: string;
  } {
    const facts = this.#surroundings.facts();
    if (!facts?.qr) throw new Error('there is nothing to be paid');
    const {order, qr, amount, subject, payBefore, language, direction} = facts;
    const {orderNumber, howTo, payBefore: before, inEmirates} = this.#strings;
    const {title, steps} = this.#kindOf(facts);
    return {
      facts,
      qr,
      fileName: `payby-${order.merchantOrderNo.replace(/[^\w-]+/g, '-')}`,
      words: {
        title,
        amount,
        subject,
        payBefore: payBefore
          ? [before(payBefore.here), ...(payBefore.uae ? [inEmirates(payBefore.uae)] : [])]
          : [],
        orderNumber,
        merchantOrderNo: order.merchantOrderNo,
        howTo,
        steps,
        language,
        direction,
      },
    };
  }
}

const failures: Readonly<Record<KeepAction, keyof ExportStrings | undefined>> = {
  save: 'notSaved',
  print: 'notPrinted',
  share: 'notShared',
  calendar: undefined,
};
