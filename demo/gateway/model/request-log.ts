/**
 * The log of the gateway: every call of the merchant and every delivery of a notification, in order, as PayBy's people
 * read it at a go-live acceptance. It names orders and results, never an auth code, a token URL or a phone number.
 */

/** A signed call of the merchant. */
export interface CallEntry {
  readonly kind: 'call';
  /** When the gateway received it, in ms since epoch. */
  readonly at: number;
  /** As in `/acquire2/placeOrder`. */
  readonly path: string;
  readonly merchantOrderNo: string | undefined;
  readonly refundMerchantOrderNo: string | undefined;
  /** PayBy's code and its name: "62016 MERCHANT_ORDER_NO_EXIST". "-" when a fault replaced the call. */
  readonly result: string;
  /** The status of the order or refund in the answer. */
  readonly status: string | undefined;
  /** The faults that were applied to the call, as they were written. */
  readonly faults: readonly string[];
}

/** One delivery of a notification. */
export interface NotificationEntry {
  readonly kind: 'notification';
  /** When the gateway sent it, in ms since epoch. */
  readonly at: number;
  readonly notifyId: string;
  readonly merchantOrderNo: string;
  readonly refundMerchantOrderNo: string | undefined;
  readonly status: string;
  /** 1 is the first delivery. */
  readonly attempt: number;
  /** Whether the merchant answered `{"response":"SUCCESS"}` within 5 s. */
  readonly accepted: boolean;
}

/** One line of the log. */
export type RequestLogEntry = CallEntry | NotificationEntry;

const MAX_ENTRIES = 200_000; // then the oldest tenth is dropped

/** The log of one run of the gateway, in memory. */
export class RequestLog {
  #entries: RequestLogEntry[] = [];

  /** Appends an entry. */
  add(entry: RequestLogEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > MAX_ENTRIES) this.#entries = this.#entries.slice(MAX_ENTRIES / 10);
  }

  /** All entries, or those about one order. Oldest first. */
  entries(merchantOrderNo?: string): readonly RequestLogEntry[] {
    return this.#entries.filter(
      (entry) => merchantOrderNo === undefined || entry.merchantOrderNo === merchantOrderNo,
    );
  }
}

/** An entry as one line of text. */
export function logLine(entry: RequestLogEntry): string {
  const time = new Date(entry.at).toISOString();
  const numbers = [entry.merchantOrderNo ?? '-', entry.refundMerchantOrderNo].filter(Boolean).join(' ');
  switch (entry.kind) {
    case 'call': {
      const faults = entry.faults.length > 0 ? ` [${entry.faults.join(', ')}]` : '';
      const status = entry.status === undefined ? '' : ` ${entry.status}`;
      return `${time}  ${entry.path}  ${numbers}  ${entry.result}${status}${faults}`;
    }
    case 'notification': {
      const answer = entry.accepted ? 'accepted' : 'not accepted';
      return `${time}  notification ${entry.notifyId} try ${String(entry.attempt)}  ${numbers}  ${entry.status} ${answer}`;
    }
  }
}
