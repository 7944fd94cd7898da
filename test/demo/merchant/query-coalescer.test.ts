import assert from 'node:assert/strict';
import {beforeEach, describe, it} from 'node:test';
import {Looks} from '../../../demo/merchant/orders/query-coalescer.js';
import {ManualClock, turn} from '../support/demo.js';

interface Question {
  readonly goodSince: number;
  readonly answer: () => void;
  readonly fail: (why: Error) => void;
}

describe('questions to PayBy', () => {
  let clock: ManualClock;
  let looks: Looks;
  let questions: Question[];

  beforeEach(() => {
    clock = new ManualClock();
    looks = new Looks(clock);
    questions = [];
  });

  const ask = (goodSince: number): Promise<number> => {
    const askedAt = clock.now();
    return new Promise((resolve, fail) => {
      questions.push({
        goodSince,
        fail,
        answer: () => {
          resolve(askedAt + 2_000);
        },
      });
    });
  };
  const order = (endsIn: number) => ({merchantOrderNo: 'order-1', expiredTime: clock.now() + endsIn});

  it('under way are shared, however long they take', async () => {
    const subject = order(60_000);
    const first = looks.fresh(subject, ask);
    await clock.advance(9_000);
    const second = looks.fresh(subject, ask);
    await turn();
    assert.equal(questions.length, 1);
    questions[0]?.answer();
    await Promise.all([first, second]);
  });

  it('of a thousand pages in two seconds are one', async () => {
    const subject = order(60_000);
    const all = Array.from({length: 1_000}, () => looks.fresh(subject, ask));
    await turn();
    questions[0]?.answer();
    await Promise.all(all);
    await clock.advance(1_999);
    await looks.fresh(subject, ask);
    assert.equal(questions.length, 1);
    await clock.advance(1);
    void looks.fresh(subject, ask);
    await turn();
    assert.equal(questions.length, 2);
  });

  it('that fail, fail for everybody who shares them, and are asked again after two seconds', async () => {
    const subject = order(60_000);
    const outcomes = Promise.allSettled([looks.fresh(subject, ask), looks.fresh(subject, ask)]);
    await turn();
    questions[0]?.fail(new Error('silence'));
    assert.deepEqual(
      (await outcomes).map(({status}) => status),
      ['rejected', 'rejected'],
    );
    await assert.rejects(looks.fresh(subject, ask), /silence/);
    assert.equal(questions.length, 1);
    await clock.advance(2_000);
    void looks.fresh(subject, ask);
    await turn();
    assert.equal(questions.length, 2);
  });

  it('under way when the order ends are not enough: one more is asked for those who wait', async () => {
    const subject = order(1_000);
    let isEnough = false;
    const looking = looks.fresh(subject, ask).then(() => (isEnough = true));
    await clock.advance(1_000);
    const later = looks.fresh(subject, ask);
    await turn();
    assert.equal(questions.length, 1, 'one at a time');
    questions[0]?.answer();
    await turn();
    assert.deepEqual([questions.length, isEnough], [2, false]);
    assert.equal(questions[1]?.goodSince, subject.expiredTime, 'nor is an older answer of another process');
    questions[1].answer();
    await Promise.all([looking, later]);
    assert.equal(questions.length, 2);
  });

  it('after something has happened are new ones, in the same moment too', async () => {
    const subject = order(60_000);
    const first = looks.fresh(subject, ask);
    await turn();
    const anew = looks.anew(subject, ask);
    await turn();
    assert.equal(questions.length, 1, 'one at a time');
    questions[0]?.answer();
    await first;
    await turn();
    assert.equal(questions[1]?.goodSince, clock.now() + 1);
    questions[1].answer();
    await anew;
  });

  it('of others are not shared', async () => {
    void looks.fresh(order(60_000), ask);
    void looks.fresh({...order(60_000), merchantOrderNo: 'order-2'}, ask);
    await turn();
    assert.equal(questions.length, 2);
  });
});
