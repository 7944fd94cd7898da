/** All orders of one run of the gateway, found by any number or address that they and their refunds have. */
import type {GatewayOrder, GatewayRefund} from './gateway-order.js';

export class OrderRegistry {
  readonly #orders = new Map<string, GatewayOrder>();
  /** `merchantOrderNo` by every `tokenUrl` that it has had. */
  readonly #numbersOfTokens = new Map<string, string>();
  /** `merchantOrderNo` by `orderNo`. */
  readonly #numbers = new Map<string, string>();
  /** `merchantOrderNo` by either number of a refund. */
  readonly #numbersOfRefunds = new Map<string, string>();

  /** Adds a new order. */
  add(order: GatewayOrder): void {
    this.#orders.set(order.merchantOrderNo, order);
    this.#numbers.set(order.orderNo, order.merchantOrderNo);
    if (order.tokenUrl !== undefined) this.addToken(order.tokenUrl, order);
  }

  /** Replaces an order by its new state; its numbers never change. */
  replace(order: GatewayOrder): void {
    this.#orders.set(order.merchantOrderNo, order);
  }

  /** Makes the order findable by a new token, besides its earlier ones. */
  addToken(tokenUrl: string, {merchantOrderNo}: GatewayOrder): void {
    this.#numbersOfTokens.set(tokenUrl, merchantOrderNo);
  }

  /** Makes the order findable by both numbers of its refund. */
  addRefund({refundMerchantOrderNo, orderNo}: GatewayRefund, {merchantOrderNo}: GatewayOrder): void {
    this.#numbersOfRefunds.set(`merchant ${refundMerchantOrderNo}`, merchantOrderNo);
    this.#numbersOfRefunds.set(`payby ${orderNo}`, merchantOrderNo);
  }

  /** The order that a refund of this merchant's number belongs to. */
  byRefundNo(refundMerchantOrderNo: string): GatewayOrder | undefined {
    return this.#orders.get(this.#numbersOfRefunds.get(`merchant ${refundMerchantOrderNo}`) ?? '');
  }

  /** The order that a refund of this number of PayBy's belongs to. */
  byRefundOrderNo(orderNo: string): GatewayOrder | undefined {
    return this.#orders.get(this.#numbersOfRefunds.get(`payby ${orderNo}`) ?? '');
  }

  /** The order of this merchant's number. */
  byMerchantOrderNo(merchantOrderNo: string): GatewayOrder | undefined {
    return this.#orders.get(merchantOrderNo);
  }

  /** The order of this number of PayBy's. */
  byOrderNo(orderNo: string): GatewayOrder | undefined {
    const order = this.#find(orderNo);
    return order?.orderNo === orderNo ? order : undefined;
  }

  /** The order whose code holds this address, or has held it. */
  byTokenUrl(tokenUrl: string): GatewayOrder | undefined {
    const merchantOrderNo = this.#numbersOfTokens.get(tokenUrl);
    return merchantOrderNo === undefined ? undefined : this.#orders.get(merchantOrderNo);
  }

  /** All orders, newest first. */
  newestFirst(): readonly GatewayOrder[] {
    return [...this.#orders.values()].reverse();
  }

  #find(key: string): GatewayOrder | undefined {
    const merchantOrderNo = this.#numbers.get(key);
    return merchantOrderNo === undefined ? undefined : this.#orders.get(merchantOrderNo);
  }
}
