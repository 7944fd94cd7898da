import {expect} from '@open-wc/testing';
import {ActionController} from '../../src/checkout/action-controller.js';
import type {Action} from '../../src/core/order/actions.js';
import {FakeEnvironment} from '../support/fake-environment.js';
import {FakeHost} from '../support/fake-host.js';
import {ManualClock, settle} from '../support/manual-clock.js';

interface ActionRequest {
  readonly action: Action;
  resolve(answer?: unknown): void;
  reject(reason: Error): void;
}

/** A controller whose requests the test answers. `isUseful` is what `apply` returns for an answer. */
function setUp({isUseful = true, isAnswered = true} = {}) {
  const host = new FakeHost();
  const clock = new ManualClock();
  const environment = new FakeEnvironment();
  const requests: ActionRequest[] = [];
  const applied: unknown[] = [];
  const failed: Action[] = [];
  const rejected: [Action, unknown][] = [];
  const actions = new ActionController(host, clock, environment, {
    request: (action) => {
      if (!isAnswered) return undefined;
      return new Promise((resolve, reject) => requests.push({action, resolve, reject}));
    },
    apply: (_, answer) => {
      applied.push(answer);
      return isUseful;
    },
    rejected: (action, cause) => rejected.push([action, cause]),
    failed: (action) => failed.push(action),
  });
  host.connect();
  actions.reset();
  return {host, clock, environment, actions, requests, applied, failed, rejected};
}

describe('ActionController', () => {
  it('waits for confirmation before it requests a cancellation', async () => {
    const {actions, requests, applied} = setUp();
    actions.choose('cancel');
    expect([actions.state.step, requests.length]).to.deep.equal(['confirming', 0]);
    actions.dismiss();
    expect(actions.state.step).to.equal('idle');
    actions.choose('cancel');
    actions.choose('cancel');
    expect([actions.state.step, requests.length]).to.deep.equal(['pending', 1]);
    requests[0]?.resolve('answer');
    await settle();
    expect([actions.state.step, applied]).to.deep.equal(['idle', ['answer']]);
  });

  it('sends one request, however often the button is clicked', () => {
    const {actions, requests} = setUp();
    for (let i = 0; i < 5; i++) actions.choose('renew');
    actions.choose('extend');
    actions.dismiss();
    expect(requests.map(({action}) => action)).to.deep.equal(['renew']);
    expect(actions.state.step).to.equal('pending');
  });

  it('reports a rejected request with its cause, and lets the payer try again', async () => {
    const {actions, requests, failed, rejected} = setUp();
    const cause = new Error('no');
    actions.choose('extend');
    requests[0]?.reject(cause);
    await settle();
    expect(rejected).to.deep.equal([['extend', cause]]);
    expect([actions.state, failed]).to.deep.equal([{step: 'failed', action: 'extend'}, ['extend']]);
    actions.choose('extend');
    expect(requests).to.have.length(2);
  });

  it('fails when no listener calls respondWith()', async () => {
    const {actions, failed} = setUp({isAnswered: false});
    actions.choose('renew');
    await settle();
    expect([actions.state.step, failed]).to.deep.equal(['failed', ['renew']]);
  });

  it('fails when the answer cannot be used', async () => {
    const {actions, requests} = setUp({isUseful: false});
    actions.choose('extend');
    requests[0]?.resolve('tomorrow');
    await settle();
    expect(actions.state.step).to.equal('failed');
  });

  it('does not apply the answer to an action of the previous order', async () => {
    const {actions, requests, applied} = setUp();
    actions.choose('renew');
    actions.reset();
    requests[0]?.resolve('too late');
    await settle();
    expect([actions.state.step, applied]).to.deep.equal(['idle', []]);
  });
});

describe('ActionController.expectApp', () => {
  it('shows a hint after 2.5 s when the page is still visible', async () => {
    const {clock, actions} = setUp();
    void actions.expectApp();
    await clock.advance(2499);
    expect(actions.isAppMissing).to.equal(false);
    await clock.advance(1);
    expect(actions.isAppMissing).to.equal(true);
  });

  it('shows no hint when the app has opened', async () => {
    const {clock, environment, actions} = setUp();
    void actions.expectApp();
    environment.hide();
    await clock.advance(10_000);
    expect(actions.isAppMissing).to.equal(false);
  });

  it('stops its timer when its host is removed', async () => {
    const {host, clock, actions} = setUp();
    void actions.expectApp();
    void actions.expectApp();
    host.disconnect();
    await settle();
    expect(clock.sleeping).to.equal(0);
  });
});

describe('ActionController.takeCheck', () => {
  it('allows one request in 5 seconds', async () => {
    const {clock, actions} = setUp();
    expect([actions.takeCheck(), actions.takeCheck()]).to.deep.equal([true, false]);
    await clock.advance(5000);
    expect(actions.takeCheck()).to.equal(true);
  });

  it('updates its host when the next request is allowed, and waits no longer once it is removed', async () => {
    const {clock, host, actions} = setUp();
    actions.takeCheck();
    const before = host.updates;
    await clock.advance(4999);
    expect([actions.mayCheck, host.updates]).to.deep.equal([false, before]);
    await clock.advance(1);
    expect([actions.mayCheck, host.updates]).to.deep.equal([true, before + 1]);
    actions.takeCheck();
    expect(clock.sleeping).to.equal(1);
    host.disconnect();
    await settle();
    expect(clock.sleeping).to.equal(0);
  });
});
