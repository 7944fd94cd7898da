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

describe('chance', () => {
  it('is the same for a seed and a purpose, and another for another', () => {
    const draw = (seed: number, purpose: string): number[] =>
      Array.from({length: 5}, randomFrom(seed, purpose));
    assert.deepEqual(draw(1, 'a'), draw(1, 'a'));
    assert.notDeepEqual(draw(1, 'a'), draw(2, 'a'));
    assert.notDeepEqual(draw(1, 'a'), draw(1, 'b'));
  });

  it('is even from 0 to 1, and has no memory of the number before', () => {
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

  it('log-normal has its median, and its deviation on either side', () => {
    const random = randomFrom(7, 'log-normal');
    const values = Array.from({length: 50_000}, () => logNormal(35, 0.8, random));
    assert.ok(Math.abs(percentile(values, 0.5) / 35 - 1) < 0.02);
    assert.ok(Math.abs(percentile(values, 0.8413) / (35 * Math.exp(0.8)) - 1) < 0.03);
  });
});

describe('the model of a dynamic QR', () => {
  const random = randomFrom(1, 'model');
  const sample = Array.from({length: 40_000}, () => dynamicQr(random));

  it('has four payers in five, half of them within 35 s', () => {
    const paid = sample.map(({paidAt}) => paidAt).filter(Number.isFinite);
    assert.ok(Math.abs(paid.length / sample.length - 0.8) < 0.01);
    assert.ok(Math.abs(percentile(paid, 0.5) / (35 * SECOND) - 1) < 0.03);
  });

  it('has 30 % of the open pages hidden at any time', () => {
    let open = 0;
    let hidden = 0;
    for (const order of sample) {
      const end = openMs(order);
      open += end;
      for (const {from, to} of order.hidden) hidden += Math.max(0, Math.min(to, end) - from);
    }
    assert.ok(Math.abs(hidden / open - 0.3) < 0.015, `${hidden / open}`);
  });

  it('keeps hidden periods in order and apart', () => {
    for (const {hidden} of sample) {
      for (const [i, {from, to}] of hidden.entries()) {
        assert.ok(from < to);
        assert.ok(from > (hidden[i - 1]?.to ?? 0));
      }
    }
  });
});

describe('the view of a page', () => {
  it('finds the period that covers a moment, else the next one, else none', () => {
    const view = new PageView([
      {from: 10, to: 20},
      {from: 30, to: 40},
    ]);
    assert.equal(view.hiddenPeriod(0).from, 10);
    assert.equal(view.hiddenPeriod(19).from, 10);
    assert.equal(view.hiddenPeriod(20).from, 30); // seen again from its end on
    assert.equal(view.hiddenPeriod(40).from, Infinity);
  });
});

describe('a page with a plain timer', () => {
  it('asks about every 2 s, and Adyen every 10 s after the first minute', () => {
    const order = checkout({leavesAt: 3 * MINUTE});
    for (const gap of gaps(play(fixed2s, order).requests)) assert.ok(gap > 2000 && gap < 3000);
    const {requests} = play(adyen, order);
    for (const gap of gaps(within(requests, 0, MINUTE))) assert.ok(gap > 2000 && gap < 3000);
    for (const gap of gaps(within(requests, MINUTE, 3 * MINUTE))) assert.ok(gap > 10_000 && gap < 11_000);
  });

  it('goes on while hidden: every third second, and once a minute after five minutes', () => {
    const {requests} = play(fixed2s, checkout({leavesAt: 14 * MINUTE, hidden: [{from: 0, to: Infinity}]}));
    const early = within(requests, 0, 5 * MINUTE);
    assert.ok(early.length >= 95 && early.length <= 105, `${early.length}`);
    assert.ok(within(requests, 6 * MINUTE, 14 * MINUTE).length <= 8);
  });
});

describe('the element', () => {
  const own = ownElement('own');

  it('keeps 2 to 6 s between its requests while it is seen', () => {
    const {requests} = play(own, checkout({leavesAt: 10 * MINUTE}));
    assert.ok(requests.length > 100);
    for (const gap of gaps(requests)) assert.ok(gap >= 2000 && gap <= 6500, `${gap}`); // the way there and back
  });

  it('is silent while hidden, asks once on return, and tells then what was paid meanwhile', () => {
    const {requests, detectedAt} = play(
      own,
      checkout({paidAt: 40_000, hidden: [{from: 20_000, to: 60_000}]}),
    );
    assert.deepEqual(within(requests, 20_000, Infinity), [60_000]);
    assert.ok(detectedAt !== undefined && detectedAt - 60_000 < 500);
  });

  it('keeps to its plan when it comes back within 2 s of a request', () => {
    const calm = play(own, checkout({leavesAt: MINUTE})).requests;
    const first = calm[0] ?? NaN;
    const blink = {from: first + 500, to: first + 1000};
    assert.deepEqual(play(own, checkout({leavesAt: MINUTE, hidden: [blink]})).requests, calm);
  });

  it('gives a failing server room, and asks it again within 16 s of its return', () => {
    const outage = {from: 30_000, to: 90_000};
    const {requests, detectedAt} = play(own, checkout({paidAt: 40_000}), outage);
    const fine = play(own, checkout({leavesAt: 90_000})).requests;
    assert.ok(within(requests, 30_000, 90_000).length < within(fine, 30_000, 90_000).length * 0.7);
    assert.ok(detectedAt !== undefined && detectedAt >= 90_000 && detectedAt < 106_000);
  });

  it('asks for the last word at the end, even hidden, then once a minute for half an hour', () => {
    const end = 15 * MINUTE;
    const hidden = play(own, checkout({hidden: [{from: 1000, to: Infinity}]})).requests;
    assert.deepEqual(hidden, [end]);
    const {requests} = play(own, checkout());
    const late = within(requests, end + SECOND, Infinity);
    assert.ok(requests.includes(end));
    assert.ok(late.length >= 28 && late.length <= 33, `${late.length}`);
    assert.ok((late.at(-1) ?? 0) < end + 32 * MINUTE);
  });
});

describe('the stream', () => {
  const own = stream('stream');

  it('is opened once, makes sure once a minute, and tells a payment at once', () => {
    const {requests, streams, detectedAt} = play(own, checkout({paidAt: 5 * MINUTE}));
    assert.deepEqual(streams, [0]);
    assert.ok(requests.length >= 4 && requests.length <= 5);
    assert.ok(detectedAt !== undefined && detectedAt - 5 * MINUTE < 300);
  });

  it('is closed while hidden, and opened on return', () => {
    const order = checkout({paidAt: 40_000, hidden: [{from: 20_000, to: 60_000}]});
    const {streams, detectedAt} = play(own, order);
    assert.deepEqual(streams, [0, 60_000]);
    assert.ok(detectedAt !== undefined && detectedAt > 60_000 && detectedAt < 60_500);
  });

  it('falls back to requests within 15 s of a break, and is back within 16 s of the end of an outage', () => {
    const outage = {from: 20_000, to: 80_000};
    const {requests, streams} = play(own, checkout({leavesAt: 3 * MINUTE}), outage);
    assert.ok((within(requests, 20_000, Infinity)[0] ?? Infinity) < 36_000);
    assert.equal(within(streams, 80_000, Infinity).length, 1);
    assert.ok((streams.at(-1) ?? Infinity) < 96_000);
    assert.ok(gaps(within(requests, 97_000, Infinity)).every((gap) => gap > 50_000));
  });
});

describe('what is measured', () => {
  it('counts from the payment when the page was seen, else from the return', () => {
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

  it('takes percentiles by rank, and has none of nothing', () => {
    assert.equal(percentile([3, 1, 2, 4], 0.5), 2);
    assert.equal(percentile([3, 1, 2, 4], 0.95), 4);
    assert.ok(Number.isNaN(percentile([], 0.5)));
  });

  it('misses a target without a figure', () => {
    assert.ok(!isMet({promise: '', limit: 1, reached: NaN, unit: 's'}));
    assert.ok(isMet({promise: '', limit: 1, reached: 1, unit: 's'}));
  });

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
    assert.equal(Math.round(costs[0].perSecond), 500); // each open page asks once a second
  });
});
