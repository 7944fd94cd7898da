/**
 * Loads the code of a voucher as soon as the element needs it: for a cash top-up, for a voucher stored by `persist`, or
 * for an action that exports or copies. `send-guide.lazy.js` is requested in the same task as `voucher.lazy.js`, and the
 * phone-number parser when the payer opens the form.
 */
import type {ReactiveController} from 'lit';
import {listsAction, listsExport} from '../core/order/actions.js';
import {hasOrder} from '../core/order/checkout-machine.js';
import {LazyPart} from '../shared/lazy-part.js';
import type {SendGuide} from './send-guide/send-guide.lazy.js';
import type {VoucherOptions, VoucherTemplates} from './voucher-model.js';
import type {Voucher} from './voucher.lazy.js';

export class VoucherLoader implements ReactiveController {
  readonly #options: VoucherOptions;
  readonly #voucher: LazyPart<typeof import('./voucher.lazy.js'), Voucher>;
  readonly #sendGuide: LazyPart<typeof import('./send-guide/send-guide.lazy.js'), SendGuide>;

  constructor(options: VoucherOptions) {
    const {host, clock, order} = options;
    this.#options = options;
    const common = {clock, reportProblem: order.reportProblem.bind(order)};
    const phoneParser = new LazyPart(host, {
      ...common,
      file: 'phone.lazy.js',
      load: () => import('../core/voucher/phone.lazy.js'),
      create: ({parsePhone}) => parsePhone,
    });
    this.#sendGuide = new LazyPart(host, {
      ...common,
      file: 'send-guide.lazy.js',
      load: () => import('./send-guide/send-guide.lazy.js'),
      create: ({SendGuide}) => {
        host.requestUpdate();
        return new SendGuide(options, phoneParser);
      },
    });
    this.#voucher = new LazyPart(host, {
      ...common,
      file: 'voucher.lazy.js',
      load: () => import('./voucher.lazy.js'),
      create: ({Voucher}) => {
        host.requestUpdate();
        return new Voucher(options, () => this.#sendGuide.part);
      },
    });
    host.addController(this);
  }

  /** Settles when the voucher has been loaded, or has failed three times in a row; at once if nothing needs it. */
  get ready(): Promise<void> {
    return this.#voucher.ready;
  }

  /** True while the element needs the voucher and does not have it. */
  get isMissing(): boolean {
    return this.#isNeeded && !this.#voucher.part;
  }

  hostUpdate(): void {
    if (!this.#isNeeded) return;
    this.#voucher.start();
    if (this.#isCash && listsAction(this.#options.host.actions, 'send-guide')) this.#sendGuide.start();
  }

  /** `undefined` until the voucher has been loaded. */
  render(): VoucherTemplates | undefined {
    return this.#voucher.part?.render();
  }

  /** Calls `fn` with the voucher, and loads it first where nothing else needed it. */
  use<R>(fn: (voucher: Voucher) => Promise<R>): Promise<R> {
    return this.#voucher.use(fn);
  }

  get #isCash(): boolean {
    const {state} = this.#options.order;
    return hasOrder(state) && state.order.paySceneCode === 'CASHTOPUP';
  }

  get #isNeeded(): boolean {
    const {persist, actions} = this.#options.host;
    return this.#isCash || persist !== null || listsExport(actions);
  }
}
