import {expect} from '@open-wc/testing';
import type {Problem} from '../../src/core/errors.js';
import type {PaybyActionEvent} from '../../src/shared/action-event.js';
import {askMerchant} from '../../src/shared/ask-merchant.js';

/** An element whose page handles `payby-action` with `handle`. */
function setUp(handle: (event: PaybyActionEvent) => void) {
  const host = document.createElement('div');
  const events: PaybyActionEvent[] = [];
  const problems: Problem[] = [];
  host.addEventListener('payby-action', (event) => {
    events.push(event);
    handle(event);
  });
  return {host, events, problems, report: (problem: Problem) => problems.push(problem)};
}

describe('askMerchant', () => {
  it('returns the promise given to respondWith()', async () => {
    const {host, problems, report} = setUp((event) => {
      event.respondWith(Promise.resolve('answer'));
    });
    expect(await askMerchant(host, 'renew', report)).to.equal('answer');
    expect(problems).to.deep.equal([]);
  });

  it('passes the phone number to the listener, but not in the detail', () => {
    const {host, events, report} = setUp((event) => {
      event.respondWith(undefined);
    });
    void askMerchant(host, 'send-guide', report, '+971501234567');
    expect(events.map(({detail, phone}) => ({detail, phone}))).to.deep.equal([
      {detail: {action: 'send-guide'}, phone: '+971501234567'},
    ]);
    expect(JSON.stringify(events)).not.to.contain('501234567');
  });

  it('reports action-failed when no listener handled the event', () => {
    const {host, problems, report} = setUp(() => undefined);
    expect(askMerchant(host, 'cancel', report)).to.equal(undefined);
    expect(problems).to.deep.equal([
      {
        code: 'action-failed',
        message: "No listener handled payby-action 'cancel'. Call event.respondWith(promise).",
        retryable: false,
      },
    ]);
  });

  it('reports nothing when a listener calls preventDefault()', () => {
    const {host, problems, report} = setUp((event) => {
      event.respondWith(Promise.resolve('answer'));
      event.preventDefault();
    });
    expect(askMerchant(host, 'extend', report)).to.equal(undefined);
    expect(problems).to.deep.equal([]);
  });
});
