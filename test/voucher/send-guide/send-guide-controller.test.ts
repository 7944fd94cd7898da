import {expect} from '@open-wc/testing';
import {SendGuideController} from '../../../src/voucher/send-guide/send-guide-controller.js';
import {FakeHost} from '../../support/fake-host.js';
import {ManualClock, settle} from '../../support/manual-clock.js';

/** A controller whose requests the test answers. Texts that begin with a plus are phone numbers. */
function setUp({answers = true, loads = true} = {}) {
  const host = new FakeHost();
  const clock = new ManualClock();
  const requests: {phone: string; sent(): void; failed(): void}[] = [];
  const parser = {loads, started: 0};
  const form = new SendGuideController(host, {
    clock,
    phoneParser: {
      start: () => parser.started++,
      use: async (fn) => {
        if (!parser.loads) throw new Error('Could not load phone.lazy.js.');
        return fn((typed) => (typed.startsWith('+') ? typed : undefined));
      },
    },
    askMerchant: (phone) => {
      if (!answers) {
        requests.push({phone, sent: () => undefined, failed: () => undefined});
        return undefined;
      }
      return new Promise((resolve, reject) => {
        requests.push({phone, sent: () => resolve(undefined), failed: () => reject(new Error('no'))});
      });
    },
  });
  host.connect();
  const field = {
    value: '+971501234567',
    focused: 0,
    focus: () => {
      field.focused++;
    },
  };
  const send = async (): Promise<void> => {
    void form.send(field);
    await settle();
  };
  return {host, clock, form, requests, field, send, parser};
}

describe('SendGuideController', () => {
  it('loads the phone-number parser only when the form is opened', async () => {
    const {form, parser} = setUp();
    await settle();
    expect(parser.started).to.equal(0);
    form.toggle();
    expect([parser.started, form.isOpen]).to.deep.equal([1, true]);
  });

  it('passes the number to the merchant, and empties the field once it was sent', async () => {
    const {form, requests, field, send} = setUp();
    form.toggle();
    await send();
    expect([requests.map(({phone}) => phone), form.step]).to.deep.equal([['+971501234567'], 'sending']);
    expect(field.value, 'not sent yet').not.to.equal('');
    requests[0]?.sent();
    await settle();
    expect([form.step, field.value]).to.deep.equal(['sent', '']);
  });

  it('shows `failed` and keeps the number when the merchant rejects', async () => {
    const {form, requests, field, send} = setUp();
    await send();
    requests[0]?.failed();
    await settle();
    expect([form.step, field.value]).to.deep.equal(['failed', '+971501234567']);
  });

  it('shows `failed` when no listener responds', async () => {
    const {form, send} = setUp({answers: false});
    await send();
    expect(form.step).to.equal('failed');
  });

  it('sends at most one message per minute and counts the seconds down', async () => {
    const {clock, form, requests, field, send} = setUp();
    await send();
    requests[0]?.sent();
    await settle();
    expect(form.waitSeconds).to.equal(60);
    field.value = '+971501234567';
    await clock.advance(59_000);
    await send();
    expect([requests.length, form.waitSeconds]).to.deep.equal([1, 1]);
    await clock.advance(1000);
    await send();
    expect([requests.length, form.waitSeconds]).to.deep.equal([2, 60]);
  });

  it('updates its host once per second until the minute is over', async () => {
    const {host, clock, requests, send} = setUp();
    await send();
    requests[0]?.sent();
    await settle();
    const before = host.updates;
    await clock.advance(10_000);
    expect(host.updates - before).to.be.within(9, 11);
    await clock.advance(60_000);
    expect(clock.sleeping).to.equal(0);
  });

  it('waits no longer than a minute when the clock is set back', async () => {
    const {clock, form, send} = setUp();
    await send();
    clock.jump(-86_400_000);
    expect(form.waitSeconds).to.equal(60);
  });

  it('sends once when the button is pressed twice', async () => {
    const {requests, form, field} = setUp();
    void form.send(field);
    void form.send(field);
    await settle();
    expect(requests).to.have.length(1);
  });

  it('shows `invalid` for a text that is not a number, until the payer types', async () => {
    const {form, requests, field, send} = setUp();
    field.value = 'hello';
    await send();
    expect([form.step, requests.length, field.focused, form.waitSeconds]).to.deep.equal(['invalid', 0, 1, 0]);
    form.typed();
    expect(form.step).to.equal('idle');
  });

  it('shows `unavailable` when the parser cannot be loaded, and tries again on the next press', async () => {
    const {form, requests, send, parser} = setUp({loads: false});
    await send();
    expect([form.step, requests.length]).to.deep.equal(['unavailable', 0]);
    parser.loads = true;
    await send();
    expect(requests).to.have.length(1);
  });

  it('ignores an answer that comes after close()', async () => {
    const {form, requests, field, send} = setUp();
    form.toggle();
    await send();
    form.close();
    requests[0]?.sent();
    await settle();
    expect([form.step, form.isOpen, field.value]).to.deep.equal(['idle', false, '+971501234567']);
  });

  it('stops its timer when the host is removed and restarts it when it is back', async () => {
    const {host, clock, form, requests, send} = setUp();
    await send();
    requests[0]?.sent();
    await settle();
    host.disconnect();
    await settle();
    expect(clock.sleeping).to.equal(0);
    host.connect();
    await settle();
    expect([clock.sleeping, form.waitSeconds]).to.deep.equal([1, 60]);
  });
});
