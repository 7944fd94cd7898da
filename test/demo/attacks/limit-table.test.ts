/** The limits that docs/operations.md promises, each reached and exceeded by one. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import type {LimitStore} from '../../../demo/merchant/auth/limit-store.js';
import {
  RequestLimits,
  type Budget,
  type Counted,
  type LimitedAction,
} from '../../../demo/merchant/auth/request-limits.js';
import {newServer, STREAM_CAPS} from '../../../demo/main/server.js';
import {HOUR, ManualClock, MINUTE} from '../support/demo.js';

const SECOND = 1_000;
const DAY = 24 * HOUR;

const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const table = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map(cellsOf);
const start = table.findIndex(([first]) => first === 'what');

const actions: Readonly<Record<string, LimitedAction>> = {
  'place an order': 'order',
  extend: 'extend',
  cancel: 'cancel',
  'open a stream': 'stream',
  'payment steps': 'guide',
  'queries to PayBy': 'query',
  'pictures of codes': 'picture',
};
const units: Readonly<Record<string, number>> = {
  s: SECOND,
  min: MINUTE,
  '10 min': 10 * MINUTE,
  h: HOUR,
  day: DAY,
};
const columns = ['order', 'address', 'all', 'shop'] as const;

interface Promised {
  readonly most: number;
  readonly windowMs: number;
}

/** "1 / min, 5 a day" */
const readCell = (cell: string): Promised[] =>
  cell
    .split(', ')
    .filter((part) => part !== '')
    .map((part) => {
      const [most, unit = ''] = part.split(/ \/ | a /);
      return {most: Number(most?.replaceAll(',', '')), windowMs: units[unit] ?? assert.fail(part)};
    });

/** Counts in memory, as a store does. */
function countingStore(): LimitStore {
  const counters = new Map<string, {points: number; endsAt: number}>();
  return {
    countUp: ({key, points, now, windowMs}) => {
      const known = counters.get(key);
      const counter = known && known.endsAt > now ? known : {points: 0, endsAt: now + windowMs};
      counter.points += points;
      counters.set(key, counter);
      return Promise.resolve({...counter});
    },
    removeEndedCounters: () => Promise.resolve(),
  };
}

function setUp() {
  const clock = new ManualClock();
  const limits = new RequestLimits({
    ...{store: countingStore(), clock, log: () => undefined},
    ...{secret: Buffer.from('secret'), factor: 1},
  });
  let others = 0;
  /** Everything but `by` is new each time, so that only this limit and the one in all are approached. */
  const counted = (by: string): Counted => {
    others += 1;
    const value = (name: string): string => (name === by ? 'the same' : `other ${String(others)}`);
    return {order: value('order'), address: value('address'), phone: value('phone')};
  };
  return {
    clock,
    admit: (action: LimitedAction, budget: Budget, by: string) => limits.admit(action, budget, counted(by)),
  };
}

const refusal = (windowMs: number) => (error: unknown) => {
  const {status, headers} = error as {status: number; headers: Record<string, string>};
  assert.equal(status, 429);
  const seconds = Number(headers['Retry-After']);
  assert.ok(seconds >= 1 && seconds * 1000 <= windowMs, `Retry-After: ${String(seconds)}`);
  return true;
};

describe('the limits of docs/operations.md', () => {
  const rows = table.slice(start + 2, start + 2 + 8);

  it('name every action', () => {
    assert.deepEqual(
      rows.map(([what]) => what).filter((what) => what !== 'streams at once'),
      Object.keys(actions),
    );
  });

  for (const [what = '', ...cells] of rows) {
    const action = actions[what];
    if (!action) continue;
    for (const [index, by] of columns.entries()) {
      const promised = readCell(cells[index] ?? '');
      for (const {most, windowMs} of promised) {
        for (const budget of by === 'shop' ? (['till', 'staff'] as const) : (['visitor'] as const)) {
          it(`${what}: ${String(most)} in ${String(windowMs / SECOND)} s for ${by === 'shop' ? budget : by}`, async () => {
            const {clock, admit} = setUp();
            // Where a shorter limit holds as well, each waits until that one is over
            const shortest = Math.min(...promised.map((each) => each.windowMs));
            const stepMs = windowMs > shortest ? shortest : 0;
            for (let count = 0; count < most; count += 1) {
              await admit(action, budget, by);
              await clock.advance(stepMs);
            }
            await assert.rejects(admit(action, budget, by), refusal(windowMs));
            await clock.advance(windowMs);
            await admit(action, budget, by);
          });
        }
      }
    }
  }

  it('say how often an address and a phone may cause a message', async () => {
    const {admit} = setUp();
    for (let count = 0; count < 5; count += 1) await admit('guide', 'visitor', 'phone');
    await assert.rejects(admit('guide', 'visitor', 'phone'), refusal(DAY));
    assert.match(page, /to one phone five times a day at most/);
  });

  it('leave what is not in the table without one: a till may open streams', async () => {
    const {admit} = setUp();
    for (let count = 0; count < 1_000; count += 1) await admit('stream', 'till', 'address');
  });

  it('hold for streams at once', () => {
    const row = rows.find(([what]) => what === 'streams at once');
    const {perOrder, perAddress, inAll} = STREAM_CAPS;
    assert.deepEqual(
      row?.slice(1, 4).map((cell) => Number(cell.replaceAll(',', ''))),
      [perOrder, perAddress, inAll],
    );
  });

  it('hold for connections', () => {
    const {headersTimeout, requestTimeout, timeout, maxConnections} = newServer();
    const [headers, request, idle] = [headersTimeout, requestTimeout, timeout].map(
      (ms) => `${String(ms / 1000)} s`,
    );
    const text = page.replaceAll('\n', ' ');
    assert.ok(
      text.includes(
        `may take ${headers} for its headers, ${request} for its request and ${idle} without movement`,
      ),
    );
    assert.ok(text.includes(`the process takes ${maxConnections.toLocaleString('en')} connections`));
  });
});
