/**
 * A payer's wish on its way: asked about once more (cancel), in work at the merchant's, or gone wrong. One at a time,
 * so a double click is one wish. What comes of it is decided by the server's answer, never by the click.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Action, ActionState} from '../core/order/actions.js';
import type {Clock} from '../core/clock.js';
import type {Environment} from '../shared/page-environment.js';

export interface ActionListener {
  /** Asks the page; `undefined` when it does not answer. */
  ask(action: Action): Promise<unknown> | undefined;
  /** Takes the page's answer; returns false when it is of no use. */
  take(action: Action, answer: unknown): boolean;
  /** The page has refused or failed. */
  failed(action: Action): void;
}

/** If the page is still looked at so long after the tap, no app has opened. */
const APP_OPENS_WITHIN_MS = 2500;
/** One "check now" in this time. */
const CHECK_GAP_MS = 5000;

export class ActionController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #clock: Clock;
  readonly #environment: Environment;
  readonly #listener: ActionListener;
  #state: ActionState = {step: 'rest'};
  #order: object | undefined;
  #isAppMissing = false;
  #checkedAt = -Infinity;
  #wait: AbortController | undefined;

  constructor(
    host: ReactiveControllerHost,
    clock: Clock,
    environment: Environment,
    listener: ActionListener,
  ) {
    this.#host = host;
    this.#clock = clock;
    this.#environment = environment;
    this.#listener = listener;
    host.addController(this);
  }

  get state(): ActionState {
    return this.#state;
  }
  /** True when a tap on the link into the app has led nowhere: worth a hint, no error. */
  get isAppMissing(): boolean {
    return this.#isAppMissing;
  }
  get mayCheck(): boolean {
    return this.#clock.now() - this.#checkedAt >= CHECK_GAP_MS;
  }

  hostDisconnected(): void {
    this.#wait?.abort();
  }

  /** Another order: no wish about the one before is left. */
  begin(): void {
    this.#order = {};
    this.#isAppMissing = false;
    this.#show({step: 'rest'});
  }

  choose(action: Action): void {
    if (this.#state.step === 'busy') return;
    if (action === 'cancel' && this.#state.step !== 'sure') this.#show({step: 'sure', action});
    else void this.#carryOut(action);
  }

  dismiss(): void {
    if (this.#state.step !== 'busy') this.#show({step: 'rest'});
  }

  /** To be called when the payer has tapped the link into the app. */
  async appWanted(): Promise<void> {
    this.#wait?.abort();
    const wait = new AbortController();
    this.#wait = wait;
    await this.#clock.sleep(APP_OPENS_WITHIN_MS, wait.signal);
    if (wait.signal.aborted) return;
    this.#isAppMissing = this.#environment.visible;
    this.#host.requestUpdate();
  }

  /** Whether the payer may check right now; if so, that was one. */
  takeCheck(): boolean {
    if (!this.mayCheck) return false;
    this.#checkedAt = this.#clock.now();
    this.#host.requestUpdate();
    return true;
  }

  async #carryOut(action: Action): Promise<void> {
    const order = this.#order;
    const answer = this.#listener.ask(action);
    this.#show({step: 'busy', action});
    const isDone = await (answer ?? Promise.reject(new Error('unanswered'))).then(
      (value) => order !== this.#order || this.#listener.take(action, value),
      () => false,
    );
    if (order !== this.#order) return;
    if (!isDone) this.#listener.failed(action);
    this.#show(isDone ? {step: 'rest'} : {step: 'failed', action});
  }

  #show(state: ActionState): void {
    this.#state = state;
    this.#host.requestUpdate();
  }
}
