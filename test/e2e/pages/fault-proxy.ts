/**
 * A server between the browser and the demo. It passes everything on, except that questions for a status and event
 * streams meet what a test has in store for them; and it counts what came by.
 */
import {once} from 'node:events';
import {
  createServer,
  request as ask,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Clock} from '../../../demo/payby/clock.js';

/** One request on its way, and what may happen to it. */
export interface Traveller {
  readonly response: ServerResponse;
  readonly clock: Clock;
  /** Lets the demo answer. */
  passOn(): void;
  /** From now on nobody needs to wait for the end of this one. */
  hold(): void;
  /** The opposite. */
  release(): void;
}

export type Fate = (traveller: Traveller) => void;

interface Stream {
  readonly response: ServerResponse;
  isMute: boolean;
}

/** A page with the package and nothing else: what is on it, a test puts there. */
const EMPTY_PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Checkout</title><link rel="icon" href="data:,">
<script type="module" src="/dist/cdn/payby-checkout.js"></script><body></body></html>`;

export class RoughRoad {
  readonly #demoUrl: string;
  readonly #clock: Clock;
  readonly #server = createServer((request, response) => {
    this.#meet(request, response);
  });
  #port = 0;
  readonly #next: Fate[] = [];
  #always: Fate | undefined;
  readonly #held = new Set<ServerResponse>();
  readonly #underWay = new Set<ServerResponse>();
  readonly #streams = new Set<Stream>();
  readonly #questions: number[] = [];
  readonly #streamsOpened: number[] = [];
  readonly #others: string[] = [];
  #mostAtOnce = 0;

  constructor(demoUrl: string, clock: Clock) {
    this.#demoUrl = demoUrl;
    this.#clock = clock;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}`;
  }
  /** When questions for a status came, ms on the demo's clock. */
  get questions(): readonly number[] {
    return this.#questions;
  }
  /** When streams were asked for, ms on the demo's clock. */
  get streamsOpened(): readonly number[] {
    return this.#streamsOpened;
  }
  get openStreams(): number {
    return this.#streams.size;
  }
  /** How many questions are kept waiting on purpose. */
  get held(): number {
    return this.#held.size;
  }
  /** The most questions that were ever under way at the same time. */
  get mostAtOnce(): number {
    return this.#mostAtOnce;
  }
  /** The paths of all requests that were neither questions nor streams. */
  get others(): readonly string[] {
    return this.#others;
  }

  /** What happens to the next questions, in this order. */
  expect(...fates: readonly Fate[]): void {
    this.#next.push(...fates);
  }

  /** What happens to every question from now on; `undefined` for nothing bad. */
  always(fate: Fate | undefined): void {
    this.#always = fate;
  }

  /** Cuts the open streams off. */
  dropStreams(): void {
    for (const {response} of this.#streams) response.destroy();
  }

  /** Nothing comes through the open streams any more, not even heartbeats. They stay open. */
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

  #meet(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '/';
    response.setHeader('Date', this.#date());
    if (path === '/') answer(200, EMPTY_PAGE, {'Content-Type': 'text/html'})({response});
    else if (path.endsWith('/status')) this.#meetQuestion(request, response);
    else if (path.endsWith('/events')) this.#meetStream(request, response);
    else {
      this.#others.push(path);
      this.#passOn(request, response);
    }
  }

  #meetQuestion(request: IncomingMessage, response: ServerResponse): void {
    this.#questions.push(this.#clock.now());
    this.#underWay.add(response);
    this.#mostAtOnce = Math.max(this.#mostAtOnce, this.#underWay.size);
    response.once('close', () => {
      this.#underWay.delete(response);
      this.#held.delete(response);
    });
    const fate = this.#next.shift() ?? this.#always ?? fine;
    fate({
      response,
      clock: this.#clock,
      passOn: () => {
        this.#passOn(request, response);
      },
      hold: () => this.#held.add(response),
      release: () => this.#held.delete(response),
    });
  }

  #meetStream(request: IncomingMessage, response: ServerResponse): void {
    this.#streamsOpened.push(this.#clock.now());
    const stream = {response, isMute: false};
    this.#streams.add(stream);
    response.once('close', () => this.#streams.delete(stream));
    this.#passOn(request, response, () => stream.isMute);
  }

  #passOn(request: IncomingMessage, response: ServerResponse, isMute = (): boolean => false): void {
    const {method, headers, url = '/'} = request;
    const onward = ask(this.#demoUrl + url, {method, headers}, (reply) => {
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

  /** What Node would put there is the time of the machine, not the demo's. */
  #date(): string {
    return new Date(this.#clock.now()).toUTCString();
  }
}

/** Nothing bad happens. */
export const fine: Fate = ({passOn}) => {
  passOn();
};

/** Another answer than the demo's. */
export const answer =
  (status: number, body: string, headers: OutgoingHttpHeaders = {}) =>
  ({response}: Pick<Traveller, 'response'>): void => {
    response.writeHead(status, headers);
    response.end(body);
  };

export const answerJson = (payload: object): Fate =>
  answer(200, JSON.stringify(payload), {'Content-Type': 'application/json'});

/** The demo's answer, but `ms` later. */
export const late =
  (ms: number): Fate =>
  ({clock, response, passOn, hold, release}) => {
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    hold();
    void clock.sleep(ms, gone.signal).then(() => {
      if (gone.signal.aborted) return;
      release();
      passOn();
    });
  };

/** No answer, ever. */
export const silence: Fate = ({hold}) => {
  hold();
};

/** The beginning of an answer, and nothing more. */
export const halfAnAnswer: Fate = ({response, hold}) => {
  hold();
  response.writeHead(200, {'Content-Type': 'application/json'});
  response.write('{"merchantOrderNo":"');
};
