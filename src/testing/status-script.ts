/** A merchant's status endpoint that answers by a script. */
import {StatusProblem} from '../core/errors.js';
import type {FailureCause} from '../core/order/order-status.js';
import type {CheckoutOrder, Order} from '../core/order/order.js';
import type {StatusSource} from '../core/status/status-source.js';

/** A status that the server answers with. */
type StatusName =
  'created' | 'scanned' | 'paid' | 'settled' | 'failed' | 'cancelled' | 'expired' | 'revoked' | FailureCause;
/**
 * A request that brings no status: no connection, HTTP 503, HTTP 429 with `Retry-After: 30`, HTTP 401, or no answer at
 * all (until the element gives up after 8 seconds, or the script goes on).
 */
type TroubleName = 'unreachable' | 'unavailable' | 'rate-limited' | 'signed-out' | 'silent';
export type StepName = StatusName | TroubleName;
/** What one request is answered with: by its name, or a payload of your own. */
export type Step = StepName | Readonly<Record<string, unknown>>;

/** An HTTP answer, with the names that Playwright (`status`) and Cypress (`statusCode`) use. */
export interface Reply {
  readonly status: number;
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Numbered {
  readonly merchantOrderNo: string;
  readonly orderNo?: string | null | undefined;
  readonly totalAmount: CheckoutOrder['totalAmount'];
}

const RETRY_AFTER_S = 30;

const HTTP_STATUS = {unavailable: 503, 'rate-limited': 429, 'signed-out': 401} as const;

const isTrouble = (step: Step): step is TroubleName =>
  step === 'unreachable' || step === 'silent' || (typeof step === 'string' && step in HTTP_STATUS);

/** The payload of a step as a merchant's server sends it; `undefined` for a step that brings no status. */
export function payloadOf(step: Step, order: Numbered): Readonly<Record<string, unknown>> | undefined {
  if (typeof step === 'object') return step;
  const {merchantOrderNo, totalAmount} = order;
  const base = {merchantOrderNo, ...(order.orderNo ? {orderNo: order.orderNo} : {})};
  const paid = {paymentInfo: {paidAmount: totalAmount, paidTime: Date.now()}};
  switch (step) {
    case 'created':
      return {...base, status: 'CREATED'};
    case 'scanned':
      return {...base, status: 'CREATED', payer: {mobileNumberMask: '+971-58*92'}};
    case 'paid':
      return {...base, status: 'PAID_SUCCESS', ...paid};
    case 'settled':
      return {...base, status: 'SETTLED', ...paid};
    case 'failed':
      return {...base, status: 'FAILURE', reason: 'failed', failCode: '504', failDes: 'SERVICE_TIMEOUT'};
    case 'cancelled':
    case 'expired':
    case 'declined':
    case 'balance':
    case 'limit':
    case 'identity':
      return {...base, status: 'FAILURE', reason: step};
    case 'revoked':
      return {...base, status: 'FAILURE', revoked: 'true', ...paid};
    case 'unreachable':
    case 'unavailable':
    case 'rate-limited':
    case 'signed-out':
    case 'silent':
      return undefined;
  }
}

/**
 * Answers each status request with the next step, and with the last step from then on. Give the element its `source`,
 * your page its `fetch`, or a route handler of Playwright or Cypress its `reply()`.
 */
export class StatusScript {
  readonly #order: CheckoutOrder;
  #steps: readonly Step[];
  #requests = 0;
  /** Requests that the step `silent` keeps. */
  readonly #kept = new Set<() => void>();
  readonly #streams = new Set<ReadableStreamDefaultController<Uint8Array>>();

  /** @param steps what the requests are answered with, in this order; `created` by default */
  constructor(order: CheckoutOrder, ...steps: readonly Step[]) {
    this.#order = order;
    this.#steps = steps.length > 0 ? steps : ['created'];
  }

  /** Number of status requests so far. */
  get requests(): number {
    return this.#requests;
  }

  /** From now on requests are answered with these steps; one that waits for its answer, with the first of them. */
  play(...steps: readonly Step[]): void {
    this.#steps = steps;
    const kept = [...this.#kept];
    this.#kept.clear();
    for (const release of kept) release();
  }

  /** For `checkout.statusSource`. Answers about the order that is asked for. */
  readonly source: StatusSource = async (order: Order, {signal}) => {
    const step = await this.#answer(signal);
    if (isTrouble(step)) throw troubleOf(step);
    return payloadOf(step, order);
  };

  /**
   * In place of `fetch`, for a page with `status-url`. A request for a stream (`stream-url`) opens one that is silent
   * until {@link StatusScript.send}. Rejects like `fetch` without a connection, and when the request is aborted.
   */
  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const isRequest = typeof Request !== 'undefined' && input instanceof Request;
    const headers = new Headers(init.headers ?? (isRequest ? input.headers : undefined));
    const signal = init.signal ?? (isRequest ? input.signal : undefined);
    if (headers.get('accept')?.includes('text/event-stream')) return this.#openStream();
    const step = await this.#answer(signal ?? undefined);
    const reply = replyOf(step, this.#order);
    if (!reply) throw new TypeError('Failed to fetch');
    return new Response(reply.body, {status: reply.status, headers: reply.headers});
  };

  /**
   * The next HTTP answer, for a route handler: `route.fulfill(reply)` in Playwright, `request.reply(reply)` in Cypress.
   * `null` for the steps without an answer: abort the request.
   */
  reply(): Reply | null {
    return replyOf(this.#next(), this.#order);
  }

  /** Sends a status to every stream that `fetch` has opened. */
  send(step: Step): void {
    const data = new TextEncoder().encode(`data: ${JSON.stringify(payloadOf(step, this.#order))}\n\n`);
    for (const stream of this.#streams) stream.enqueue(data);
  }

  #next(): Step {
    this.#requests++;
    const [step = 'created', ...rest] = this.#steps;
    if (rest.length > 0) this.#steps = rest;
    return step;
  }

  async #answer(signal: AbortSignal | undefined): Promise<Step> {
    const step = this.#next();
    if (step !== 'silent') return step;
    await new Promise<void>((resolve, reject) => {
      this.#kept.add(resolve);
      signal?.addEventListener('abort', () => {
        this.#kept.delete(resolve);
        reject(new DOMException('The request was aborted.', 'AbortError'));
      });
    });
    return this.#answer(signal);
  }

  #openStream(): Response {
    let opened: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        opened = stream;
        this.#streams.add(stream);
      },
      cancel: () => {
        this.#streams.delete(opened);
      },
    });
    return new Response(body, {headers: {'content-type': 'text/event-stream'}});
  }
}

function replyOf(step: Step, order: CheckoutOrder): Reply | null {
  if (!isTrouble(step)) return reply(200, payloadOf(step, order));
  if (step === 'unreachable' || step === 'silent') return null;
  return reply(
    HTTP_STATUS[step],
    {error: step},
    step === 'rate-limited' ? {'retry-after': String(RETRY_AFTER_S)} : {},
  );
}

const reply = (status: number, payload: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  statusCode: status,
  headers: {'content-type': 'application/json', 'cache-control': 'no-store', ...headers},
  body: JSON.stringify(payload),
});

/** What `statusSource` rejects with where a request of the element's own would have failed in this way. */
function troubleOf(step: TroubleName): Error {
  if (step === 'unreachable' || step === 'silent') return new TypeError('Failed to fetch');
  const status = HTTP_STATUS[step];
  const isRefusal = step === 'signed-out';
  const message = `The status address answers ${status}.`;
  return new StatusProblem(
    {code: isRefusal ? 'status-refused' : 'status-unreachable', message, retryable: !isRefusal},
    step === 'rate-limited' || isRefusal ? RETRY_AFTER_S * 1000 : undefined,
  );
}
