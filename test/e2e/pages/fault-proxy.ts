/**
 * A proxy between the browser and the demo. It forwards every request, except that a test decides what happens to status
 * requests and event streams; and it records what came by.
 */
import type {Clock} from 'payby-checkout/core';
import {once} from 'node:events';
import {
  createServer,
  request as sendRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import type {AddressInfo} from 'node:net';

/** A status request that has reached the proxy, and what may be done with it. */
export interface ProxiedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly response: ServerResponse;
  readonly clock: Clock;
  /** Forwards the request to the demo. */
  forward(): void;
  /** Marks the request as unanswered on purpose, so that `settle()` does not wait for it. */
  hold(): void;
  /** Undoes `hold()`. */
  release(): void;
}

export type FaultHandler = (request: ProxiedRequest) => void;

/** What common proxies do with event streams. */
export type StreamFault = 'holds the headers' | 'holds the body' | 'cuts every 8 s';
const CUT_AFTER_MS = 8000;

interface Stream {
  readonly response: ServerResponse;
  isMute: boolean;
}

/** A page with the package and nothing else; the test adds the elements. */
const EMPTY_PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Checkout</title><link rel="icon" href="data:,">
<script type="module" src="/dist/cdn/payby-checkout.js"></script><body></body></html>`;

export class FaultProxy {
  readonly #demoUrl: string;
  readonly #clock: Clock;
  readonly #server = createServer((request, response) => {
    this.#handle(request, response);
  });
  #port = 0;
  readonly #nextHandlers: FaultHandler[] = [];
  #defaultHandler: FaultHandler | undefined;
  readonly #held = new Set<ServerResponse>();
  readonly #inFlight = new Set<ServerResponse>();
  readonly #streams = new Set<Stream>();
  #streamFault: StreamFault | undefined;
  readonly #statusRequests: number[] = [];
  readonly #streamRequests: number[] = [];
  readonly #otherPaths: string[] = [];
  #mostConcurrent = 0;

  constructor(demoUrl: string, clock: Clock) {
    this.#demoUrl = demoUrl;
    this.#clock = clock;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}`;
  }
  /** When status requests came, ms on the demo's clock. */
  get statusRequests(): readonly number[] {
    return this.#statusRequests;
  }
  /** When streams were requested, ms on the demo's clock. */
  get streamRequests(): readonly number[] {
    return this.#streamRequests;
  }
  get openStreams(): number {
    return this.#streams.size;
  }
  /** How many status requests are unanswered on purpose. */
  get held(): number {
    return this.#held.size;
  }
  /** The highest number of status requests that were in flight at the same time. */
  get mostConcurrent(): number {
    return this.#mostConcurrent;
  }
  /** The paths of all requests that were neither for a status nor for a stream. */
  get otherPaths(): readonly string[] {
    return this.#otherPaths;
  }

  /** Handles the next status requests, one each, in this order. */
  handleNext(...handlers: readonly FaultHandler[]): void {
    this.#nextHandlers.push(...handlers);
  }

  /** Handles every status request from now on; `undefined` forwards them. */
  handleAll(handler: FaultHandler | undefined): void {
    this.#defaultHandler = handler;
  }

  /** Does this with every stream that is requested from now on. */
  faultStreams(fault: StreamFault): void {
    this.#streamFault = fault;
  }

  /** True when the page receives at once what the demo sends to a stream. */
  get passesStreams(): boolean {
    return [...this.#streams].some(({isMute}) => !isMute);
  }

  /** Cuts the open streams off. */
  dropStreams(): void {
    for (const {response} of this.#streams) response.destroy();
  }

  /** Stops all data of the open streams, heartbeats too. The streams stay open. */
  muteStreams(): void {
    for (const stream of this.#streams) stream.isMute = true;
  }

  async open(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Refuses every connection until it is opened again. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '/';
    response.setHeader('Date', this.#date());
    if (path === '/') answer(200, EMPTY_PAGE, {'Content-Type': 'text/html'})({response});
    else if (path.endsWith('/status')) this.#handleStatusRequest(request, response);
    else if (path.endsWith('/events')) this.#handleStream(request, response);
    else {
      this.#otherPaths.push(path);
      this.#forward(request, response);
    }
  }

  #handleStatusRequest(request: IncomingMessage, response: ServerResponse): void {
    this.#statusRequests.push(this.#clock.now());
    this.#inFlight.add(response);
    this.#mostConcurrent = Math.max(this.#mostConcurrent, this.#inFlight.size);
    response.once('close', () => {
      this.#inFlight.delete(response);
      this.#held.delete(response);
    });
    const handler = this.#nextHandlers.shift() ?? this.#defaultHandler ?? passThrough;
    handler({
      headers: request.headers,
      response,
      clock: this.#clock,
      forward: () => {
        this.#forward(request, response);
      },
      hold: () => this.#held.add(response),
      release: () => this.#held.delete(response),
    });
  }

  #handleStream(request: IncomingMessage, response: ServerResponse): void {
    this.#streamRequests.push(this.#clock.now());
    const fault = this.#streamFault;
    const stream = {response, isMute: fault?.startsWith('holds') ?? false};
    this.#streams.add(stream);
    response.once('close', () => this.#streams.delete(stream));
    if (fault === 'holds the headers') return;
    if (fault === 'cuts every 8 s') {
      const gone = new AbortController();
      response.once('close', () => {
        gone.abort();
      });
      void this.#clock.sleep(CUT_AFTER_MS, gone.signal).then(() => response.destroy());
    }
    this.#forward(request, response, () => stream.isMute);
  }

  #forward(request: IncomingMessage, response: ServerResponse, isMute = (): boolean => false): void {
    const {method, headers, url = '/'} = request;
    const onward = sendRequest(this.#demoUrl + url, {method, headers}, (reply) => {
      response.writeHead(reply.statusCode ?? 502, {...reply.headers, date: this.#date()});
      response.flushHeaders();
      reply.on('data', (chunk: Buffer) => {
        if (!isMute()) response.write(chunk);
      });
      reply.on('end', () => response.end());
      reply.on('error', () => response.destroy());
    });
    onward.on('error', () => response.destroy());
    response.once('close', () => onward.destroy());
    request.pipe(onward);
  }

  /** Node itself would send the machine's time, not the demo's. */
  #date(): string {
    return new Date(this.#clock.now()).toUTCString();
  }
}

/** Forwards the request. */
export const passThrough: FaultHandler = ({forward}) => {
  forward();
};

/** Sends this answer instead of the demo's. */
export const answer =
  (status: number, body: string, headers: OutgoingHttpHeaders = {}) =>
  ({response}: Pick<ProxiedRequest, 'response'>): void => {
    response.writeHead(status, headers);
    response.end(body);
  };

export const answerJson = (payload: object): FaultHandler =>
  answer(200, JSON.stringify(payload), {'Content-Type': 'application/json'});

/** Forwards the request `ms` later. */
export const delayed =
  (ms: number): FaultHandler =>
  ({clock, response, forward, hold, release}) => {
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    hold();
    void clock.sleep(ms, gone.signal).then(() => {
      if (gone.signal.aborted) return;
      release();
      forward();
    });
  };

/** Never answers. */
export const noAnswer: FaultHandler = ({hold}) => {
  hold();
};

/** Sends the beginning of an answer, and nothing more. */
export const truncatedAnswer: FaultHandler = ({response, hold}) => {
  hold();
  response.writeHead(200, {'Content-Type': 'application/json'});
  response.write('{"merchantOrderNo":"');
};
