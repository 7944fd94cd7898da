/** Sends the guide to the payer's phone; loaded when the merchant lists the action `send-guide`. */
import {sendGuide as english} from '../../i18n/en.js';
import {askMerchant} from '../../shared/ask-merchant.js';
import {adoptStyles} from '../../shared/styles/adopt-styles.js';
import type {Template} from '../../shared/views/template.js';
import type {VoucherOptions} from '../voucher-model.js';
import {SendGuideController, type PhoneParser} from './send-guide-controller.js';
import {sendGuideStyles} from './send-guide.styles.js';
import {sendGuideView} from './send-guide-view.js';

export class SendGuide {
  readonly #options: VoucherOptions;
  readonly #controller: SendGuideController;

  constructor(options: VoucherOptions, phoneParser: PhoneParser) {
    const {host, clock, order} = options;
    this.#options = options;
    this.#controller = new SendGuideController(host, {
      clock,
      phoneParser,
      askMerchant: (phone) => askMerchant(host, 'send-guide', order.reportProblem.bind(order), phone),
    });
    if (host.shadowRoot) adoptStyles(host.shadowRoot, sendGuideStyles);
  }

  render(): Template {
    const {isOpen, step, waitSeconds} = this.#controller;
    return sendGuideView({
      strings: this.#options.locale.part('sendGuide', english),
      isOpen,
      step,
      waitSeconds,
      toggle: () => {
        this.#controller.toggle();
        void this.#focusField();
      },
      send: (field) => {
        void this.#controller.send(field);
      },
      typed: () => {
        this.#controller.typed();
      },
    });
  }

  /** Call it when the order can no longer be paid. */
  close(): void {
    this.#controller.close();
  }

  /** The focus moves into the form when it is opened. */
  async #focusField(): Promise<void> {
    const {host} = this.#options;
    await host.updateComplete;
    if (this.#controller.isOpen) host.shadowRoot?.querySelector<HTMLElement>('.send-guide input')?.focus();
  }
}
