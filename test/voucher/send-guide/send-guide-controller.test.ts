import {expect} from '@open-wc/testing';
import {SendGuideController} from '../../../src/voucher/send-guide/send-guide-controller.js';
import {FakeHost} from '../../support/fake-host.js';
import {ManualClock, settle} from '../../support/manual-clock.js';

/** A controller whose merchant answers when the test says so. Texts that begin with a plus are phone numbers. */
function setUp({answers = true, loads = true} = {}) {
  const host = new FakeHost();
  const clock = new ManualClock();
  const asked: {phone: string; sent(): void; failed(): void}[] = [];
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
    ask: (phone) => {
      if (!answers) {
        asked.push({phone, sent: () => undefined, failed: () => undefined});
        return undefined;
      }
      return new Promise((resolve, reject) => {
        asked.push({phone, sent: () => resolve(undefined), failed: () => reject(new Error('no'))});
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
  return {host, clock, form, asked, field, send, parser};
}

describe('the form that sends the guide', () => {
  it('fetches what reads numbers only when it is opened', async () => {
    const {form, parser} = setUp();
    await settle();
    expect(parser.started).to.equal(0);
    form.toggle();
    expect([parser.started, form.isOpen]).to.deep.equal([1, true]);
  });

  it('asks the page with the number, and says what became of it; the field is empty then', async () => {
    const {form, asked, field, send} = setUp();
    form.toggle();
    await send();
    expect([asked.map(({phone}) => phone), form.step]).to.deep.equal([['+971501234567'], 'sending']);
    expect(field.value, 'not sent yet').not.to.equal('');
    asked[0]?.sent();
    await settle();
    expect([form.step, field.value]).to.deep.equal(['sent', '']);
  });

  it('says that it was not sent when the merchant says so, and leaves the number to be sent again', async () => {
    const {form, asked, field, send} = setUp();
    await send();
    asked[0]?.failed();
    await settle();
    expect([form.step, field.value]).to.deep.equal(['failed', '+971501234567']);
  });

  it('does not claim a message when nobody answers', async () => {
    const {form, send} = setUp({answers: false});
    await send();
    expect(form.step).to.equal('failed');
  });

  it('sends one message a minute, and shows the seconds run down', async () => {
    const {clock, form, asked, field, send} = setUp();
    await send();
    asked[0]?.sent();
    await settle();
    expect(form.waitSeconds).to.equal(60);
    field.value = '+971501234567';
    await clock.advance(59_000);
    await send();
    expect([asked.length, form.waitSeconds]).to.deep.equal([1, 1]);
    await clock.advance(1000);
    await send();
    expect([asked.length, form.waitSeconds]).to.deep.equal([2, 60]);
  });

  it('draws the seconds each second, and then is quiet', async () => {
    const {host, clock, asked, send} = setUp();
    await send();
    asked[0]?.sent();
    await settle();
    const before = host.updates;
    await clock.advance(10_000);
    expect(host.updates - before).to.be.within(9, 11);
    await clock.advance(60_000);
    expect(clock.sleeping).to.equal(0);
  });

  it('is not blocked for longer by a clock that is set back', async () => {
    const {clock, form, send} = setUp();
    await send();
    clock.jump(-86_400_000);
    expect(form.waitSeconds).to.equal(60);
  });

  it('sends once, however often it is pressed', async () => {
    const {asked, form, field} = setUp();
    void form.send(field);
    void form.send(field);
    await settle();
    expect(asked).to.have.length(1);
  });

  it('says what is no number beside the field, asks nobody, and takes it back as the payer types', async () => {
    const {form, asked, field, send} = setUp();
    field.value = 'hello';
    await send();
    expect([form.step, asked.length, field.focused, form.waitSeconds]).to.deep.equal(['invalid', 0, 1, 0]);
    form.typed();
    expect(form.step).to.equal('idle');
  });

  it('says when it could not be fetched, and tries again the next time', async () => {
    const {form, asked, send, parser} = setUp({loads: false});
    await send();
    expect([form.step, asked.length]).to.deep.equal(['unavailable', 0]);
    parser.loads = true;
    await send();
    expect(asked).to.have.length(1);
  });

  it('says nothing of an order that is over', async () => {
    const {form, asked, field, send} = setUp();
    form.toggle();
    await send();
    form.close();
    asked[0]?.sent();
    await settle();
    expect([form.step, form.isOpen, field.value]).to.deep.equal(['idle', false, '+971501234567']);
  });

  it('leaves nothing asleep when the page is left, and goes on counting when it is back', async () => {
    const {host, clock, form, asked, send} = setUp();
    await send();
    asked[0]?.sent();
    await settle();
    host.disconnect();
    await settle();
    expect(clock.sleeping).to.equal(0);
    host.connect();
    await settle();
    expect([clock.sleeping, form.waitSeconds]).to.deep.equal([1, 60]);
  });
});
