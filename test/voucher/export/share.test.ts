import {expect} from '@open-wc/testing';
import {pageLink, share, type ShareBrowser, type ShareContent} from '../../../src/voucher/export/share.js';

const what: ShareContent = {
  title: 'Pay in cash',
  text: 'AED 25.00, order M-1',
  link: 'https://shop.example/pay',
  file: new File(['x'], 'payby-M-1.png', {type: 'image/png'}),
};

/** A browser that shares, copies and refuses as told. */
function browser({files = true, refuses = '', hasShare = true, hasClipboard = true} = {}) {
  const shared: ShareData[] = [];
  const copied: string[] = [];
  const told: ShareBrowser = {
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
  return {told, shared, copied};
}

describe('sharing', () => {
  it('gives the picture away where that is allowed', async () => {
    const {told, shared} = browser();
    expect(await share(what, told)).to.equal('shared');
    expect(shared).to.deep.equal([{title: what.title, text: what.text, files: [what.file]}]);
  });

  it('gives words and a link where no file may go', async () => {
    const {told, shared} = browser({files: false});
    expect(await share(what, told)).to.equal('shared');
    expect(shared).to.deep.equal([{title: what.title, text: what.text, url: what.link}]);
  });

  it('is no failure when the payer thinks better of it: nothing is copied behind their back', async () => {
    const {told, copied} = browser({refuses: 'AbortError'});
    expect(await share(what, told)).to.equal('dismissed');
    expect(copied).to.deep.equal([]);
  });

  it('copies where there is no menu, and where it is refused', async () => {
    for (const kind of [{hasShare: false}, {refuses: 'NotAllowedError'}]) {
      const {told, copied} = browser(kind);
      expect(await share(what, told)).to.equal('copied');
      expect(copied).to.deep.equal([`${what.text}\n${what.link}`]);
    }
  });

  it('says so when there is no way at all', async () => {
    const {told} = browser({hasShare: false, hasClipboard: false});
    expect(await share(what, told).catch(() => 'failed')).to.equal('failed');
  });

  it('links to the page without what may identify its visitor', () => {
    history.replaceState(null, '', `${location.pathname}${location.search || '?'}&session=secret#secret`);
    expect(pageLink()).not.to.contain('secret');
    expect(new URL(pageLink()).pathname).to.equal(location.pathname);
  });
});
