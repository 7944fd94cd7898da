/**
 * A customer with a plan, whose merchant's server may be killed at any moment. A customer that retries repeats the call
 * with the same numbers until the server answers; any other one leaves, and the merchant must finish the order.
 */
import {randomWord, type Random} from '../../../demo/payby/random.js';

export type CustomerAction = 'pay' | 'decline' | 'cancel' | 'refund' | 'revoke' | 'leave';

export interface CustomerPlan {
  readonly scene: 'DYNQR' | 'CASHTOPUP' | 'QRPAY';
  /** QRPAY only: large amounts wait for the customer's password. */
  readonly isLarge: boolean;
  readonly action: CustomerAction;
  readonly retries: boolean;
}

export interface World {
  readonly merchantUrl: string;
  readonly gatewayUrl: string;
  /** The session of staff, which may also charge a customer's code. */
  readonly cookie: string;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A customer gives up and tries again; a killed or hanging server answers nothing, and there are many of those. */
const TIMEOUT_MS = 4_000;
const WEIGHT: Readonly<Record<string, number>> = {CREATED: 0, FAILURE: 1, PAID_SUCCESS: 2, SETTLED: 3};

export class Customer {
  readonly plan: CustomerPlan;
  readonly merchantOrderNo: string;
  readonly #refundNo: string;
  readonly #world: World;
  #authCode: string | undefined;
  #orderNo: string | undefined;
  #isPaid = false;
  #isDone = false;
  /** The latest status that the merchant reported. */
  #status = 'CREATED';
  /** True once the merchant has reported a status of less weight than the one before. */
  sawStatusGoBack = false;

  constructor(plan: CustomerPlan, world: World, random: Random) {
    this.plan = plan;
    this.#world = world;
    this.merchantOrderNo = randomWord(random, 16);
    this.#refundNo = randomWord(random, 16);
  }

  /** The order's code is on the customer's screen. */
  get isPlaced(): boolean {
    return this.#orderNo !== undefined;
  }

  /** The customer has finished the plan. */
  get isDone(): boolean {
    return this.#isDone;
  }

  async place(): Promise<void> {
    if (this.#isDone || this.isPlaced) return;
    const {scene, isLarge, retries} = this.plan;
    const goods = {
      DYNQR: {sku: 'mug'},
      CASHTOPUP: {sku: 'coins-60'},
      QRPAY: {amount: isLarge ? '650' : '9.5'},
    };
    if (scene === 'QRPAY' && this.#authCode === undefined) {
      this.#authCode = String((await this.#askGateway('/app/code')).body['authCode']);
    }
    const answer = await this.#askMerchant('/api/orders', {
      merchantOrderNo: this.merchantOrderNo,
      paySceneCode: scene,
      ...goods[scene],
      ...(this.#authCode !== undefined && {authCode: this.#authCode}),
    });
    const orderNo = answer?.body['orderNo'];
    if (answer && answer.status < 300 && typeof orderNo === 'string') this.#orderNo = orderNo;
    else if (!retries) this.#isDone = true;
    this.#record(answer);
  }

  async act(): Promise<void> {
    if (this.#isDone || this.#orderNo === undefined) return;
    const {action} = this.plan;
    switch (action) {
      case 'leave':
        this.#isDone = true;
        return;
      case 'decline':
        // A customer declines in the app; a partner store has no such step.
        if (this.plan.scene !== 'CASHTOPUP') await this.#askGateway('/app/refuse', {orderNo: this.#orderNo});
        this.#isDone = true;
        return;
      case 'cancel':
        this.#isDone = this.#record(await this.#askMerchant(this.#order('cancel')));
        return;
      case 'pay':
        await this.#pay();
        this.#isDone = true;
        return;
      case 'revoke':
      case 'refund':
        await this.#pay();
        this.#isDone = this.#record(await this.#returnMoney(action));
    }
  }

  /** Queries the status, as a page does. */
  async poll(): Promise<void> {
    if (this.isPlaced) this.#record(await this.#askMerchant(this.#order('status')));
  }

  #returnMoney(action: 'revoke' | 'refund'): Promise<Answer | undefined> {
    const body = action === 'refund' ? {refundMerchantOrderNo: this.#refundNo, amount: '1.50'} : {};
    return this.#askMerchant(this.#order(action), body);
  }

  async #pay(): Promise<void> {
    if (this.#isPaid) return;
    const orderNo = this.#orderNo;
    if (this.plan.scene === 'CASHTOPUP') {
      await this.#askGateway('/pos/balance', {amount: '500.00'});
      await this.#askGateway('/pos/pay', {orderNo, password: '4321'});
    } else {
      await this.#askGateway('/app/pay', {orderNo, password: '123456'});
    }
    this.#isPaid = true;
  }

  readonly #order = (what: string): string => `/api/orders/${this.merchantOrderNo}/${what}`;

  /** Records the status in the answer. True when the server answered without an error of its own. */
  #record(answer: Answer | undefined): boolean {
    if (!answer) return false;
    const {status, revoked} = answer.body;
    if (answer.status === 200 && typeof status === 'string' && revoked !== true && status in WEIGHT) {
      if ((WEIGHT[status] ?? 0) < (WEIGHT[this.#status] ?? 0)) this.sawStatusGoBack = true;
      this.#status = status;
    }
    return answer.status < 500;
  }

  /** `undefined` when the server did not answer. */
  async #askMerchant(path: string, body?: object): Promise<Answer | undefined> {
    const isQuery = path.endsWith('/status');
    return this.#send(this.#world.merchantUrl + path, isQuery ? undefined : (body ?? {})).catch(
      () => undefined,
    );
  }

  #askGateway(path: string, body: object = {}): Promise<Answer> {
    return this.#send(this.#world.gatewayUrl + path, body);
  }

  async #send(url: string, body: object | undefined): Promise<Answer> {
    const response = await fetch(url, {
      ...(body && {method: 'POST', body: JSON.stringify(body)}),
      headers: {'Content-Type': 'application/json', cookie: this.#world.cookie},
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return {status: response.status, body: (await response.json()) as Answer['body']};
  }
}
