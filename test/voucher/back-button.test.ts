import {expect, oneEvent} from '@open-wc/testing';
import {closeOnBack} from '../../src/voucher/back-button.js';

describe('closeOnBack', () => {
  it('closes the dialog on the back button and stays on the page', async () => {
    const {href} = location;
    let closed = 0;
    const end = closeOnBack(() => closed++, true);
    const gone = oneEvent(window, 'popstate');
    history.back();
    await gone;
    end(true);
    expect([closed, location.href]).to.deep.equal([1, href]);
  });

  it('removes its history entry when the payer closes the dialog in another way', async () => {
    const before = {router: 'page 7'};
    history.replaceState(before, '');
    let closed = 0;
    const end = closeOnBack(() => closed++, true);
    expect(history.state, 'state that a router sees').to.deep.equal(before);
    const gone = oneEvent(window, 'popstate');
    end(true);
    await gone;
    expect([closed, history.state]).to.deep.equal([0, before]);
  });

  it('does not touch the history when the program closes the dialog', () => {
    const {back} = history;
    let backs = 0;
    history.back = () => backs++;
    try {
      closeOnBack(() => undefined, true)(false);
      expect(backs).to.equal(0);
    } finally {
      history.back = back;
    }
  });

  it('adds no history entry in browsers with CloseWatcher', () => {
    const {length} = history;
    closeOnBack(() => undefined, false)(true);
    expect(history.length).to.equal(length);
  });
});
