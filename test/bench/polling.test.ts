import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {dynamicQr, openMs, type Checkout, type Period} from '../../bench/polling/checkouts.js';
import {detection, percentile} from '../../bench/polling/detection.js';
import {ownElement} from '../../bench/polling/own-element.js';
import {PageView} from '../../bench/polling/page-view.js';
import {adyen, fixed2s} from '../../bench/polling/plain-timer.js';
import type {Policy, Request} from '../../bench/polling/policy.js';
import {logNormal, randomFrom} from '../../bench/polling/random.js';
import {steadyRun} from '../../bench/polling/steady-run.js';
import {stream} from '../../bench/polling/stream.js';
import {isMet} from '../../bench/polling/targets.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const NEVER: Period = {from: Infinity, to: Infinity};

const checkout = (changes: Partial<Checkout> = {}): Checkout => ({
  paySceneCode: 'DYNQR',
  paidAt: Infinity,
  leavesAt: Infinity,
  expiresAt: 15 * MINUTE,
  hidden: [],
  ...changes,
});

function play(policy: Policy, order: Checkout, outage: Period = NEVER) {
  const at: Record<Request, number[]> = {poll: [], stream: []};
  const count = (time: number, poll: Request): void => {
    at[poll].push(time);
  };
  const detectedAt = policy.play(order, {random: randomFrom(1, 'test'), outage, count});
  return {requests: at.poll, streams: at.stream, detectedAt};
}

const gaps = (times: readonly number[]): number[] =>
  times.slice(1).map((time, i) => time - (times[i] ?? NaN));
const within = (times: readonly number[], from: number, to: number): number[] =>
  times.filter((time) => time >= from && time < to);

describe('randomFrom', () => {
  it('draws the same numbers for the same seed and purpose, and others for another', () => {
    const draw = (seed: number, purpose: string): number[] =>
      Array.from({length: 5}, randomFrom(seed, purpose));
    assert.deepEqual(draw(1, 'a'), draw(1, 'a'));
    assert.notDeepEqual(draw(1, 'a'), draw(2, 'a'));
    assert.notDeepEqual(draw(1, 'a'), draw(1, 'b'));
  });

  it('draws evenly from 0 to 1, without correlation between neighbours', () => {
    const random = randomFrom(7, 'even');
    const values = Array.from({length: 100_000}, random);
    assert.ok(values.every((value) => value >= 0 && value < 1));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const together = values
      .slice(1)
      .reduce((sum, value, i) => sum + (value - 0.5) * ((values[i] ?? 0) - 0.5), 0);
    assert.ok(Math.abs(mean - 0.5) < 0.005);
    assert.ok(Math.abs((together / values.length) * 12) < 0.02);
  });
});

describe('logNormal', () => {
  it('draws with the given median and spread', () => {
    const random = randomFrom(7, 'log-normal');
    const values = Array.from({length: 50_000}, () => logNormal(35, 0.8, random));
    assert.ok(Math.abs(percentile(values, 0.5) / 35 - 1) < 0.02);
    assert.ok(Math.abs(percentile(values, 0.8413) / (35 * Math.exp(0.8)) - 1) < 0.03);
  });
});

describe('dynamicQr', () => {
  const random = randomFrom(1, 'model');
  const sample = Array.from({length: 40_000}, () => dynamicQr(random));

  it('pays four checkouts in five, half of them within 35 s', () => {
    const paid = sample.map(({paidAt}) => paidAt).filter(Number.isFinite);
    assert.ok(Math.abs(paid.length / sample.length - 0.8) < 0.01);
    assert.ok(Math.abs(percentile(paid, 0.5) / (35 * SECOND) - 1) < 0.03);
  });

  it('hides 30 % of the open pages at any time', () => {
    let open = 0;
    let hidden = 0;
    for (const order of sample) {
      const end = openMs(order);
      open += end;
      for (const {from, to} of order.hidden) hidden += Math.max(0, Math.min(to, end) - from);
    }
    assert.ok(Math.abs(hidden / open - 0.3) < 0.015, `${hidden / open}`);
  });

  it('orders hidden periods without overlap', () => {
    for (const {hidden} of sample) {
      for (const [i, {from, to}] of hidden.entries()) {
        assert.ok(from < to);
        assert.ok(from > (hidden[i - 1]?.to ?? 0));
      }
    }
  });
});

describe('PageView', () => {
  it('finds the period that covers a moment, else the next one, else none', () => {
    const view = new PageView([
      {from: 10, to: 20},
      {from: 30, to: 40},
    ]);
    assert.equal(view.hiddenPeriod(0).from, 10);
    assert.equal(view.hiddenPeriod(19).from, 10);
    assert.equal(view.hiddenPeriod(20).from, 30); // the end of a period is not hidden
    assert.equal(view.hiddenPeriod(40).from, Infinity);
  });
});

describe('plainTimer', () => {
  it('polls every 2 to 3 s, and as Adyen every 10 to 11 s after the first minute', () => {
    const order = checkout({leavesAt: 3 * MINUTE});
    for (const gap of gaps(play(fixed2s, order).requests)) assert.ok(gap > 2000 && gap < 3000);
    const {requests} = play(adyen, order);
    for (const gap of gaps(within(requests, 0, MINUTE))) assert.ok(gap > 2000 && gap < 3000);
    for (const gap of gaps(within(requests, MINUTE, 3 * MINUTE))) assert.ok(gap > 10_000 && gap < 11_000);
  });

  it('polls a hidden page every third second, and once a minute after five minutes', () => {
    const {requests} = play(fixed2s, checkout({leavesAt: 14 * MINUTE, hidden: [{from: 0, to: Infinity}]}));
    const early = within(requests, 0, 5 * MINUTE);
    assert.ok(early.length >= 95 && early.length <= 105, `${early.length}`);
    assert.ok(within(requests, 6 * MINUTE, 14 * MINUTE).length <= 8);
  });
});

describe('ownElement', () => {
  const own = ownElement('own');

  it('waits 2 to 6 s between requests while the page is visible', () => {
    const {requests} = play(own, checkout({leavesAt: 10 * MINUTE}));
    assert.ok(requests.length > 100);
    for (const gap of gaps(requests)) assert.ok(gap >= 2000 && gap <= 6500, `${gap}`); // the round trip adds to the delay
  });

  it('sends nothing while hidden, and one request on return that detects the payment', () => {
    const {requests, detectedAt} = play(
      own,
      checkout({paidAt: 40_000, hidden: [{from: 20_000, to: 60_000}]}),
    );
    assert.deepEqual(within(requests, 20_000, Infinity), [60_000]);
    assert.ok(detectedAt !== undefined && detectedAt - 60_000 < 500);
  });

  it('keeps its schedule when the page is visible again within 2 s of a request', () => {
    const undisturbed = play(own, checkout({leavesAt: MINUTE})).requests;
    const first = undisturbed[0] ?? NaN;
    const blink = {from: first + 500, to: first + 1000};
    assert.deepEqual(play(own, checkout({leavesAt: MINUTE, hidden: [blink]})).requests, undisturbed);
  });

  it('polls less often during an outage, and detects the payment within 16 s of its end', () => {
    const outage = {from: 30_000, to: 90_000};
    const {requests, detectedAt} = play(own, checkout({paidAt: 40_000}), outage);
    const undisturbed = play(own, checkout({leavesAt: 90_000})).requests;
    assert.ok(within(requests, 30_000, 90_000).length < within(undisturbed, 30_000, 90_000).length * 0.7);
    assert.ok(detectedAt !== undefined && detectedAt >= 90_000 && detectedAt < 106_000);
  });

  it('polls once at expiry, even when hidden, then once a minute for half an hour', () => {
    const end = 15 * MINUTE;
    const hidden = play(own, checkout({hidden: [{from: 1000, to: Infinity}]})).requests;
    assert.deepEqual(hidden, [end]);
    const {requests} = play(own, checkout());
    const afterExpiry = within(requests, end + SECOND, Infinity);
    assert.ok(requests.includes(end));
    assert.ok(afterExpiry.length >= 28 && afterExpiry.length <= 33, `${afterExpiry.length}`);
    assert.ok((afterExpiry.at(-1) ?? 0) < end + 32 * MINUTE);
  });
});

describe('stream', () => {
  const own = stream('stream');

  it('opens once, polls once a minute, and detects a payment within 300 ms', () => {
    const {requests, streams, detectedAt} = play(own, checkout({paidAt: 5 * MINUTE}));
    assert.deepEqual(streams, [0]);
    assert.ok(requests.length >= 4 && requests.length <= 5);
    assert.ok(detectedAt !== undefined && detectedAt - 5 * MINUTE < 300);
  });

  it('closes while the page is hidden, and opens again on return', () => {
    const order = checkout({paidAt: 40_000, hidden: [{from: 20_000, to: 60_000}]});
    const {streams, detectedAt} = play(own, order);
    assert.deepEqual(streams, [0, 60_000]);
    assert.ok(detectedAt !== undefined && detectedAt > 60_000 && detectedAt < 60_500);
  });

  it('polls within 16 s of a break, and reconnects within 16 s of the end of an outage', () => {
    const outage = {from: 20_000, to: 80_000};
    const {requests, streams} = play(own, checkout({leavesAt: 3 * MINUTE}), outage);
    assert.ok((within(requests, 20_000, Infinity)[0] ?? Infinity) < 36_000);
    assert.equal(within(streams, 80_000, Infinity).length, 1);
    assert.ok((streams.at(-1) ?? Infinity) < 96_000);
    assert.ok(gaps(within(requests, 97_000, Infinity)).every((gap) => gap > 50_000));
  });
});

describe('detection', () => {
  it('measures from the payment on a visible page, else from the return to the page', () => {
    const paidAt = 10_000;
    assert.deepEqual(detection(checkout({paidAt}), 11_000), {kind: 'visible', delayMs: 1000});
    const hidden = [{from: 9000, to: 20_000}];
    assert.deepEqual(detection(checkout({paidAt, hidden}), 20_200), {kind: 'returned', delayMs: 200});
    assert.deepEqual(detection(checkout({paidAt, hidden}), 12_000), {kind: 'returned', delayMs: 0});
    const earlier = [{from: 1000, to: 9000}];
    assert.deepEqual(detection(checkout({paidAt, hidden: earlier}), 11_000), {
      kind: 'visible',
      delayMs: 1000,
    });
  });
});

describe('percentile', () => {
  it('takes percentiles by rank, and answers NaN for an empty list', () => {
    assert.equal(percentile([3, 1, 2, 4], 0.5), 2);
    assert.equal(percentile([3, 1, 2, 4], 0.95), 4);
    assert.ok(Number.isNaN(percentile([], 0.5)));
  });
});

describe('isMet', () => {
  it('is false for NaN, and true at the limit', () => {
    assert.ok(!isMet({promise: '', limit: 1, reached: NaN, unit: 's'}));
    assert.ok(isMet({promise: '', limit: 1, reached: 1, unit: 's'}));
  });
});

describe('steadyRun', () => {
  it('scales requests per order by how long orders are open', () => {
    const everySecond: Policy = {
      name: 'every second',
      play: ({leavesAt}, {count}) => {
        for (let at = 0; at < leavesAt; at += SECOND) count(at, 'poll');
        return undefined;
      },
    };
    const {costs, meanOpenMs} = steadyRun({
      makeCheckout: () => checkout({leavesAt: 20 * SECOND}),
      policies: [everySecond],
      seed: 1,
      orders: 10,
      open: 500,
    });
    assert.equal(meanOpenMs, 20 * SECOND);
    assert.equal(costs[0]?.perOrder, 20);
    assert.equal(Math.round(costs[0].perSecond), 500); // each open page polls once a second
  });
});
