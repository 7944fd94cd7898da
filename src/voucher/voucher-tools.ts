/**
 * Exports a voucher: as a picture, on paper, to another app, as a reminder in a calendar. All of it is made on this
 * device.
 */
import type {ReactiveController} from 'lit';
import {listsAction, offeredExports, REMIND_BEFORE_MIN, type ExportAction} from '../core/order/actions.js';
import {exportCapabilities, type ExportCapabilities} from '../core/voucher/browser-capabilities.js';
import {icsOf} from '../core/voucher/ics.js';
import {exportTools as english} from '../i18n/en.js';
import type {ExportStrings} from '../i18n/strings.js';
import {adoptStyles} from '../shared/styles/adopt-styles.js';
import type {Template} from '../shared/views/template.js';
import {warn} from '../shared/console-warning.js';
import {dataUrl, download} from './export/download.js';
import {printVoucher} from './export/print-voucher.js';
import {copyText} from './export/copy-text.js';
import {isForbidden} from './export/sandbox.js';
import {pageLink, share, type ShareResult} from './export/share.js';
import {voucherImage} from './export/voucher-image.js';
import {toolsView} from './views/tools-view.js';
import type {VoucherData, VoucherOptions, VoucherSheet} from './voucher-model.js';
import {toolsStyles} from './voucher-tools.styles.js';

/** The sentence in the live region about the last export; a key of the strings. */
type Notice = 'saved' | 'notSaved' | 'notPrinted' | 'copied' | 'notShared';

export class VoucherTools implements ReactiveController {
  readonly #options: VoucherOptions;
  readonly #payableData: () => VoucherData | undefined;
  readonly #capabilities = capabilities();
  #busy: ExportAction | undefined;
  #notice: Notice | undefined;
  /** The code that the notice is about: it says nothing about the next one. */
  #noticedToken: string | undefined;
  /** The picture as a data URL, while a dialog shows it to be saved by a long press. */
  #image: string | undefined;
  /** Aborted when the order can no longer be paid: what shows its code must go then. */
  #openOrder = new AbortController();

  /** @param payableData the voucher of the open order as of now; `undefined` without one */
  constructor(options: VoucherOptions, payableData: () => VoucherData | undefined) {
    this.#options = options;
    this.#payableData = payableData;
    const {host} = options;
    if (host.shadowRoot) adoptStyles(host.shadowRoot, toolsStyles);
    host.addController(this);
  }

  hostDisconnected(): void {
    this.close();
  }

  /** Call it while the order is open. */
  render(data: VoucherData): Template {
    const {host, clock} = this.#options;
    const strings = this.#strings;
    const end = data.order.expiredTime;
    const remaining = end === undefined ? undefined : end - clock.now();
    const canShare = 'share' in navigator;
    const isOffered = data.qr && (isCash(data) || host.actions !== null);
    return toolsView({
      strings,
      isRow: isCash(data),
      offered: isOffered ? offeredExports(host.actions, this.#capabilities, canShare, remaining) : [],
      busy: this.#busy,
      notice: this.#noticeFor(data, strings),
      image: this.#image,
      imageLabel: strings.imageLabel(data.amount),
      page:
        data.qr && isCash(data) && listsAction(host.actions, 'open-app', true)
          ? data.order.tokenUrl
          : undefined,
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
  }

  #noticeFor({order, isReplaced}: VoucherData, strings: ExportStrings): string {
    if (this.#notice && this.#noticedToken === order.tokenUrl) return strings[this.#notice];
    return isReplaced ? strings.replaced : '';
  }

  /** Call it when the order can no longer be paid: stops what is in progress and removes what shows its code. */
  close(): void {
    this.#openOrder.abort();
    this.#openOrder = new AbortController();
    this.#busy = this.#notice = this.#image = undefined;
  }

  /** As the `save` action, for the page. Also rejects in a sandbox without `allow-downloads`. */
  async saveImage(): Promise<Blob> {
    if (isForbidden('allow-downloads')) throw new Error('The sandbox of this frame lacks allow-downloads.');
    return this.#save();
  }

  /** Makes the picture and downloads it; in browsers without downloads it is shown to be saved by a long press. */
  async #save(): Promise<Blob> {
    const {clock, host} = this.#options;
    const {signal} = this.#openOrder;
    const {sheet, fileName} = this.#sheet();
    const image = await voucherImage(sheet);
    const url = this.#capabilities.canDownload ? undefined : await dataUrl(image);
    throwIfEnded(signal);
    if (url === undefined) {
      download(image, `${fileName}.png`, clock, signal);
      return image;
    }
    this.#image = url;
    host.requestUpdate();
    await host.updateComplete;
    const dialog: Partial<HTMLDialogElement> | null | undefined =
      host.shadowRoot?.querySelector<HTMLDialogElement>('dialog.picture:not([open])');
    dialog?.showModal?.(); // without it the picture is a part of the page
    return image;
  }

  async print(): Promise<void> {
    const {signal} = this.#openOrder;
    if (isForbidden('allow-modals')) throw new Error('The sandbox of this frame lacks allow-modals.');
    const {sheet} = this.#sheet();
    await printVoucher(sheet, this.#capabilities.canPrintFrames, this.#options.clock, signal);
  }

  /**
   * The picture holds the code; the text holds what helps to talk about it. The token URL is in neither: apps that
   * preview links would open it.
   */
  async share(): Promise<ShareResult> {
    const {signal} = this.#openOrder;
    const {sheet, fileName} = this.#sheet();
    const {title, amount, payBefore, orderNumber, merchantOrderNo} = sheet;
    const content = {
      title,
      text: [`${title}: ${amount}`, ...payBefore, `${orderNumber} ${merchantOrderNo}`].join('\n'),
      link: pageLink(),
      file: async () => {
        const image = await voucherImage(sheet);
        throwIfEnded(signal);
        return new File([image], `${fileName}.png`, {type: image.type});
      },
    };
    return share(content, (text) => {
      throwIfEnded(signal);
      const root = this.#options.host.shadowRoot;
      return copyText(text, root?.activeElement ?? root?.lastElementChild ?? document.body);
    });
  }

  #remind(): void {
    const {clock} = this.#options;
    const {sheet, fileName, data} = this.#sheet();
    const end = data.order.expiredTime;
    if (end === undefined) return;
    const ics = icsOf({
      uid: `${fileName}@payby-checkout`,
      madeAt: clock.now(),
      end,
      minutesBefore: REMIND_BEFORE_MIN,
      title: isCash(data) ? this.#strings.reminder(data.amount) : `${sheet.title}: ${data.amount}`,
      text: [...sheet.payBefore, `${sheet.orderNumber} ${sheet.merchantOrderNo}`].join('\n'),
    });
    const file = new Blob([ics], {type: 'text/calendar;charset=utf-8'});
    download(file, `${fileName}.ics`, clock, this.#openOrder.signal);
  }

  /** Runs one export at a time: a second tap does nothing until the first has ended. */
  async #choose(action: ExportAction): Promise<void> {
    if (this.#busy) return;
    const {signal} = this.#openOrder;
    this.#show(action, undefined);
    const notice = await this.#run(action).catch((cause: unknown) => {
      if (!signal.aborted) warn(`The voucher action '${action}' failed.`, cause);
      return failures[action];
    });
    if (!signal.aborted) this.#show(undefined, notice);
  }

  async #run(action: ExportAction): Promise<Notice | undefined> {
    switch (action) {
      case 'save':
        await this.#save();
        return this.#capabilities.canDownload ? 'saved' : undefined;
      case 'print':
        await this.print();
        return undefined;
      case 'share':
        return (await this.share()) === 'copied' ? 'copied' : undefined;
      case 'calendar':
        this.#remind();
        return undefined;
    }
  }

  #closeImage(notice: 'notSaved' | undefined): void {
    this.#image = undefined;
    this.#show(undefined, notice);
  }

  #show(busy: ExportAction | undefined, notice: Notice | undefined): void {
    this.#busy = busy;
    this.#notice = notice;
    this.#noticedToken = this.#payableData()?.order.tokenUrl;
    this.#options.host.requestUpdate();
  }

  get #strings(): ExportStrings {
    return this.#options.texts.part('exportTools', english);
  }

  /** The voucher as of now. Throws without an open order that has a code. */
  #sheet(): {readonly sheet: VoucherSheet; readonly fileName: string; readonly data: VoucherData} {
    const data = this.#payableData();
    if (!data?.qr) throw noOpenOrder();
    const {order, qr, amount, subject, payBefore, language, direction, cashierCards} = data;
    const {title, plainTitle, steps, orderNumber, howTo, payBefore: before, inEmirates} = this.#strings;
    const {merchantOrderNo} = order;
    const sheet = {
      ...{qr, amount, subject, language, direction, orderNumber, merchantOrderNo, howTo},
      title: isCash(data) ? title : plainTitle,
      payBefore: payBefore
        ? [before(payBefore.here), ...(payBefore.uae ? [inEmirates(payBefore.uae)] : [])]
        : [],
      // An order that is not paid in cash needs neither a walk to a shop nor a cashier
      steps: isCash(data) ? steps(amount) : [],
      cashierCards: isCash(data) ? cashierCards : [],
    };
    return {data, sheet, fileName: `payby-${merchantOrderNo.replace(/[^\w-]+/g, '-')}`};
  }
}

/** Where downloads are forbidden the picture is shown instead, and no calendar file is offered. */
function capabilities(): ExportCapabilities {
  const isStandalone = 'standalone' in navigator && navigator.standalone === true;
  const {canDownload, canPrint, ...others} = exportCapabilities(navigator.userAgent, isStandalone);
  return {
    ...others,
    canDownload: canDownload && !isForbidden('allow-downloads'),
    canPrint: canPrint && !isForbidden('allow-modals'),
  };
}

const isCash = ({order}: VoucherData): boolean => order.paySceneCode === 'CASHTOPUP';

const noOpenOrder = (): Error => new Error('There is no open order to print, save or share.');

function throwIfEnded(signal: AbortSignal): void {
  if (signal.aborted) throw noOpenOrder();
}

const failures: Readonly<Record<ExportAction, Notice | undefined>> = {
  save: 'notSaved',
  print: 'notPrinted',
  share: 'notShared',
  calendar: undefined,
};
