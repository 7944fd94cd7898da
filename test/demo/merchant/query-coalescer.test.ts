import assert from 'node:assert/strict';
import {beforeEach, describe, it} from 'node:test';
import {TooManyQueries} from '../../../demo/merchant/orders/errors.js';
import {QueryCoalescer} from '../../../demo/merchant/orders/query-coalescer.js';
import {ManualClock, turn} from '../support/demo.js';

interface PendingQuery {
  readonly validSince: number;
  readonly answer: () => void;
  readonly fail: (reason: Error) => void;
}

describe('QueryCoalescer', () => {
  let clock: ManualClock;
  let coalescer: QueryCoalescer;
  let queries: PendingQuery[];

  beforeEach(() => {
    clock = new ManualClock();
    coalescer = new QueryCoalescer(clock);
    queries = [];
  });

  const run = (validSince: number): Promise<number> => {
    const startedAt = clock.now();
    return new Promise((resolve, fail) => {
      queries.push({
        validSince,
        fail,
        answer: () => {
          resolve(startedAt + 2_000);
        },
      });
    });
  };
  const order = (expiresIn: number) => ({
    merchantOrderNo: 'order-1',
    expiredTime: clock.now() + expiresIn,
  });

  it('shares a query under way, however long it takes', async () => {
    const subject = order(60_000);
    const first = coalescer.refresh(subject, run);
    await clock.advance(9_000);
    const second = coalescer.refresh(subject, run);
    await turn();
    assert.equal(queries.length, 1);
    queries[0]?.answer();
    assert.deepEqual(await Promise.all([first, second]), [undefined, undefined]);
  });

  it('runs one query for a thousand pages within two seconds', async () => {
    const subject = order(60_000);
    const all = Array.from({length: 1_000}, () => coalescer.refresh(subject, run));
    await turn();
    queries[0]?.answer();
    await Promise.all(all);
    await clock.advance(1_999);
    await coalescer.refresh(subject, run);
    assert.equal(queries.length, 1);
    await clock.advance(1);
    void coalescer.refresh(subject, run);
    await turn();
    assert.equal(queries.length, 2);
  });

  it('rejects every caller that shares a failed query, and runs the next one after two seconds', async () => {
    const subject = order(60_000);
    const outcomes = Promise.allSettled([coalescer.refresh(subject, run), coalescer.refresh(subject, run)]);
    await turn();
    queries[0]?.fail(new Error('no answer'));
    assert.deepEqual(
      (await outcomes).map(({status}) => status),
      ['rejected', 'rejected'],
    );
    await assert.rejects(coalescer.refresh(subject, run), /no answer/);
    assert.equal(queries.length, 1);
    await clock.advance(2_000);
    void coalescer.refresh(subject, run);
    await turn();
    assert.equal(queries.length, 2);
  });

  it('keeps no refusal of a query that was not sent', async () => {
    const subject = order(60_000);
    const refused = coalescer.refresh(subject, run);
    queries[0]?.fail(new TooManyQueries());
    await assert.rejects(refused, TooManyQueries);
    void coalescer.refresh(subject, run);
    await turn();
    assert.equal(queries.length, 2);
  });

  it('runs one more query when the order expires while one is under way', async () => {
    const subject = order(1_000);
    let isDone = false;
    const before = coalescer.refresh(subject, run).then(() => (isDone = true));
    await clock.advance(1_000);
    const after = coalescer.refresh(subject, run);
    await turn();
    assert.equal(queries.length, 1, 'one query at a time');
    queries[0]?.answer();
    await turn();
    assert.deepEqual({queries: queries.length, isDone}, {queries: 2, isDone: false});
    assert.equal(queries[1]?.validSince, subject.expiredTime, "another process's older answer is not valid");
    queries[1].answer();
    await Promise.all([before, after]);
    assert.equal(queries.length, 2);
  });

  it('forces a new query after the one under way, in the same millisecond too', async () => {
    const subject = order(60_000);
    const first = coalescer.refresh(subject, run);
    await turn();
    const forced = coalescer.force(subject, run);
    await turn();
    assert.equal(queries.length, 1, 'one query at a time');
    queries[0]?.answer();
    await first;
    await turn();
    assert.equal(queries[1]?.validSince, clock.now() + 1);
    queries[1].answer();
    await forced;
  });

  it('does not share queries between orders', async () => {
    void coalescer.refresh(order(60_000), run);
    void coalescer.refresh({...order(60_000), merchantOrderNo: 'order-2'}, run);
    await turn();
    assert.equal(queries.length, 2);
  });

  describe('with thousands of orders', () => {
    const MOST = 5_000;
    let sent = 0;
    const ask = (name: number, validMs: number): Promise<void> =>
      coalescer.refresh({...order(60_000), merchantOrderNo: `many-${String(name)}`}, () => {
        sent += 1;
        return Promise.resolve(clock.now() + validMs);
      });

    it('forgets the outdated ones once there are too many', async () => {
      for (let name = 0; name <= MOST; name += 1) await ask(name, 2_000);
      assert.equal(coalescer.size, MOST + 1);
      await clock.advance(2_000);
      await ask(MOST + 1, 2_000);
      assert.equal(coalescer.size, 1);
    });

    it('forgets no valid answer, and no query under way', async () => {
      const underWay = coalescer.refresh(order(60_000), run);
      await ask(0, 3_000);
      for (let name = 1; name <= MOST; name += 1) await ask(name, 2_000);
      await clock.advance(2_000);
      await ask(MOST + 1, 2_000);
      assert.equal(coalescer.size, 3);
      sent = 0;
      await ask(0, 3_000);
      assert.equal(sent, 0, 'its answer is valid still');
      const shared = coalescer.refresh(order(60_000), run);
      await turn();
      assert.equal(queries.length, 1);
      queries[0]?.answer();
      await Promise.all([underWay, shared]);
    });
  });
});
