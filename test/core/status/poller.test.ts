import {expect} from '@open-wc/testing';
import {poll, QUESTION_TIMEOUT_MS, type Report} from '../../../src/core/status/poller.js';
import {ManualClock, settle} from '../../support/manual-clock.js';

interface Answer {
  resolve(value: string): void;
  reject(reason: Error): void;
  readonly signal: AbortSignal;
}

/** A poller whose questions the test answers by hand, with a rest of a second. */
function start(): {
  clock: ManualClock;
  stop: AbortController;
  asked: Answer[];
  heard: Report<string>[];
  ended: Promise<void>;
} {
  const clock = new ManualClock();
  const stop = new AbortController();
  const asked: Answer[] = [];
  const heard: Report<string>[] = [];
  const plan = {
    load: (signal: AbortSignal): Promise<string> =>
      new Promise((resolve, reject) => {
        asked.push({resolve, reject, signal});
      }),
    rest: (_: unknown, signal: AbortSignal) => clock.sleep(1000, signal),
  };
  const listen = async (): Promise<void> => {
    for await (const report of poll(plan, clock, stop.signal)) heard.push(report);
  };
  return {clock, stop, asked, heard, ended: listen()};
}

describe('the poller', () => {
  it('rests before the first question and after each answer', async () => {
    const {clock, asked, heard} = start();
    await clock.advance(999);
    expect(asked).to.have.length(0);
    await clock.advance(1);
    expect(asked).to.have.length(1);
    asked[0]?.resolve('one');
    await clock.advance(999);
    expect(heard).to.deep.equal([{kind: 'value', value: 'one', failures: 0}]);
    expect(asked).to.have.length(1);
    await clock.advance(1);
    expect(asked).to.have.length(2);
  });

  it('asks one question at a time', async () => {
    const {clock, asked} = start();
    await clock.advance(1000 + QUESTION_TIMEOUT_MS - 1);
    expect(asked).to.have.length(1);
  });

  it('gives a question up after 8 seconds, and aborts it', async () => {
    const {clock, asked, heard} = start();
    await clock.advance(1000 + QUESTION_TIMEOUT_MS);
    expect(heard[0]).to.include({kind: 'failure', failures: 1});
    expect(asked[0]?.signal.aborted).to.equal(true);
    expect(QUESTION_TIMEOUT_MS).to.equal(8000);
  });

  it('counts failures in a row and begins anew after a good answer', async () => {
    const {clock, asked, heard} = start();
    for (let i = 0; i < 4; i++) {
      await clock.advance(1000);
      if (i === 2) asked[i]?.resolve('fine');
      else asked[i]?.reject(new Error('weather'));
      await settle();
    }
    expect(heard.map(({failures}) => failures)).to.deep.equal([1, 2, 0, 1]);
  });

  it('ends quietly in a rest', async () => {
    const {clock, stop, asked, ended} = start();
    await clock.advance(500);
    stop.abort();
    await ended;
    expect([asked.length, clock.sleeping]).to.deep.equal([0, 0]);
  });

  it('ends quietly in a question, aborts it and drops its late answer', async () => {
    const {clock, stop, asked, heard, ended} = start();
    await clock.advance(1000);
    stop.abort();
    expect(asked[0]?.signal.aborted).to.equal(true);
    asked[0]?.resolve('too late');
    await clock.advance(0);
    asked[0]?.reject(new Error('later still'));
    await clock.advance(QUESTION_TIMEOUT_MS);
    await ended;
    expect(heard).to.deep.equal([]);
    expect(clock.sleeping).to.equal(0);
  });
});
