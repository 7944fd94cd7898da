/** What may happen to an order, as steps of its status endpoint. */
import type {Step} from './status-script.js';

/**
 * Every case that a checkout page should be tested with: `new StatusScript(order, ...cases.late)`. For the nine of
 * PayBy's go-live acceptance: what the merchant's server answers meanwhile.
 */
export const cases = {
  paid: ['created', 'scanned', 'paid'],
  settled: ['created', 'paid', 'settled'],
  late: ['created', 'expired', 'paid'],
  failed: ['created', 'failed'],
  cancelled: ['created', 'cancelled'],
  expired: ['created', 'expired'],
  /** Reversed before the page knew of the payment: a reversal after `payby-success` is pushed by your server. */
  revoked: ['created', 'revoked'],
  scanned: ['created', 'scanned'],
  'rate-limited': ['created', 'rate-limited', 'paid'],
  offline: ['created', 'unreachable'],
  /** PayBy's case 1: a payment of AED 500 and more asks for a password, and takes its time. */
  'acceptance-1': ['created', 'created', 'scanned', 'scanned', 'paid'],
  /** PayBy's case 2: the payment expires, the server cancels the order. */
  'acceptance-2': ['created', 'created', 'expired'],
  /** PayBy's case 3: SYSTEM_ERROR when the order is created, the server cancels it. */
  'acceptance-3': ['created', 'created', 'cancelled'],
  /** PayBy's case 4: a time-out when the order is created, the server cancels it. */
  'acceptance-4': ['created', 'created', 'cancelled'],
  /** PayBy's case 5: the cancel is accepted at the third try. */
  'acceptance-5': ['created', 'created', 'created', 'cancelled'],
  /** PayBy's case 6: the cancel is never accepted: the order stays open. */
  'acceptance-6': ['created'],
  /** PayBy's case 7: PayBy answers the query at the third try. */
  'acceptance-7': ['unavailable', 'unavailable', 'paid'],
  /** PayBy's case 8: PayBy never answers the query: no outcome. */
  'acceptance-8': ['unavailable'],
  /** PayBy's case 9: the server receives the notification between two requests. */
  'acceptance-9': ['created', 'paid'],
} as const satisfies Record<string, readonly Step[]>;

export type CaseName = keyof typeof cases;
