/** Revokes orders and extends their expiry: commands that PayBy carries out at once, or not at all. */
import type {Clock} from 'payby-checkout/core';
import type {Log} from '../../http/json-app.js';
import type {PaybyClient} from '../../payby/client.js';
import {PaybyError} from '../../payby/payby-error.js';
import type {AcquireOrder} from '../../payby/responses.js';
import {failureFacts, reasonOf} from './errors.js';
import {alertAbout} from './order-events.js';
import {withEvent, type OrderRecorder} from './order-recorder.js';
import {applyAnswer, shortOrderNo, type Actor, type Order} from './order.js';
import type {OrderSnapshot, StatusQueries} from './status-queries.js';

export interface OrderCommandsOptions {
  readonly payby: PaybyClient;
  readonly recorder: OrderRecorder;
  readonly queries: StatusQueries;
  readonly clock: Clock;
  readonly log: Log;
}

type Command = 'revoke' | 'extend';

export class OrderCommands {
  readonly #options: OrderCommandsOptions;

  constructor(options: OrderCommandsOptions) {
    this.#options = options;
  }

  /** For an order whose outcome is unknown: PayBy closes it when it is unpaid and refunds it when it is paid. */
  async revoke(merchantOrderNo: string, by: Actor): Promise<OrderSnapshot> {
    const {payby, recorder} = this.#options;
    await recorder.update(merchantOrderNo, by, (order) => order, withEvent('revoke-requested'));
    return this.#send('revoke', merchantOrderNo, () => payby.revokeOrder(merchantOrderNo));
  }

  /** `expiredTime` is ms since epoch. */
  async extend(merchantOrderNo: string, expiredTime: number, by: Actor): Promise<Order> {
    const {payby, recorder, clock} = this.#options;
    const requested = withEvent('extend-requested', {expiredTime});
    await recorder.update(merchantOrderNo, by, (order) => order, requested);
    await this.#send('extend', merchantOrderNo, () => payby.updateExpiredTime(merchantOrderNo, expiredTime));
    return recorder.update(merchantOrderNo, by, (order) => ({
      ...order,
      expiredTime,
      followUp: {...order.followUp, extendedAt: clock.now()},
    }));
  }

  async #send(
    command: Command,
    merchantOrderNo: string,
    send: () => Promise<AcquireOrder>,
  ): Promise<OrderSnapshot> {
    const {recorder, clock} = this.#options;
    try {
      const answer = await send();
      const order = await recorder.update(merchantOrderNo, 'payby', (stored) => applyAnswer(stored, answer));
      return {order, at: clock.now()};
    } catch (error) {
      await this.#afterFailure(command, merchantOrderNo, error);
      throw error;
    }
  }

  async #afterFailure(command: Command, merchantOrderNo: string, error: unknown): Promise<void> {
    const {recorder, queries, clock, log} = this.#options;
    log(`${command} failed`, {order: shortOrderNo(merchantOrderNo), ...failureFacts(error)});
    const isUncertain = !(error instanceof PaybyError) || error.outcomeUnknown;
    const at = clock.now();
    const message = 'PayBy has not confirmed yet whether this order was revoked.';
    const order = await recorder.update(
      merchantOrderNo,
      'payby',
      (stored) => (isUncertain ? {...stored, followUp: {...stored.followUp, uncertainSince: at}} : stored),
      (_, after) => ({
        events: [{kind: `${command}-failed`, facts: {why: reasonOf(error)}}],
        alerts: isUncertain && command === 'revoke' ? [alertAbout(after, 'revoke-unknown', at, message)] : [],
      }),
    );
    // A refusal often means that the stored state is out of date: the order has been paid or closed meanwhile.
    if (!isUncertain) await queries.forceRefresh(order).catch(() => undefined); // the refusal is the answer
  }
}
