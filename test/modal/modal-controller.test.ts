import {expect} from '@open-wc/testing';
import {ModalController} from '../../src/modal/modal-controller.js';

/** A dialog and a history that only write down what is done to them. */
class FakePage {
  readonly calls: string[] = [];
  closing: 'close' | 'ask' = 'close';
  readonly controller = new ModalController(
    this.#log('open', 'close', 'openQuestion', 'closeQuestion'),
    {...this.#log('add', 'release'), remove: () => Promise.resolve(void this.calls.push('remove'))},
    () => this.closing,
    () => this.calls.push('closed'),
  );

  #log<Name extends string>(...names: readonly Name[]): Record<Name, () => void> {
    const entries = names.map((name) => [name, () => void this.calls.push(name)] as const);
    return Object.fromEntries(entries) as Record<Name, () => void>;
  }

  /** What a step of the payer, or of the browser, does. */
  async does(step: (controller: ModalController) => void): Promise<string> {
    this.calls.length = 0;
    step(this.controller);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    return this.calls.join(' ');
  }
}

describe('ModalController', () => {
  let page: FakePage;
  beforeEach(() => {
    page = new FakePage();
    page.controller.open();
  });

  it('opens the dialog, and adds an entry to the history', () => {
    expect(page.calls).to.deep.equal(['open', 'add']);
  });

  describe('with nothing on its way', () => {
    it('closes at the button, and takes its entry back before it says so', async () => {
      expect(await page.does((modal) => modal.requestClose())).to.equal('close remove closed');
    });

    it('closes when the browser goes back, and leaves the history alone', async () => {
      expect(await page.does((modal) => modal.goBack())).to.equal('close closed');
    });

    it('agrees with a browser that has closed the dialog', async () => {
      expect(await page.does((modal) => modal.handleClose())).to.equal('close remove closed');
    });
  });

  describe('with a payment that may be on its way', () => {
    beforeEach(() => {
      page.closing = 'ask';
    });

    it('asks first, once', async () => {
      expect(await page.does((modal) => modal.requestClose())).to.equal('openQuestion');
      expect(await page.does((modal) => modal.requestClose())).to.equal('');
    });

    it('stays, or closes, as the payer answers', async () => {
      page.controller.requestClose();
      expect(await page.does((modal) => modal.answer(false))).to.equal('closeQuestion');
      page.controller.requestClose();
      expect(await page.does((modal) => modal.answer(true))).to.equal('closeQuestion close remove closed');
    });

    it('asks when the browser goes back, and is there for the next time', async () => {
      expect(await page.does((modal) => modal.goBack())).to.equal('add openQuestion');
    });

    it('takes going back from the question as "keep it open"', async () => {
      page.controller.requestClose();
      expect(await page.does((modal) => modal.goBack())).to.equal('add closeQuestion');
      expect(await page.does((modal) => modal.requestClose())).to.equal('openQuestion');
    });

    it('opens again, and asks, where the browser has closed the dialog by itself', async () => {
      expect(await page.does((modal) => modal.handleClose())).to.equal('closeQuestion open openQuestion');
    });

    it('withdraws the question when the server has decided meanwhile', async () => {
      page.controller.requestClose();
      expect(await page.does((modal) => modal.update())).to.equal('');
      page.closing = 'close';
      expect(await page.does((modal) => modal.update())).to.equal('closeQuestion');
      expect(await page.does((modal) => modal.answer(true))).to.equal('');
    });
  });

  it('closes without a question for the page, whose history it does not move', async () => {
    page.closing = 'ask';
    expect(await page.does((modal) => modal.end())).to.equal('close release closed');
  });

  it('does nothing any more once it is closed', async () => {
    page.controller.requestClose();
    await page.does(() => undefined);
    for (const step of ['requestClose', 'goBack', 'handleClose', 'update', 'end'] as const)
      expect(await page.does((modal) => modal[step]())).to.equal('');
  });
});
