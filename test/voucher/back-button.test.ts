import {expect, oneEvent} from '@open-wc/testing';
import {closeOnBack} from '../../src/voucher/back-button.js';

describe('the back button of a phone that knows no closing of dialogs', () => {
  it('closes what is open and stays on the page', async () => {
    const {href} = location;
    let closed = 0;
    const end = closeOnBack(() => closed++, true);
    const gone = oneEvent(window, 'popstate');
    history.back();
    await gone;
    end(true);
    expect([closed, location.href]).to.deep.equal([1, href]);
  });

  it('has nothing left to close when the payer has closed it otherwise', async () => {
    const before = {router: 'page 7'};
    history.replaceState(before, '');
    let closed = 0;
    const end = closeOnBack(() => closed++, true);
    expect(history.state, 'a router sees its own state').to.deep.equal(before);
    const gone = oneEvent(window, 'popstate');
    end(true);
    await gone;
    expect([closed, history.state]).to.deep.equal([0, before]);
  });

  it('leaves the history alone when the outcome has closed it: the page may be on its way elsewhere', () => {
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

  it('is not touched where the browser closes dialogs by itself', () => {
    const {length} = history;
    closeOnBack(() => undefined, false)(true);
    expect(history.length).to.equal(length);
  });
});
