/**
 * A crowd of open checkouts, without browsers: widgets that ask on the project's own schedule and know the last ETag,
 * and streams that listen. Every answer is timed from the moment at which the widget wanted it.
 */
import {setMaxListeners} from 'node:events';
import {Agent, get, type ClientRequest, type IncomingMessage} from 'node:http';
import {setTimeout as pause} from 'node:timers/promises';
import {delayMs} from '../../src/core/status/poll-schedule.js';
import type {Random} from '../polling/random.js';

/** An answer to one question of one widget. */
export interface Answered {
  readonly at: number;
  readonly ms: number;
  /** 0 when there was none. */
  readonly status: number;
}

/** A widget spreads its first question, or all of them would come in one second for ever. */
const FIRST_WITHIN_MS = 2_400;
/** In its second minute a page asks a little less often; the bench keeps every page in its first. */
const ELAPSED_MS = 30_000;

export class Crowd {
  readonly answers: Answered[] = [];
  /** When each order was first called paid on a stream, by number, ms since epoch. */
  readonly toldPaid = new Map<string, number[]>();
  readonly #agent = new Agent({keepAlive: true, maxSockets: Infinity});
  readonly #leaving = new AbortController();
  readonly #streams: ClientRequest[] = [];
  #open = 0;

  constructor() {
    setMaxListeners(0, this.#leaving.signal); // everybody waits for it
  }

  /** Streams that are open at this moment. */
  get streams(): number {
    return this.#open;
  }

  /** Asks until everybody leaves. */
  async widget(url: string, random: Random): Promise<void> {
    let tag: string | undefined;
    await this.#rest(random() * FIRST_WITHIN_MS);
    while (!this.#leaving.signal.aborted) {
      const startedAt = performance.now();
      const answer = await this.#ask(url, tag).catch(() => undefined);
      tag = answer?.tag ?? tag;
      this.answers.push({
        at: Date.now(),
        ms: performance.now() - startedAt,
        status: answer?.status ?? 0,
      });
      const plan = {purpose: 'open', paySceneCode: 'DYNQR', elapsedMs: ELAPSED_MS, failures: 0} as const;
      await this.#rest(delayMs({...plan, retryAfterMs: undefined}, random()));
    }
  }

  /** Resolves when the stream has told the status for the first time. */
  async stream(url: string, merchantOrderNo: string): Promise<void> {
    const {promise: told, resolve, reject} = deferred();
    const request = get(url, {agent: false}, (response) => {
      this.#open += 1;
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        if (text.includes('data:')) resolve();
        if (text.includes('"PAID_SUCCESS"')) this.#noteTold(merchantOrderNo);
      });
      response.on('close', () => (this.#open -= 1));
    });
    request.on('error', reject); // after it was told, nobody waits for it
    this.#streams.push(request);
    await told;
  }

  leave(): void {
    this.#leaving.abort();
    for (const stream of this.#streams) stream.destroy();
    this.#agent.destroy();
  }

  #noteTold(merchantOrderNo: string): void {
    this.toldPaid.set(merchantOrderNo, [...(this.toldPaid.get(merchantOrderNo) ?? []), Date.now()]);
  }

  #ask(
    url: string,
    tag: string | undefined,
  ): Promise<{readonly status: number; readonly tag: string | undefined}> {
    return new Promise((resolve, reject) => {
      const headers = tag === undefined ? {} : {'if-none-match': tag};
      get(url, {agent: this.#agent, headers}, (response: IncomingMessage) => {
        response.resume();
        response.on('end', () => {
          resolve({status: response.statusCode ?? 0, tag: response.headers.etag});
        });
      }).on('error', reject);
    });
  }

  async #rest(ms: number): Promise<void> {
    await pause(ms, undefined, {signal: this.#leaving.signal}).catch(() => undefined); // everybody leaves
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
