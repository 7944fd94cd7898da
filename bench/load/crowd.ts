/**
 * A crowd of open checkouts, without browsers: widgets that poll on the project's own schedule with the last ETag,
 * and event streams. Every answer is timed from the start of its request.
 */
import {setMaxListeners} from 'node:events';
import {Agent, get, type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import {delayMs} from '../../src/core/status/poll-schedule.js';
import type {Random} from '../polling/random.js';

/** The answer to one status request of one widget. */
export interface Answered {
  readonly at: number;
  readonly ms: number;
  /** 0 when there was none. */
  readonly status: number;
}

/** Each widget starts at a random time within this, or all of them would poll in the same second for ever. */
const FIRST_WITHIN_MS = 2_400;
/** In its second minute a page polls a little less often; the bench keeps every page in its first. */
const ELAPSED_MS = 30_000;

export class Crowd {
  readonly answers: Answered[] = [];
  /** When streams reported each order as paid, by number, ms since epoch. */
  readonly paidReports = new Map<string, number[]>();
  readonly #agent = new Agent({keepAlive: true, maxSockets: Infinity});
  readonly #leaving = new AbortController();
  readonly #streams: ClientRequest[] = [];
  #open = 0;

  constructor() {
    setMaxListeners(0, this.#leaving.signal); // every widget listens to it
  }

  /** Streams that are open at this moment. */
  get streams(): number {
    return this.#open;
  }

  /** Polls until `leave()`. */
  async widget(url: string, random: Random, visitor: OutgoingHttpHeaders): Promise<void> {
    let tag: string | undefined;
    await this.#sleep(random() * FIRST_WITHIN_MS);
    while (!this.#leaving.signal.aborted) {
      const startedAt = performance.now();
      const answer = await this.#request(url, tag, visitor).catch(() => undefined);
      tag = answer?.tag ?? tag;
      this.answers.push({
        at: Date.now(),
        ms: performance.now() - startedAt,
        status: answer?.status ?? 0,
      });
      const plan = {purpose: 'open', paySceneCode: 'DYNQR', elapsedMs: ELAPSED_MS, failures: 0} as const;
      await this.#sleep(delayMs({...plan, retryAfterMs: undefined}, random()));
    }
  }

  /** Resolves when the stream is open; rejects when the server refuses it. */
  async stream(url: string, merchantOrderNo: string, visitor: OutgoingHttpHeaders): Promise<void> {
    const {promise: opened, resolve, reject} = deferred();
    const request = get(url, {agent: false, headers: visitor}, (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`a stream was refused: ${String(response.statusCode)}`));
        response.resume();
        return;
      }
      this.#open += 1;
      resolve();
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        if (text.includes('"PAID_SUCCESS"')) this.#recordPaid(merchantOrderNo);
      });
      response.on('close', () => (this.#open -= 1));
    });
    request.on('error', reject); // no effect once it is open
    this.#streams.push(request);
    await opened;
  }

  leave(): void {
    this.#leaving.abort();
    for (const stream of this.#streams) stream.destroy();
    this.#agent.destroy();
  }

  #recordPaid(merchantOrderNo: string): void {
    this.paidReports.set(merchantOrderNo, [...(this.paidReports.get(merchantOrderNo) ?? []), Date.now()]);
  }

  #request(
    url: string,
    tag: string | undefined,
    visitor: OutgoingHttpHeaders,
  ): Promise<{readonly status: number; readonly tag: string | undefined}> {
    return new Promise((resolve, reject) => {
      const headers = tag === undefined ? visitor : {...visitor, 'if-none-match': tag};
      get(url, {agent: this.#agent, headers}, (response: IncomingMessage) => {
        response.resume();
        response.on('end', () => {
          resolve({status: response.statusCode ?? 0, tag: response.headers.etag});
        });
      }).on('error', reject);
    });
  }

  async #sleep(ms: number): Promise<void> {
    await sleep(ms, undefined, {signal: this.#leaving.signal}).catch(() => undefined); // aborted by leave()
  }
}

function deferred(): {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
} {
  let resolve: () => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return {promise, resolve, reject};
}
