import {expect} from '@open-wc/testing';
import {pageLink, share, type ShareBrowser, type ShareContent} from '../../../src/voucher/export/share.js';

const file = new File(['x'], 'payby-M-1.png', {type: 'image/png'});
const what: ShareContent = {
  title: 'Pay in cash',
  text: 'AED 25.00, order M-1',
  link: 'https://shop.example/pay',
  file: () => Promise.resolve(file),
};

/** A browser whose share sheet and clipboard are replaced. */
function browser({files = true, refuses = '', hasShare = true, canCopy = true} = {}) {
  const shared: ShareData[] = [];
  const copied: string[] = [];
  const fake: ShareBrowser = {
    ...(hasShare && {
      canShare: (data: ShareData) => files || !data.files,
      share: (data: ShareData) => {
        shared.push(data);
        return refuses ? Promise.reject(new DOMException('no', refuses)) : Promise.resolve();
      },
    }),
  };
  const copy = (text: string): Promise<void> => {
    if (!canCopy) return Promise.reject(new Error('no'));
    copied.push(text);
    return Promise.resolve();
  };
  return {share: (content: ShareContent) => share(content, copy, fake), shared, copied};
}

describe('share', () => {
  it('shares the picture where files are allowed', async () => {
    const {share: run, shared} = browser();
    expect(await run(what)).to.equal('shared');
    expect(shared).to.deep.equal([{title: what.title, text: what.text, files: [file]}]);
  });

  it('shares text and link where files are not allowed', async () => {
    const {share: run, shared} = browser({files: false});
    expect(await run(what)).to.equal('shared');
    expect(shared).to.deep.equal([{title: what.title, text: what.text, url: what.link}]);
  });

  it('resolves `dismissed` and copies nothing when the payer closes the share sheet', async () => {
    const {share: run, copied} = browser({refuses: 'AbortError'});
    expect(await run(what)).to.equal('dismissed');
    expect(copied).to.deep.equal([]);
  });

  it('copies text and link where sharing is missing or refused', async () => {
    for (const kind of [{hasShare: false}, {refuses: 'NotAllowedError'}]) {
      const {share: run, copied} = browser(kind);
      expect(await run(what)).to.equal('copied');
      expect(copied).to.deep.equal([`${what.text}\n${what.link}`]);
    }
  });

  it('copies at once where nothing can be shared, without drawing the picture: a tap allows it for a moment only', async () => {
    const {share: run, copied} = browser({hasShare: false});
    const copying = run({...what, file: () => Promise.reject(new Error('drawn'))});
    expect(copied).to.have.length(1);
    expect(await copying).to.equal('copied');
  });

  it('rejects where the browser can neither share nor copy', async () => {
    const {share: run} = browser({hasShare: false, canCopy: false});
    expect(await run(what).catch(() => 'failed')).to.equal('failed');
  });
});

describe('pageLink', () => {
  it('returns the URL of the page without query and fragment', () => {
    history.replaceState(null, '', `${location.pathname}${location.search || '?'}&session=secret#secret`);
    expect(pageLink()).not.to.contain('secret');
    expect(new URL(pageLink()).pathname).to.equal(location.pathname);
  });
});
