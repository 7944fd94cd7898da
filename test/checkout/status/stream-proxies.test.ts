/** Proxies between the page and a stream: however they treat it, a payment is reported as soon as polling would. */
import {expect} from '@open-wc/testing';
import {CheckoutController, type CheckoutHost} from '../../../src/checkout/checkout-controller.js';
import type {StreamSignal} from '../../../src/core/status/sse-parser.js';
import type {Credentials, StatusSource} from '../../../src/core/status/status-source.js';
import {FakeEnvironment} from '../../support/fake-environment.js';
import {FakeHost} from '../../support/fake-host.js';
import {FakeBrowser} from '../../support/fake-tabs.js';
import {loadStream} from '../../support/load-stream.js';
import {ManualClock} from '../../support/manual-clock.js';
import {NOON, order, status} from '../../support/orders.js';

class Host extends FakeHost implements CheckoutHost {
  successOn: 'paid' | 'settled' = 'paid';
  statusUrl = null;
  streamUrl: string | null = '/events';
  credentials: Credentials = 'same-origin';
  statusSource: StatusSource | null = null;
}

/** Time between the server and the page, ms. */
const ON_THE_WAY_MS = 80;
const HEARTBEAT_MS = 15_000;

/** What a proxy does with one stream. */
interface Proxy {
  readonly name: string;
  /** How many of the stream's messages it passes on. */
  readonly passes: number;
  /** When it cuts the stream, ms. */
  readonly cutsAfterMs: number;
  /** Passes what it has held when it cuts. */
  readonly flushes?: true;
}
const proxies: readonly Proxy[] = [
  {name: 'holds the body, or even the headers', passes: 0, cutsAfterMs: Infinity},
  {name: 'cuts every 8 s', passes: Infinity, cutsAfterMs: 8000},
  {name: 'cuts every 400 ms', passes: Infinity, cutsAfterMs: 400},
  {name: 'holds the body, and cuts every 8 s', passes: 0, cutsAfterMs: 8000},
  {name: 'holds the body until it cuts, every 20 s', passes: 0, cutsAfterMs: 20_000, flushes: true},
];

/** Numbers from 0 to 1, the same ones for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** One order behind the proxy, paid `paidAfterMs` after it was shown. Returns how long the page took to tell, ms. */
async function play(proxy: Proxy | undefined, seed: number, paidAfterMs: number) {
  const clock = new ManualClock(NOON);
  const host = new Host();
  const paidAt = NOON + paidAfterMs;
  let requests = 0;
  const payload = (): Record<string, unknown> => status(clock.now() >= paidAt ? 'PAID_SUCCESS' : 'CREATED');
  const later = async <T>(value: T, signal: AbortSignal): Promise<T> => {
    await clock.sleep(ON_THE_WAY_MS, signal);
    return value;
  };
  host.statusSource = async (_order, {signal}) => {
    requests++;
    await clock.sleep(ON_THE_WAY_MS, signal);
    return later(payload(), signal);
  };
  async function* open(signal: AbortSignal): AsyncGenerator<StreamSignal, void> {
    const {passes, cutsAfterMs, flushes} = proxy ?? {passes: Infinity, cutsAfterMs: Infinity};
    await clock.sleep(ON_THE_WAY_MS, signal);
    const openedAt = clock.now();
    const held: StreamSignal[] = [];
    for (let sent = 0; !signal.aborted; sent++) {
      const message: StreamSignal = {kind: 'answer', payload: payload()};
      if (sent < passes) yield await later(message, signal);
      else held.push(message);
      const nextAt = Math.min(
        clock.now() < paidAt ? paidAt : Infinity,
        clock.now() + HEARTBEAT_MS,
        openedAt + cutsAfterMs,
      );
      await clock.sleep(nextAt - clock.now(), signal);
      if (clock.now() < openedAt + cutsAfterMs) continue;
      if (flushes) yield* held;
      return;
    }
  }
  if (!proxy) host.streamUrl = null;
  const browser = new FakeBrowser();
  const checkout = new CheckoutController(host, {
    clock,
    environment: new FakeEnvironment(),
    tabs: browser.openTab(),
    httpSource: () => () => Promise.reject(new Error('no network in this test')),
    loadStream: loadStream((_order, signal) => open(signal)),
    random: randomFrom(seed),
  });
  host.connect();
  checkout.setOrder(order());
  const codes: string[] = [];
  while (checkout.state.phase !== 'paid' && clock.now() < paidAt + 120_000) {
    await clock.advance(100);
    for (const {kind, detail} of checkout.takeMessages()) if (kind === 'error') codes.push(detail.code);
  }
  host.disconnect();
  return {lateMs: clock.now() - paidAt, requests, codes};
}

describe('a payment behind a proxy', () => {
  for (const proxy of proxies) {
    it(`is reported within 6 s, p95 3 s, by a proxy that ${proxy.name}`, async () => {
      const random = randomFrom(7);
      const late: number[] = [];
      for (let seed = 1; seed <= 60; seed++) {
        const {lateMs} = await play(proxy, seed, 2000 + random() * 58_000);
        late.push(lateMs);
      }
      late.sort((a, b) => a - b);
      expect(late.at(-1), 'the latest').to.be.lessThan(6000);
      expect(late[Math.floor(late.length * 0.95)], 'p95').to.be.lessThan(3000);
    }).timeout(60_000);
  }

  it('reports stream-silent once for a proxy that holds everything, and goes on polling as without a stream', async () => {
    const paidAfterMs = 10 * 60_000;
    const [holds] = proxies;
    const behind = await play(holds, 1, paidAfterMs);
    const without = await play(undefined, 1, paidAfterMs);
    expect(behind.codes).to.deep.equal(['stream-silent']);
    expect(behind.requests).to.be.within(without.requests * 0.95, without.requests * 1.05);
    expect(behind.lateMs).to.be.lessThan(6000);
  }).timeout(60_000);

  it('does not rest polling again for a proxy that passes on only the first message of each stream', async () => {
    const firstOnly = {name: 'first only', passes: 1, cutsAfterMs: Infinity};
    const {lateMs, codes} = await play(firstOnly, 1, 85_000);
    expect(lateMs).to.be.lessThan(6000);
    const later = await play(firstOnly, 1, 300_000);
    expect(codes).to.deep.equal([]);
    expect(later.codes).to.deep.equal(['stream-silent']);
  }).timeout(60_000);
});
