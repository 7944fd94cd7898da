import {expect} from '@open-wc/testing';
import type {PaybyScanInput} from '../../../src/payby-scan-input.js';
import {waitUntil} from '../../support/wait-until.js';

/** Only Chromium tells a page whether its policy allows the camera. */
const tellsPolicy = 'featurePolicy' in document;

describe('the camera in a frame that its page does not allow the camera', () => {
  it('says that the page forbids it, not that a person should change the settings', async function () {
    if (!tellsPolicy) this.skip();
    const frame = document.createElement('iframe');
    frame.allow = "camera 'none'";
    frame.src = '/simulated-cdn/policy/page';
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, {once: true}));
    document.body.append(frame);
    await loaded;
    try {
      const page = frame.contentWindow as Window & typeof globalThis;
      const script = page.document.createElement('script');
      Object.assign(script, {type: 'module', src: '/src/payby-scan-input.ts'});
      page.document.head.append(script);
      await page.customElements.whenDefined('payby-scan-input');
      const field: PaybyScanInput = page.document.createElement('payby-scan-input');
      field.locale = 'en';
      page.document.body.append(field);
      field.openCamera();
      const text = (): string => field.shadowRoot?.textContent ?? '';
      await waitUntil(() => text().includes('This page does not allow the camera'), 'the panel says it');
      expect(field.shadowRoot?.querySelector('[part=camera-button]')?.textContent ?? '').to.not.contain(
        'Try again',
      );
    } finally {
      frame.remove();
    }
  });
});
