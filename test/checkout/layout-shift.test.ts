/** Nothing moves under a finger when the state changes: measured by Chromium, in frames of the size of real screens. */
import {expect, fixture, html} from '@open-wc/testing';
import '../../src/payby-checkout.js';
import {liveOrder, status} from '../support/orders.js';
import {waitUntil} from '../support/wait-until.js';

/** Of what Core Web Vitals call good (0.1), a tenth. */
const MOST = 0.01;

/** Only Chromium can. */
const measured = PerformanceObserver.supportedEntryTypes.includes('layout-shift') ? it : it.skip;

const screens = [
  [360, 640],
  [640, 360],
  [768, 1024],
  [1280, 800],
] as const;

const scenes = ['DYNQR', 'CASHTOPUP'] as const;

const paths = [['scanned', 'paid'], ['paid'], ['failed']] as const;

const cases = scenes.flatMap((scene) =>
  screens.flatMap((screen) => paths.map((path) => [scene, screen, path] as const)),
);

const statuses = {
  scanned: status('CREATED', {scanned: true}),
  paid: status('PAID_SUCCESS', {paymentInfo: {paidTime: Date.UTC(2026, 10, 29, 15, 4)}}),
  failed: status('FAILURE', {failCode: '92001'}),
};

type LayoutShift = PerformanceEntry & {readonly value: number};

/** A page of its own, with something below the checkout. */
async function pageOf(width: number, height: number): Promise<Window & typeof globalThis> {
  const frame = await fixture<HTMLIFrameElement>(
    html`<iframe title="page" style="border: 0; width: ${width}px; height: ${height}px"></iframe>`,
  );
  const {contentDocument, contentWindow} = frame;
  if (!contentDocument || !contentWindow) throw new Error('no frame');
  contentDocument.documentElement.lang = 'en';
  contentDocument.body.innerHTML = '<payby-checkout></payby-checkout><p>Questions? Call 800 000.</p>';
  const script = contentDocument.createElement('script');
  script.type = 'module';
  script.src = new URL('../../src/payby-checkout.ts', import.meta.url).href;
  contentDocument.body.append(script);
  await waitUntil(() => contentDocument.querySelector('payby-checkout:defined'));
  return contentWindow as Window & typeof globalThis;
}

describe('Layout of <payby-checkout>', () => {
  for (const [scene, [width, height], path] of cases) {
    measured(`for ${scene} stays from open to ${path.join(' to ')} on ${width} × ${height}`, async () => {
      const page = await pageOf(width, height);
      const frame = (): Promise<number> => new Promise((resolve) => page.requestAnimationFrame(resolve));
      const checkout = page.document.querySelector('payby-checkout')!;
      checkout.actions = 'cancel renew';
      checkout.order = liveOrder({paySceneCode: scene});
      const shown = scene === 'DYNQR' ? '[part~=qr]' : '[part~=guide]';
      await waitUntil(() => checkout.shadowRoot?.querySelector(shown));
      for (let i = 0; i < 3; i++) await frame();

      const shifts: number[] = [];
      const observer = new page.PerformanceObserver((list) => {
        shifts.push(...list.getEntries().map((entry) => (entry as LayoutShift).value));
      });
      observer.observe({type: 'layout-shift'});
      for (const next of path) {
        checkout.setStatus(statuses[next]);
        await checkout.updateComplete;
        for (let i = 0; i < 3; i++) await frame();
      }
      shifts.push(...observer.takeRecords().map((entry) => (entry as LayoutShift).value));
      expect(checkout.phase).to.equal(path.at(-1));
      expect(shifts.reduce((sum, shift) => sum + shift, 0)).to.be.at.most(MOST);
    });
  }

  it('is no wider than a phone that is turned upright after the outcome', async () => {
    const page = await pageOf(720, 360);
    const checkout = page.document.querySelector('payby-checkout')!;
    checkout.order = liveOrder();
    await waitUntil(() => checkout.shadowRoot?.querySelector('[part~=qr]'));
    checkout.setStatus(statuses.paid);
    await checkout.updateComplete;
    for (const width of [240, 320, 360]) {
      page.frameElement!.setAttribute('style', `border: 0; width: ${width}px; height: 640px`);
      expect(page.document.documentElement.scrollWidth).to.be.at.most(width);
    }
  });

  measured('is noticed by this test when it moves', async () => {
    const page = await pageOf(360, 640);
    const frame = (): Promise<number> => new Promise((resolve) => page.requestAnimationFrame(resolve));
    for (let i = 0; i < 3; i++) await frame();
    const moved = new Promise<number>((resolve) => {
      new page.PerformanceObserver((list) => {
        resolve((list.getEntries()[0] as LayoutShift).value);
      }).observe({type: 'layout-shift'});
    });
    page.document.body.style.paddingBlockStart = '200px';
    expect(await moved).to.be.above(MOST);
  });
});
