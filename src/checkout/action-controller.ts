/**
 * State of one payer action: confirming (cancel only), pending at the merchant, or failed. One action runs at a time,
 * so a double click is one request. The outcome is decided by the server's answer, never by the click.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Action, ActionState} from '../core/order/actions.js';
import type {Clock} from '../core/clock.js';
import type {Environment} from '../shared/page-environment.js';

export interface ActionCallbacks {
  /** Requests the action from the merchant's page; `undefined` when the page does not handle it. */
  request(action: Action): Promise<unknown> | undefined;
  /** Applies the answer; returns false when it cannot be used. */
  apply(action: Action, answer: unknown): boolean;
  /** The promise given to `respondWith()` was rejected. */
  rejected(action: Action, cause: unknown): void;
  /** The merchant's page has refused the action, or failed to carry it out. */
  failed(action: Action): void;
}

/** A page that is still visible this long after the tap has opened no app, ms. */
const APP_OPENS_WITHIN_MS = 2500;
/** Shortest time between two requests by hand, ms. */
const CHECK_GAP_MS = 5000;

export class ActionController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #clock: Clock;
  readonly #environment: Environment;
  readonly #callbacks: ActionCallbacks;
  #state: ActionState = {step: 'idle'};
  #order: object | undefined;
  #isAppMissing = false;
  #mayCheck = true;
  #wait: AbortController | undefined;
  #pause: AbortController | undefined;

  constructor(
    host: ReactiveControllerHost,
    clock: Clock,
    environment: Environment,
    callbacks: ActionCallbacks,
  ) {
    this.#host = host;
    this.#clock = clock;
    this.#environment = environment;
    this.#callbacks = callbacks;
    host.addController(this);
  }

  get state(): ActionState {
    return this.#state;
  }
  /** True when a tap on the link into the app has opened no app: worth a hint, not an error. */
  get isAppMissing(): boolean {
    return this.#isAppMissing;
  }
  /** False for some seconds after a request by hand. */
  get mayCheck(): boolean {
    return this.#mayCheck;
  }

  hostDisconnected(): void {
    this.#wait?.abort();
    this.#pause?.abort();
  }

  /** To be called for another order: drops the action of the previous one. */
  reset(): void {
    this.#order = {};
    this.#isAppMissing = false;
    this.#show({step: 'idle'});
  }

  choose(action: Action): void {
    if (this.#state.step === 'pending') return;
    if (action === 'cancel' && this.#state.step !== 'confirming') this.#show({step: 'confirming', action});
    else void this.#run(action);
  }

  dismiss(): void {
    if (this.#state.step !== 'pending') this.#show({step: 'idle'});
  }

  /** To be called when the payer has tapped the link into the app. */
  async expectApp(): Promise<void> {
    this.#wait?.abort();
    const wait = new AbortController();
    this.#wait = wait;
    await this.#clock.sleep(APP_OPENS_WITHIN_MS, wait.signal);
    if (wait.signal.aborted) return;
    this.#isAppMissing = this.#environment.visible;
    this.#host.requestUpdate();
  }

  /** True when the payer may request the status now; counts as that request. */
  takeCheck(): boolean {
    if (!this.#mayCheck) return false;
    void this.#pauseChecks();
    return true;
  }

  async #pauseChecks(): Promise<void> {
    this.#pause = new AbortController();
    this.#showCheck(false);
    await this.#clock.sleep(CHECK_GAP_MS, this.#pause.signal);
    this.#showCheck(true);
  }

  #showCheck(mayCheck: boolean): void {
    this.#mayCheck = mayCheck;
    this.#host.requestUpdate();
  }

  async #run(action: Action): Promise<void> {
    const order = this.#order;
    const answer = this.#callbacks.request(action);
    this.#show({step: 'pending', action});
    const settled = await answer?.then(
      (value) => ({value}),
      (cause: unknown) => {
        this.#callbacks.rejected(action, cause);
      },
    );
    if (order !== this.#order) return;
    const isDone = settled !== undefined && this.#callbacks.apply(action, settled.value);
    if (order !== this.#order) return; // the answer to "renew"
    if (!isDone) this.#callbacks.failed(action);
    this.#show(isDone ? {step: 'idle'} : {step: 'failed', action});
  }

  #show(state: ActionState): void {
    this.#state = state;
    this.#host.requestUpdate();
  }
}
