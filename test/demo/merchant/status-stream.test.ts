/** The event stream without a network; `server.test.ts` reads it over HTTP. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {statusStream} from '../../../demo/merchant/http/status-stream.js';
import {ManualClock, MINUTE, turn} from '../support/demo.js';
import {newOrder} from '../support/stores.js';

describe('statusStream', () => {
  it('ends, without an unhandled rejection, when the client stops reading an open order', async () => {
    const clock = new ManualClock();
    const order = newOrder('order-1', clock.now());
    const lines: string[] = [];
    let listeners = 0;
    const stream = statusStream('order-1', {
      orders: {
        current: () => Promise.resolve({order, at: clock.now()}),
        stored: () => Promise.resolve(order),
        listen: () => {
          listeners += 1;
          return () => (listeners -= 1);
        },
      },
      clock,
      log: (event, facts) => lines.push(`${event}: ${String(facts?.['why'])}`),
      signal: new AbortController().signal,
    });
    for (let minutes = 0; minutes < 30; minutes += 1) await clock.advance(MINUTE);
    await turn();
    assert.deepEqual(lines, ['stream ended: ClientStalled']);
    assert.equal(listeners, 0);
    assert.equal(clock.asleep, 0);
    await stream.cancel();
  });

  it('stays open while the status cannot be queried', async () => {
    const clock = new ManualClock();
    const order = newOrder('order-1', clock.now());
    const closing = new AbortController();
    let fails = true;
    const stream = statusStream('order-1', {
      orders: {
        current: () =>
          fails ? Promise.reject(new Error('PayBy is silent')) : Promise.resolve({order, at: clock.now()}),
        stored: () => Promise.resolve(order),
        listen: () => () => undefined,
      },
      clock,
      log: () => undefined,
      signal: closing.signal,
    });
    const first = stream.getReader().read();
    await clock.advance(8_000);
    fails = false;
    await clock.advance(4_000);
    assert.match(Buffer.from((await first).value ?? []).toString(), /^data: \{"merchantOrderNo":"order-1"/);
    closing.abort();
    await turn();
    assert.equal(clock.asleep, 0);
  });
});
