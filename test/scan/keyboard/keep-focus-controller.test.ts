import {expect, fixture, html} from '@open-wc/testing';
import {KeepFocusController} from '../../../src/scan/keyboard/keep-focus-controller.js';
import {FakeHost} from '../../support/fake-host.js';
import {ManualClock} from '../../support/manual-clock.js';

const IDLE_MS = 700;

describe('KeepFocusController', () => {
  let clock: ManualClock;
  let host: FakeHost;
  let taken: number;
  let isWanted: boolean;
  let mustWait: boolean;
  let controller: KeepFocusController;

  beforeEach(() => {
    clock = new ManualClock();
    host = new FakeHost();
    taken = 0;
    isWanted = true;
    mustWait = false;
    controller = new KeepFocusController(host, clock, {
      isWanted: () => isWanted,
      mustWait: () => mustWait,
      takeFocus: () => taken++,
    });
    controller.hostConnected();
  });
  afterEach(() => {
    controller.hostDisconnected();
    expect(clock.sleeping).to.equal(0);
  });

  it('takes the focus after 700 ms when nothing has it', async () => {
    await clock.advance(IDLE_MS - 1);
    expect(taken).to.equal(0);
    await clock.advance(1);
    expect(taken).to.equal(1);
  });

  it('waits until no key was pressed for 700 ms', async () => {
    await clock.advance(IDLE_MS - 1);
    window.dispatchEvent(new KeyboardEvent('keydown', {key: 'a'}));
    await clock.advance(IDLE_MS - 1);
    expect(taken).to.equal(0);
    await clock.advance(1);
    expect(taken).to.equal(1);
  });

  it('leaves the focus on a text field and on a select', async () => {
    const place = await fixture(html`
      <div>
        <input aria-label="Name" /><select aria-label="Size">
          <option>S</option>
        </select>
      </div>
    `);
    for (const field of place.querySelectorAll<HTMLElement>('input, select')) {
      field.focus();
      await clock.advance(10 * IDLE_MS);
      expect(taken).to.equal(0);
    }
  });

  it('leaves the focus in a frame', async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe title="Bank"></iframe>`);
    frame.focus();
    expect(document.activeElement).to.equal(frame);
    await clock.advance(10 * IDLE_MS);
    expect(taken).to.equal(0);
    window.focus(); // a removed frame would keep the focus
  });

  it('does not take the focus while a scan is being received', async () => {
    mustWait = true;
    await clock.advance(3 * IDLE_MS);
    expect(taken).to.equal(0);
    mustWait = false;
    await clock.advance(IDLE_MS);
    expect(taken).to.equal(1);
  });

  it('leaves no timer when its host is removed, even if the host updates once more', async () => {
    controller.hostDisconnected();
    controller.hostUpdated();
    await clock.advance(10 * IDLE_MS);
    expect([taken, clock.sleeping]).to.deep.equal([0, 0]);
  });

  it('stops listening when it is switched off', async () => {
    isWanted = false;
    controller.hostUpdated();
    window.dispatchEvent(new KeyboardEvent('keydown', {key: 'a'}));
    await clock.advance(10 * IDLE_MS);
    expect([taken, clock.sleeping]).to.deep.equal([0, 0]);
  });
});
