import {expect} from '@open-wc/testing';
import {FirstPaintController} from '../../src/shared/first-paint-controller.js';
import {FakeHost} from '../support/fake-host.js';
import {waitUntil} from '../support/wait-until.js';

const done = (controller: FirstPaintController): Promise<void> =>
  waitUntil(() => controller.isDone, 'the first paint is known');

describe('FirstPaintController', () => {
  it('updates its host once, after the frame that follows the first update with something to show', async () => {
    const host = new FakeHost();
    let isShown = false;
    const controller = new FirstPaintController(host, () => isShown);
    host.connect();
    controller.hostUpdated();
    await new Promise(requestAnimationFrame);
    await new Promise((resolve) => setTimeout(resolve));
    expect(controller.isDone).to.equal(false);

    isShown = true;
    const before = host.updates;
    controller.hostUpdated();
    controller.hostUpdated();
    expect(controller.isDone).to.equal(false);
    await done(controller);
    expect(host.updates - before).to.equal(1);
  });

  it('updates no host that was removed before the frame, and one that came back', async () => {
    const host = new FakeHost();
    const controller = new FirstPaintController(host, () => true);
    host.connect();
    controller.hostUpdated();
    host.disconnect();
    await new Promise(requestAnimationFrame);
    await new Promise((resolve) => setTimeout(resolve));
    expect(controller.isDone).to.equal(false);
    host.connect();
    controller.hostUpdated();
    await done(controller);
  });
});
