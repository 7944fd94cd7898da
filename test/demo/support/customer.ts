/**
 * A customer with a plan, before a server that may die at any moment. Whoever is patient tries again with the same
 * numbers until somebody answers; whoever is not walks away and leaves the order to the shop.
 */
import {randomWord, type Random} from '../../../demo/payby/random.js';

export type Wish = 'pay' | 'decline' | 'cancel' | 'refund' | 'revoke' | 'leave';

export interface ShopperPlan {
  readonly scene: 'DYNQR' | 'CASHTOPUP' | 'QRPAY';
  /** QRPAY only: large amounts wait for the customer's password. */
  readonly isLarge: boolean;
  readonly wish: Wish;
  readonly isPatient: boolean;
}

export interface Town {
  readonly shop: string;
  readonly gateway: string;
  /** Of staff; it may also charge a customer's code. */
  readonly cookie: string;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const PATIENCE_MS = 4_000;
const WEIGHT: Readonly<Record<string, number>> = {CREATED: 0, FAILURE: 1, PAID_SUCCESS: 2, SETTLED: 3};

export class Shopper {
  readonly plan: ShopperPlan;
  readonly merchantOrderNo: string;
  readonly #refundNo: string;
  readonly #town: Town;
  #authCode: string | undefined;
  #orderNo: string | undefined;
  #isPaid = false;
  #isDone = false;
  /** The heaviest word that the shop has told so far, and whether it ever took a word back. */
  #told = 'CREATED';
  wasToldLess = false;

  constructor(plan: ShopperPlan, town: Town, random: Random) {
    this.plan = plan;
    this.#town = town;
    this.merchantOrderNo = randomWord(random, 16);
    this.#refundNo = randomWord(random, 16);
  }

  /** The order's code is on the customer's screen. */
  get isPlaced(): boolean {
    return this.#orderNo !== undefined;
  }

  /** There is nothing left that this customer would do. */
  get isDone(): boolean {
    return this.#isDone;
  }

  async place(): Promise<void> {
    if (this.#isDone || this.isPlaced) return;
    const {scene, isLarge, isPatient} = this.plan;
    const goods = {
      DYNQR: {sku: 'mug'},
      CASHTOPUP: {sku: 'coins-60'},
      QRPAY: {amount: isLarge ? '650' : '9.5'},
    };
    if (scene === 'QRPAY' && this.#authCode === undefined) {
      this.#authCode = String((await this.#atGateway('/app/code')).body['authCode']);
    }
    const answer = await this.#atShop('/api/orders', {
      merchantOrderNo: this.merchantOrderNo,
      paySceneCode: scene,
      ...goods[scene],
      ...(this.#authCode !== undefined && {authCode: this.#authCode}),
    });
    const orderNo = answer?.body['orderNo'];
    if (answer && answer.status < 300 && typeof orderNo === 'string') this.#orderNo = orderNo;
    else if (!isPatient) this.#isDone = true;
    this.#hear(answer);
  }

  async act(): Promise<void> {
    if (this.#isDone || this.#orderNo === undefined) return;
    const {wish} = this.plan;
    switch (wish) {
      case 'leave':
        this.#isDone = true;
        return;
      case 'decline':
        // A customer declines in the app, and there is no app at a partner store.
        if (this.plan.scene !== 'CASHTOPUP') await this.#atGateway('/app/refuse', {orderNo: this.#orderNo});
        this.#isDone = true;
        return;
      case 'cancel':
        this.#isDone = this.#hear(await this.#atShop(this.#order('cancel')));
        return;
      case 'pay':
        await this.#pay();
        this.#isDone = true;
        return;
      case 'revoke':
      case 'refund':
        await this.#pay();
        this.#isDone = this.#hear(await this.#giveBack(wish));
    }
  }

  /** What the page shows. A word of less weight than the last one would be a payment taken back. */
  async look(): Promise<void> {
    if (this.isPlaced) this.#hear(await this.#atShop(this.#order('status')));
  }

  #giveBack(wish: 'revoke' | 'refund'): Promise<Answer | undefined> {
    const body = wish === 'refund' ? {refundMerchantOrderNo: this.#refundNo, amount: '1.50'} : {};
    return this.#atShop(this.#order(wish), body);
  }

  async #pay(): Promise<void> {
    if (this.#isPaid) return;
    const orderNo = this.#orderNo;
    if (this.plan.scene === 'CASHTOPUP') {
      await this.#atGateway('/pos/balance', {amount: '500.00'});
      await this.#atGateway('/pos/pay', {orderNo, password: '4321'});
    } else {
      await this.#atGateway('/app/pay', {orderNo, password: '123456'});
    }
    this.#isPaid = true;
  }

  readonly #order = (what: string): string => `/api/orders/${this.merchantOrderNo}/${what}`;

  /** True when it is an answer to the wish, and not the silence or the trouble of a server. */
  #hear(answer: Answer | undefined): boolean {
    if (!answer) return false;
    const {status, revoked} = answer.body;
    if (answer.status === 200 && typeof status === 'string' && revoked !== 'true' && status in WEIGHT) {
      if ((WEIGHT[status] ?? 0) < (WEIGHT[this.#told] ?? 0)) this.wasToldLess = true;
      this.#told = status;
    }
    return answer.status < 500;
  }

  /** `undefined` when nobody answered. */
  async #atShop(path: string, body?: object): Promise<Answer | undefined> {
    const isLook = path.endsWith('/status');
    return this.#send(this.#town.shop + path, isLook ? undefined : (body ?? {})).catch(() => undefined);
  }

  #atGateway(path: string, body: object = {}): Promise<Answer> {
    return this.#send(this.#town.gateway + path, body);
  }

  async #send(url: string, body: object | undefined): Promise<Answer> {
    const response = await fetch(url, {
      ...(body && {method: 'POST', body: JSON.stringify(body)}),
      headers: {'Content-Type': 'application/json', cookie: this.#town.cookie},
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return {status: response.status, body: (await response.json()) as Answer['body']};
  }
}
