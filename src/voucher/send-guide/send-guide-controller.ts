/**
 * Sends the guide to a phone number that the payer types, at most once per minute. The merchant's promise decides
 * whether it was sent. The number stays in its field and is stored nowhere.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Clock} from '../../core/clock.js';
import type {SendStep} from '../voucher-model.js';
import {warn} from '../../shared/console-warning.js';

/** E.164, or `undefined` for a text that is not a phone number. */
type ParsePhone = (typed: string) => string | undefined;

/** The phone-number parser, which is loaded when the form is opened. */
export interface PhoneParser {
  start(): void;
  use<R>(fn: (parse: ParsePhone) => R): Promise<R>;
}

export interface SendGuideOptions {
  readonly clock: Clock;
  readonly phoneParser: PhoneParser;
  /** Dispatches `payby-action`; `undefined` when no listener handled it. */
  readonly askMerchant: (phone: string) => Promise<unknown> | undefined;
}

/** The field that the number is read from; it is emptied once the guide was sent. */
export interface NumberField {
  value: string;
  focus(): void;
}

/** Time between two messages, ms. */
const GAP_MS = 60_000;

export class SendGuideController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: SendGuideOptions;
  #isOpen = false;
  #step: SendStep = 'idle';
  #sentAt = -Infinity;
  #run = new AbortController();

  constructor(host: ReactiveControllerHost, options: SendGuideOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** Whether the form is shown. */
  get isOpen(): boolean {
    return this.#isOpen;
  }
  get step(): SendStep {
    return this.#step;
  }
  /** Time until the next message may be sent, s. A device clock that is set back does not make it longer. */
  get waitSeconds(): number {
    const left = this.#sentAt + GAP_MS - this.#options.clock.now();
    return Math.ceil(Math.min(Math.max(0, left), GAP_MS) / 1000);
  }

  hostConnected(): void {
    this.#run = new AbortController();
    void this.#countDown();
  }

  hostDisconnected(): void {
    this.close();
  }

  /** Call it when the order can no longer be paid, or is another one: a pending answer is ignored then. */
  close(): void {
    this.#run.abort();
    this.#run = new AbortController();
    this.#step = 'idle';
    this.#isOpen = false;
  }

  toggle(): void {
    this.#isOpen = !this.#isOpen;
    this.#show('idle');
    if (this.#isOpen) this.#options.phoneParser.start();
  }

  /** Call it when the field has changed: the notice about the number before is removed. */
  typed(): void {
    if (this.#step !== 'idle' && this.#step !== 'sending') this.#show('idle');
  }

  async send(field: NumberField): Promise<void> {
    if (this.#step === 'sending' || this.waitSeconds > 0) return;
    const {signal} = this.#run;
    this.#show('sending');
    const parse = await this.#loadParser();
    if (signal.aborted) return;
    if (!parse) {
      this.#show('unavailable');
      return;
    }
    const phone = parse(field.value);
    if (phone === undefined) {
      this.#show('invalid');
      field.focus();
      return;
    }
    this.#sentAt = this.#options.clock.now();
    void this.#countDown();
    const isSent = await this.#askMerchant(phone);
    if (this.#run.signal !== signal) return;
    if (isSent) field.value = '';
    this.#show(isSent ? 'sent' : 'failed');
  }

  /** `undefined` when the parser cannot be loaded, which the loader has reported. */
  async #loadParser(): Promise<ParsePhone | undefined> {
    try {
      return await this.#options.phoneParser.use((parse) => parse);
    } catch {
      return undefined;
    }
  }

  async #askMerchant(phone: string): Promise<boolean> {
    const answer = this.#options.askMerchant(phone);
    if (!answer) return false; // no listener handled it, which has been reported
    try {
      await answer;
      return true;
    } catch (cause) {
      warn("The promise for payby-action 'send-guide' was rejected.", cause);
      return false;
    }
  }

  /** Renders the remaining seconds once per second. */
  async #countDown(): Promise<void> {
    const {signal} = this.#run;
    while (this.waitSeconds > 0 && !signal.aborted) {
      this.#host.requestUpdate();
      await this.#options.clock.sleep(1000, signal);
    }
    this.#host.requestUpdate();
  }

  #show(step: SendStep): void {
    this.#step = step;
    this.#host.requestUpdate();
  }
}
