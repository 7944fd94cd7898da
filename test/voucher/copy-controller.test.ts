import {expect, fixture, html} from '@open-wc/testing';
import {CopyController} from '../../src/voucher/copy-controller.js';
import {FakeHost} from '../support/fake-host.js';
import {ManualClock, settle} from '../support/manual-clock.js';

type Page = Record<'execCommand', unknown>;

/** Replaces the clipboard and execCommand. */
function withCopying(clipboard: () => Promise<void>, command: (() => boolean) | undefined): () => void {
  Object.defineProperty(navigator, 'clipboard', {configurable: true, value: {writeText: clipboard}});
  Object.defineProperty(document, 'execCommand', {configurable: true, value: command});
  return () => {
    delete (navigator as unknown as Record<'clipboard', unknown>).clipboard;
    delete (document as unknown as Page).execCommand;
  };
}
const refused = (): Promise<void> => Promise.reject(new DOMException('no', 'NotAllowedError'));

describe('CopyController', () => {
  let restore = (): void => undefined;
  afterEach(() => {
    restore();
  });

  async function setUp(): Promise<{copying: CopyController; clock: ManualClock; button: HTMLElement}> {
    const clock = new ManualClock();
    const button = await fixture<HTMLElement>(html`<button>Copy</button>`);
    return {copying: new CopyController(new FakeHost(), clock), clock, button};
  }

  it('shows `copied` for four seconds', async () => {
    restore = withCopying(() => Promise.resolve(), undefined);
    const {copying, clock, button} = await setUp();
    expect(copying.state).to.equal('idle');
    void copying.copy('M-1', button);
    await settle();
    expect(copying.state).to.equal('copied');
    await clock.advance(3999);
    expect(copying.state).to.equal('copied');
    await clock.advance(1);
    expect([copying.state, clock.sleeping]).to.deep.equal(['idle', 0]);
  });

  it('copies a selection and keeps the focus when the clipboard is refused', async () => {
    let selected = '';
    restore = withCopying(refused, () => {
      const field = document.activeElement;
      selected = field instanceof HTMLTextAreaElement ? field.value : '';
      return true;
    });
    const {copying, button} = await setUp();
    button.focus();
    void copying.copy('M-1', button);
    await settle();
    expect([selected, copying.state]).to.deep.equal(['M-1', 'copied']);
    expect(document.activeElement).to.equal(button);
    expect(document.querySelector('textarea'), 'left over').to.equal(null);
  });

  for (const [what, command] of [
    ['fails too', () => false],
    ['does not exist', undefined],
  ] as const) {
    it(`shows \`failed\` when the clipboard is refused and execCommand ${what}`, async () => {
      restore = withCopying(refused, command);
      const {copying, button} = await setUp();
      void copying.copy('M-1', button);
      await settle();
      expect(copying.state).to.equal('failed');
    });
  }

  it('stops its timer when the element is removed', async () => {
    restore = withCopying(() => Promise.resolve(), undefined);
    const {copying, clock, button} = await setUp();
    void copying.copy('M-1', button);
    await settle();
    copying.hostDisconnected();
    await settle();
    expect([copying.state, clock.sleeping]).to.deep.equal(['idle', 0]);
  });
});
