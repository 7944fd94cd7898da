import {expect} from '@open-wc/testing';
import {Poller, REQUEST_TIMEOUT_MS, type PollReport} from '../../../src/core/status/poller.js';
import {ManualClock, settle} from '../../support/manual-clock.js';

interface Request {
  resolve(value: string): void;
  reject(reason: Error): void;
  readonly signal: AbortSignal;
}

/** A running poller with a delay of a second, whose requests the test answers. */
function start() {
  const clock = new ManualClock();
  const requests: Request[] = [];
  const reports: PollReport<string>[] = [];
  const page = {isPaused: false};
  const poller = new Poller<string>({
    clock,
    request: (signal) =>
      new Promise((resolve, reject) => {
        requests.push({resolve, reject, signal});
      }),
    delayMs: () => 1000,
    isPaused: () => page.isPaused,
    onReport: (report) => reports.push(report),
  });
  const ended = poller.run();
  const pause = (isPaused: boolean): void => {
    page.isPaused = isPaused;
    poller.pauseChanged();
  };
  return {clock, poller, requests, reports, ended, pause};
}

describe('Poller', () => {
  it('waits before the first request and after each answer', async () => {
    const {clock, requests, reports} = start();
    await clock.advance(999);
    expect(requests).to.have.length(0);
    await clock.advance(1);
    expect(requests).to.have.length(1);
    requests[0]?.resolve('one');
    await clock.advance(999);
    expect(reports).to.deep.equal([{kind: 'value', value: 'one'}]);
    expect(requests).to.have.length(1);
    await clock.advance(1);
    expect(requests).to.have.length(2);
  });

  it('sends one request at a time', async () => {
    const {clock, requests} = start();
    await clock.advance(1000 + REQUEST_TIMEOUT_MS - 1);
    expect(requests).to.have.length(1);
  });

  it('does not abort a request that was answered, and leaves no timer of it', async () => {
    const {clock, requests, poller, ended} = start();
    await clock.advance(1000);
    requests[0]?.resolve('one');
    await settle();
    poller.stop();
    await ended;
    expect([requests[0]?.signal.aborted, clock.sleeping]).to.deep.equal([false, 0]);
  });

  it('aborts a request that has failed, so that the browser drops the rest of its answer', async () => {
    const {clock, requests} = start();
    await clock.advance(1000);
    requests[0]?.reject(new Error('too large'));
    await settle();
    expect(requests[0]?.signal.aborted).to.equal(true);
  });

  it('aborts a request that is not answered within 8 seconds, and reports it as a failure', async () => {
    const {clock, requests, reports} = start();
    await clock.advance(1000 + REQUEST_TIMEOUT_MS);
    expect(reports[0]).to.include({kind: 'failure'});
    expect(requests[0]?.signal.aborted).to.equal(true);
    expect(REQUEST_TIMEOUT_MS).to.equal(8000);
  });

  it('reports the error of a rejected request', async () => {
    const {clock, requests, reports} = start();
    const thrown = new Error('503');
    await clock.advance(1000);
    requests[0]?.reject(thrown);
    await settle();
    expect(reports).to.deep.equal([{kind: 'failure', thrown}]);
  });

  it('goes on after a failure as after an answer', async () => {
    const {clock, requests, reports} = start();
    for (let i = 0; i < 4; i++) {
      await clock.advance(1000);
      if (i === 2) requests[i]?.resolve('fine');
      else requests[i]?.reject(new Error('503'));
      await settle();
    }
    expect(reports.map(({kind}) => kind)).to.deep.equal(['failure', 'failure', 'value', 'failure']);
  });

  it('stops during a delay', async () => {
    const {clock, poller, requests, ended} = start();
    await clock.advance(500);
    poller.stop();
    await ended;
    expect({requests: requests.length, sleeping: clock.sleeping}).to.deep.equal({requests: 0, sleeping: 0});
  });

  it('stops during a request, aborts it and ignores its answer', async () => {
    const {clock, poller, requests, reports, ended} = start();
    await clock.advance(1000);
    poller.stop();
    expect(requests[0]?.signal.aborted).to.equal(true);
    requests[0]?.resolve('too late');
    await clock.advance(0);
    requests[0]?.reject(new Error('later still'));
    await clock.advance(REQUEST_TIMEOUT_MS);
    await ended;
    expect({reports, sleeping: clock.sleeping}).to.deep.equal({reports: [], sleeping: 0});
  });

  it('sends a request at once when requestNow() is called in a delay', async () => {
    const {poller, requests} = start();
    poller.requestNow();
    await settle();
    expect(requests).to.have.length(1);
  });

  it('ignores requestNow() while a request is under way', async () => {
    const {clock, poller, requests} = start();
    await clock.advance(1000);
    poller.requestNow();
    poller.requestNow();
    requests[0]?.resolve('one');
    await clock.advance(999);
    expect(requests).to.have.length(1);
  });

  it('sends another request right after the one under way when requestNow({again: true}) is called', async () => {
    const {clock, poller, requests} = start();
    await clock.advance(1000);
    poller.requestNow({again: true});
    expect(requests).to.have.length(1);
    requests[0]?.resolve('one');
    await settle();
    expect(requests).to.have.length(2);
  });

  it('changes the current delay on reschedule()', async () => {
    const {clock, poller, requests} = start();
    await clock.advance(500);
    poller.reschedule(5000);
    await clock.advance(4999);
    expect(requests).to.have.length(0);
    poller.reschedule(0);
    await settle();
    expect(requests).to.have.length(1);
  });

  it('sends nothing while it is paused, and a due request when it is resumed', async () => {
    const {clock, requests, pause} = start();
    pause(true);
    await clock.advance(3_600_000);
    expect(requests).to.have.length(0);
    pause(false);
    await settle();
    expect(requests).to.have.length(1);
  });

  it('keeps its delay when it is paused and resumed before the request is due', async () => {
    const {clock, requests, pause} = start();
    pause(true);
    await clock.advance(400);
    pause(false);
    await clock.advance(599);
    expect(requests).to.have.length(0);
    await clock.advance(1);
    expect(requests).to.have.length(1);
  });

  it('sends a request on requestNow() while it is paused', async () => {
    const {poller, requests, pause} = start();
    pause(true);
    poller.requestNow();
    await settle();
    expect(requests).to.have.length(1);
  });

  it('ends its delay on requestNow() after an answer, too', async () => {
    const {clock, poller, requests} = start();
    await clock.advance(1000);
    requests[0]?.resolve('one');
    await settle();
    poller.requestNow();
    await settle();
    expect(requests).to.have.length(2);
  });

  it('takes a new plan for the delay under way, whole or a share of it', async () => {
    const {clock, poller, requests} = start();
    await clock.advance(900);
    poller.replan(); // a second from now
    await clock.advance(999);
    expect(requests).to.have.length(0);
    poller.replan(0.5);
    await clock.advance(499);
    expect(requests).to.have.length(0);
    await clock.advance(1);
    expect(requests).to.have.length(1);
  });

  it('keeps the delay after a failure, whatever the new plan', async () => {
    const {clock, poller, requests} = start();
    await clock.advance(1000);
    requests[0]?.reject(new Error('503'));
    await clock.advance(900);
    poller.replan(5);
    await clock.advance(100);
    expect(requests).to.have.length(2);
  });

  it('may be planned anew, paused and stopped while a request is under way', async () => {
    const {clock, poller, requests, reports, pause, ended} = start();
    await clock.advance(1000);
    poller.reschedule(10);
    pause(true);
    pause(false);
    requests[0]?.resolve('one');
    await settle();
    expect(reports).to.have.length(1);
    await clock.advance(1000);
    poller.stop();
    await ended;
    expect(requests).to.have.length(2);
  });

  it('says after how long it gave a request up', async () => {
    const {clock, reports} = start();
    await clock.advance(1000 + REQUEST_TIMEOUT_MS);
    const [report] = reports;
    expect(report?.kind === 'failure' && String(report.thrown)).to.equal(
      `Error: No answer within ${String(REQUEST_TIMEOUT_MS)} ms.`,
    );
  });
});
