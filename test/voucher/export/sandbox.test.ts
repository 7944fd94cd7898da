import {expect} from '@open-wc/testing';
import {isForbidden} from '../../../src/voucher/export/sandbox.js';

/** The window of a new frame with this `sandbox` attribute; without one for `null`. */
async function frame(sandbox: string | null, within: Document = document): Promise<Window> {
  const element = within.createElement('iframe');
  if (sandbox !== null) element.setAttribute('sandbox', sandbox);
  const loaded = new Promise((resolve) => {
    element.addEventListener('load', resolve, {once: true});
  });
  element.srcdoc = '<p>A frame</p>';
  within.body.append(element);
  await loaded;
  if (!element.contentWindow) throw new Error('The frame has no window.');
  return element.contentWindow;
}

describe('isForbidden', () => {
  afterEach(() => {
    document.querySelectorAll('iframe').forEach((element) => {
      element.remove();
    });
  });

  const scripts = 'allow-scripts allow-same-origin';
  const rows: readonly (readonly [string | null, boolean, boolean])[] = [
    [null, false, false],
    [scripts, true, true],
    [`${scripts} allow-downloads`, false, true],
    [`${scripts} allow-modals`, true, false],
    [`${scripts} allow-modals allow-downloads`, false, false],
  ];
  for (const [sandbox, downloads, modals] of rows) {
    it(`reads ${sandbox === null ? 'no sandbox' : `sandbox="${sandbox}"`}, also around a frame inside`, async () => {
      const view = await frame(sandbox);
      const inside = await frame(null, view.document);
      for (const window of [view, inside]) {
        expect(isForbidden('allow-downloads', window)).to.equal(downloads);
        expect(isForbidden('allow-modals', window)).to.equal(modals);
      }
    });
  }

  it('takes a window with an opaque origin as forbidden', () => {
    for (const [protocol, isOpaque] of [
      ['https:', true],
      ['file:', false], // which browsers report as opaque, although nothing forbids a download
    ] as const) {
      const view = {origin: 'null', location: {protocol}, frameElement: null} as unknown as Window;
      expect(isForbidden('allow-downloads', view), protocol).to.equal(isOpaque);
    }
  });
});
