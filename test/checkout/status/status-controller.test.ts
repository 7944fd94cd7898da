import {expect} from '@open-wc/testing';
import {StatusController} from '../../../src/checkout/status/status-controller.js';
import type {Report} from '../../../src/core/status/poller.js';
import {FakeEnvironment} from '../../support/fake-environment.js';
import {FakeHost} from '../../support/fake-host.js';
import {ManualClock, settle} from '../../support/manual-clock.js';

/** A controller that asks every 3 seconds and is answered at once, unless `hold` keeps the questions open. */
function setUp({hold = false} = {}) {
  const host = new FakeHost();
  const clock = new ManualClock();
  const environment = new FakeEnvironment();
  const signals: AbortSignal[] = [];
  const heard: Report<number>[] = [];
  const held: ((value: number) => void)[] = [];
  const controller = new StatusController<number>(host, clock, environment, {
    load: (signal) => {
      signals.push(signal);
      return hold ? new Promise((resolve) => held.push(resolve)) : Promise.resolve(signals.length);
    },
    restMs: () => 3000,
    heard: (report) => heard.push(report),
    environmentChanged: () => undefined,
    asksOnReturn: () => true,
  });
  return {host, clock, environment, controller, signals, heard, held};
}

describe('asking for a status', () => {
  it('waits until it is started and its host is on the page', async () => {
    const {host, clock, controller, signals} = setUp();
    host.connect();
    await clock.advance(10_000);
    expect(signals).to.have.length(0);
    host.disconnect();
    await settle();
    controller.start();
    await clock.advance(10_000);
    expect(signals).to.have.length(0);
    host.connect();
    await clock.advance(3000);
    expect(signals).to.have.length(1);
  });

  it('goes on at its pace until it is stopped', async () => {
    const {host, clock, controller, heard} = setUp();
    host.connect();
    controller.start();
    await clock.advance(9000);
    expect(heard).to.have.length(3);
    controller.stop();
    await clock.advance(60_000);
    expect(heard).to.have.length(3);
    expect(clock.sleeping).to.equal(0);
  });

  it('leaves nothing behind when its host is removed', async () => {
    const {host, clock, environment, controller, signals, heard, held} = setUp({hold: true});
    host.connect();
    controller.start();
    await clock.advance(3000);
    host.disconnect();
    await settle();
    expect(signals[0]?.aborted).to.equal(true);
    held[0]?.(1);
    await clock.advance(60_000);
    expect(heard).to.have.length(0);
    expect([clock.sleeping, environment.listeners.size]).to.deep.equal([0, 0]);
  });

  it('takes a move within the document for what it is', async () => {
    const {host, clock, controller, signals, heard, held} = setUp({hold: true});
    host.connect();
    controller.start();
    await clock.advance(3000);
    host.disconnect();
    host.connect();
    await settle();
    expect(signals[0]?.aborted).to.equal(false);
    held[0]?.(1);
    await settle();
    expect(heard).to.have.length(1);
  });

  it('is silent while the page is hidden and asks once when it is shown again', async () => {
    const {host, clock, environment, controller, signals} = setUp();
    host.connect();
    controller.start();
    await clock.advance(1000);
    environment.hide();
    await clock.advance(3_600_000);
    expect(signals).to.have.length(0);
    environment.show();
    environment.notify();
    environment.notify();
    await clock.advance(300);
    expect(signals).to.have.length(1);
    environment.notify();
    await clock.advance(300);
    expect(signals, 'several events of one return').to.have.length(1);
    await clock.advance(3000);
    expect(signals).to.have.length(2);
  });

  it('asks at once when it is told to, but never two at a time', async () => {
    const {host, clock, controller, signals, held} = setUp({hold: true});
    host.connect();
    controller.start();
    await settle();
    controller.askNow();
    await settle();
    expect(signals).to.have.length(1);
    controller.askNow();
    controller.askNow();
    held[0]?.(1);
    await clock.advance(2999);
    expect(signals).to.have.length(1);
  });

  it('asks again right after the question under way when that is wanted', async () => {
    const {host, controller, signals, held} = setUp({hold: true});
    host.connect();
    controller.start();
    await settle();
    controller.askNow();
    await settle();
    controller.askNow({again: true});
    expect(signals).to.have.length(1);
    held[0]?.(1);
    await settle();
    expect(signals).to.have.length(2);
  });

  it('keeps a wish to ask that comes right after a new start in the middle of a rest', async () => {
    const {host, controller, signals} = setUp();
    host.connect();
    controller.start();
    await settle();
    controller.start();
    controller.askNow();
    await settle();
    expect(signals).to.have.length(1);
  });

  it('forgets the answer to a question of before a new start', async () => {
    const {host, controller, heard, held} = setUp({hold: true});
    host.connect();
    controller.start();
    await settle();
    controller.askNow();
    await settle();
    controller.start();
    held[0]?.(1);
    await settle();
    expect(heard).to.have.length(0);
  });
});
