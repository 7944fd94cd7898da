/** Sends the guide to the payer's phone; fetched when the merchant lists it. What reads numbers comes even later. */
import {SendGuideController} from './send-guide-controller.js';
import {PaybyActionEvent} from '../../shared/action-event.js';
import {sendGuide as english} from '../../i18n/en.js';
import type {CashSurroundings} from '../voucher-seam.js';
import {addStyles, css} from '../../shared/styles/adopt-styles.js';
import type {Template} from '../../shared/views/template.js';
import {sendGuideView} from './send-guide-view.js';

const styles = css`
  .send-guide {
    align-self: stretch;
  }
  .send-guide form {
    margin-block-start: 12px;
    text-align: start;
  }
  .send-guide label {
    display: block;
    font-weight: 600;
  }
  .send-guide input {
    inline-size: 100%;
    padding: 10px 12px;
    border: 1px solid var(--_muted);
    border-radius: 12px;
    color: inherit;
    background: var(--_surface);
    font: inherit;
  }
  .send-guide [aria-invalid='true'] {
    border-color: var(--_bad);
  }
  .send-guide .error {
    color: var(--_bad);
  }
  .send-guide .muted {
    font-size: 14px;
  }
`;

export class SendGuide {
  readonly #surroundings: CashSurroundings;
  readonly #sending: SendGuideController;

  constructor(surroundings: CashSurroundings) {
    const {host, clock} = surroundings;
    this.#surroundings = surroundings;
    this.#sending = new SendGuideController(host, clock, {
      load: async () => (await import('../../core/voucher/phone.lazy.js')).parsePhone,
      ask: (phone) => this.#ask(phone),
    });
    if (host.shadowRoot) addStyles(host.shadowRoot, styles);
  }

  draw(): Template {
    const {isOpen, step, waitSeconds} = this.#sending;
    return sendGuideView({
      strings: this.#surroundings.locale.part('sendGuide', english),
      isOpen,
      step,
      waitSeconds,
      toggle: () => {
        this.#sending.toggle();
        void this.#focusField();
      },
      send: (field) => {
        void this.#sending.send(field);
      },
      typed: () => {
        this.#sending.typed();
      },
    });
  }

  withdraw(): void {
    this.#sending.forget();
  }

  #ask(phone: string): Promise<unknown> | undefined {
    const {host, complain} = this.#surroundings;
    const event = new PaybyActionEvent({action: 'send-guide'}, phone);
    host.dispatchEvent(event);
    const answer = event.answer();
    if (!answer && !event.defaultPrevented) {
      const message = 'nobody answered payby-action send-guide: call respondWith()';
      complain({code: 'action-failed', message, retryable: false});
    }
    return answer;
  }

  /** Who opens the form wants to type. */
  async #focusField(): Promise<void> {
    const {host} = this.#surroundings;
    await host.updateComplete;
    if (this.#sending.isOpen) host.shadowRoot?.querySelector<HTMLElement>('.send-guide input')?.focus();
  }
}
