import {expect} from '@open-wc/testing';
import {exportCapabilities} from '../../../src/core/voucher/browser-capabilities.js';

const ANDROID = 'Mozilla/5.0 (Linux; Android 14; SM-A145F';
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36';
const VIEW = `${ANDROID}; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36`;
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('exportCapabilities', () => {
  const allowed = {
    all: 'downloads and printing in a frame',
    'a tab to print': 'downloads, and printing in a tab',
    'no files': 'neither downloads nor printing',
  };
  const browsers: [string, string, keyof typeof allowed][] = [
    ['Chrome on Android', `${ANDROID}) ${CHROME}`, 'all'],
    [
      'Samsung Internet',
      `${ANDROID}) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36`,
      'all',
    ],
    ['Firefox on Android', 'Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0', 'all'],
    [
      'Chrome on a desktop',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
      'all',
    ],
    [
      'Safari on a desktop',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
      'all',
    ],
    ['Safari on an iPhone', `${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`, 'all'],
    ['Chrome on an iPhone', `${IPHONE} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1`, 'a tab to print'],
    ['Firefox on an iPhone', `${IPHONE} FxiOS/133.0 Mobile/15E148 Safari/605.1.15`, 'a tab to print'],
    ['a web view on Android', VIEW, 'no files'],
    [
      'an old web view on Android',
      'Mozilla/5.0 (Linux; Android 4.4; Nexus 5) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/30.0.0.0 Mobile Safari/537.36',
      'no files',
    ],
    ['a web view on an iPhone', `${IPHONE} Mobile/15E148`, 'no files'],
    [
      'Instagram on an iPhone',
      `${IPHONE} Mobile/15E148 Instagram 350.0.0.20 (iPhone13,2; iOS 17_5)`,
      'no files',
    ],
    ['Facebook on Android', `${VIEW} [FB_IAB/FB4A;FBAV/490.0.0.40;]`, 'no files'],
    ['Facebook on an iPhone', `${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/490.0;FBDV/iPhone13,2]`, 'no files'],
    ['BOTIM on Android', `${VIEW} BOTIM/3.10.0`, 'no files'],
    ['BOTIM that names Safari', `${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1 Botim/4.2`, 'no files'],
    ['WeChat', `${ANDROID}) ${CHROME} MicroMessenger/8.0.50`, 'no files'],
    ['TikTok', `${IPHONE} Mobile/15E148 musical_ly_35.0.0 BytedanceWebview/d8a21c6`, 'no files'],
  ];
  for (const [name, userAgent, can] of browsers) {
    it(`allows ${allowed[can]} in ${name}`, () => {
      const capabilities = exportCapabilities(userAgent, false);
      expect([capabilities.canDownload, capabilities.canPrint]).to.deep.equal([
        can !== 'no files',
        can !== 'no files',
      ]);
      if (can !== 'no files') expect(capabilities.canPrintFrames).to.equal(can === 'all');
    });
  }

  it('allows printing but no downloads from the home screen of an iPhone', () => {
    const capabilities = exportCapabilities(`${IPHONE} Mobile/15E148 Safari/604.1`, true);
    expect([capabilities.canDownload, capabilities.canPrint]).to.deep.equal([false, true]);
  });
});
