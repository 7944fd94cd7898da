import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Clock} from '../core/clock.js';
import {warn} from '../shared/console-warning.js';
import {copyText} from './export/copy-text.js';
import type {CopyState} from './voucher-model.js';

/** Time to read the notice, ms. */
const NOTICE_MS = 4000;

/** Copies a text, and shows for a few seconds whether that succeeded. */
export class CopyController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #clock: Clock;
  #state: CopyState = 'idle';
  #notice: AbortController | undefined;

  constructor(host: ReactiveControllerHost, clock: Clock) {
    this.#host = host;
    this.#clock = clock;
    host.addController(this);
  }

  get state(): CopyState {
    return this.#state;
  }

  hostDisconnected(): void {
    this.#notice?.abort();
    this.#state = 'idle';
  }

  /** @param beside the pressed button: older browsers copy a selection, which must be rendered near it */
  async copy(text: string, beside: Element): Promise<void> {
    const isCopied = await copyText(text, beside).then(
      () => true,
      (cause: unknown) => {
        warn('The order number could not be copied.', cause);
        return false;
      },
    );
    this.#notice?.abort();
    const notice = new AbortController();
    this.#notice = notice;
    this.#show(isCopied ? 'copied' : 'failed');
    await this.#clock.sleep(NOTICE_MS, notice.signal);
    if (!notice.signal.aborted) this.#show('idle');
  }

  #show(state: CopyState): void {
    this.#state = state;
    this.#host.requestUpdate();
  }
}
