import {expect} from '@open-wc/testing';
import {pageLink, share, type ShareBrowser, type ShareContent} from '../../../src/voucher/export/share.js';

const what: ShareContent = {
  title: 'Pay in cash',
  text: 'AED 25.00, order M-1',
  link: 'https://shop.example/pay',
  file: new File(['x'], 'payby-M-1.png', {type: 'image/png'}),
};

/** A browser whose share sheet and clipboard are replaced. */
function browser({files = true, refuses = '', hasShare = true, hasClipboard = true} = {}) {
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
    ...(hasClipboard && {
      clipboard: {
        writeText: (text: string) => {
          copied.push(text);
          return Promise.resolve();
        },
      },
    }),
  };
  return {fake, shared, copied};
}

describe('share', () => {
  it('shares the picture where files are allowed', async () => {
    const {fake, shared} = browser();
    expect(await share(what, fake)).to.equal('shared');
    expect(shared).to.deep.equal([{title: what.title, text: what.text, files: [what.file]}]);
  });

  it('shares text and link where files are not allowed', async () => {
    const {fake, shared} = browser({files: false});
    expect(await share(what, fake)).to.equal('shared');
    expect(shared).to.deep.equal([{title: what.title, text: what.text, url: what.link}]);
  });

  it('resolves `dismissed` and copies nothing when the payer closes the share sheet', async () => {
    const {fake, copied} = browser({refuses: 'AbortError'});
    expect(await share(what, fake)).to.equal('dismissed');
    expect(copied).to.deep.equal([]);
  });

  it('copies text and link where sharing is missing or refused', async () => {
    for (const kind of [{hasShare: false}, {refuses: 'NotAllowedError'}]) {
      const {fake, copied} = browser(kind);
      expect(await share(what, fake)).to.equal('copied');
      expect(copied).to.deep.equal([`${what.text}\n${what.link}`]);
    }
  });

  it('rejects where the browser can neither share nor copy', async () => {
    const {fake} = browser({hasShare: false, hasClipboard: false});
    expect(await share(what, fake).catch(() => 'failed')).to.equal('failed');
  });
});

describe('pageLink', () => {
  it('returns the URL of the page without query and fragment', () => {
    history.replaceState(null, '', `${location.pathname}${location.search || '?'}&session=secret#secret`);
    expect(pageLink()).not.to.contain('secret');
    expect(new URL(pageLink()).pathname).to.equal(location.pathname);
  });
});
