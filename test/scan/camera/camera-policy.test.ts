import {expect} from '@open-wc/testing';
import type {PaybyScanInput} from '../../../src/payby-scan-input.js';
import {waitUntil} from '../../support/wait-until.js';

/** Only Chromium tells a page whether its policy allows the camera. */
const tellsPolicy = 'featurePolicy' in document;

/** What a field says in such a frame when its camera is opened. @param prepare called before its script is loaded */
async function textIn(prepare: (page: Window & typeof globalThis) => void, part: string): Promise<string> {
  const frame = document.createElement('iframe');
  frame.allow = "camera 'none'";
  frame.src = '/simulated-cdn/policy/page';
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, {once: true}));
  document.body.append(frame);
  await loaded;
  try {
    const page = frame.contentWindow as Window & typeof globalThis;
    prepare(page);
    const script = page.document.createElement('script');
    Object.assign(script, {type: 'module', src: '/src/payby-scan-input.ts'});
    page.document.head.append(script);
    await page.customElements.whenDefined('payby-scan-input');
    const field: PaybyScanInput = page.document.createElement('payby-scan-input');
    field.locale = 'en';
    page.document.body.append(field);
    field.openCamera();
    const text = (): string => field.shadowRoot?.textContent ?? '';
    await waitUntil(() => text().includes(part), `the panel says: ${part}`);
    return text();
  } finally {
    frame.remove();
  }
}

describe('the camera in a frame that its page does not allow the camera', () => {
  it('says that the page forbids it, not that a person should change the settings', async function () {
    if (!tellsPolicy) this.skip();
    const text = await textIn(() => undefined, 'This page does not allow the camera');
    expect(text).not.to.contain('Try again');
  });

  it('says that the camera is not allowed, where the browser does not tell the policy of the page', async function () {
    if (!('mediaDevices' in navigator)) this.skip();
    const text = await textIn((page) => {
      Reflect.deleteProperty(page.Document.prototype, 'featurePolicy');
      // What such a browser answers where there is a camera
      const refusal = new page.DOMException('Permission denied', 'NotAllowedError');
      page.MediaDevices.prototype.getUserMedia = () => Promise.reject(refusal);
    }, 'The camera is not allowed here');
    expect(text).to.contain('Try again');
  });
});
