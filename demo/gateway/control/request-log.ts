/**
 * What the gateway was asked and what it told, in order: the log that PayBy's people look through at a go-live
 * acceptance. It names orders and results, and never a payment code, a token address or a phone number.
 */

/** A signed call of the merchant. */
export interface CallEntry {
  readonly kind: 'call';
  /** Milliseconds since epoch. */
  readonly at: number;
  /** As in `/acquire2/placeOrder`. */
  readonly path: string;
  readonly merchantOrderNo: string | undefined;
  readonly refundMerchantOrderNo: string | undefined;
  /** PayBy's code and its name: "62016 MERCHANT_ORDER_NO_EXIST". "-" when it was not even looked at. */
  readonly result: string;
  /** The status of the order or refund as it was answered. */
  readonly status: string | undefined;
  /** What was done to the call on purpose. */
  readonly faults: readonly string[];
}

/** One try to tell the merchant. */
export interface NotificationEntry {
  readonly kind: 'notification';
  readonly at: number;
  readonly notifyId: string;
  readonly merchantOrderNo: string;
  readonly refundMerchantOrderNo: string | undefined;
  readonly status: string;
  /** 1 is the first try. */
  readonly attempt: number;
  /** The merchant answered `{"response":"SUCCESS"}` in good time. */
  readonly accepted: boolean;
}

export type JournalEntry = CallEntry | NotificationEntry;

const LONGEST = 200_000; // entries; the oldest go first

export class Journal {
  #entries: JournalEntry[] = [];

  add(entry: JournalEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > LONGEST) this.#entries = this.#entries.slice(LONGEST / 10);
  }

  /** Oldest first; only those about one order if it is named. */
  entries(merchantOrderNo?: string): readonly JournalEntry[] {
    return this.#entries.filter(
      (entry) => merchantOrderNo === undefined || entry.merchantOrderNo === merchantOrderNo,
    );
  }
}

/** An entry as a line to print. */
export function journalLine(entry: JournalEntry): string {
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
