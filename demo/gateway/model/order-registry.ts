/** All orders of one run of the gateway, found by any of the names that they and their refunds go by. */
import type {GatewayOrder, GatewayRefund} from './gateway-order.js';

export class OrderBook {
  readonly #orders = new Map<string, GatewayOrder>();
  readonly #numberOf = new Map<string, string>();
  readonly #numberOfRefund = new Map<string, string>();

  add(order: GatewayOrder): void {
    this.#orders.set(order.merchantOrderNo, order);
    this.#numberOf.set(order.orderNo, order.merchantOrderNo);
    if (order.tokenUrl !== undefined) this.#numberOf.set(order.tokenUrl, order.merchantOrderNo);
  }

  /** The names of an order never change, only its standing does. */
  replace(order: GatewayOrder): void {
    this.#orders.set(order.merchantOrderNo, order);
  }

  nameRefund({refundMerchantOrderNo, orderNo}: GatewayRefund, {merchantOrderNo}: GatewayOrder): void {
    this.#numberOfRefund.set(`merchant ${refundMerchantOrderNo}`, merchantOrderNo);
    this.#numberOfRefund.set(`payby ${orderNo}`, merchantOrderNo);
  }

  byRefundNo(refundMerchantOrderNo: string): GatewayOrder | undefined {
    return this.#orders.get(this.#numberOfRefund.get(`merchant ${refundMerchantOrderNo}`) ?? '');
  }

  byRefundOrderNo(orderNo: string): GatewayOrder | undefined {
    return this.#orders.get(this.#numberOfRefund.get(`payby ${orderNo}`) ?? '');
  }

  byMerchantOrderNo(merchantOrderNo: string): GatewayOrder | undefined {
    return this.#orders.get(merchantOrderNo);
  }

  byOrderNo(orderNo: string): GatewayOrder | undefined {
    const order = this.#byName(orderNo);
    return order?.orderNo === orderNo ? order : undefined;
  }

  byTokenUrl(tokenUrl: string): GatewayOrder | undefined {
    const order = this.#byName(tokenUrl);
    return order?.tokenUrl === tokenUrl ? order : undefined;
  }

  newestFirst(): readonly GatewayOrder[] {
    return [...this.#orders.values()].reverse();
  }

  #byName(name: string): GatewayOrder | undefined {
    const merchantOrderNo = this.#numberOf.get(name);
    return merchantOrderNo === undefined ? undefined : this.#orders.get(merchantOrderNo);
  }
}
