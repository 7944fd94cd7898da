/**
 * The files for pages have ordinary properties instead of private fields (scripts/rollup/plain-private.mjs), which a
 * logger or a tool for errors walks. No import of `src/` may come first: it would register the element of the sources.
 */
import {expect} from '@open-wc/testing';
import type {PaybyScanInput} from '../../src/scan/payby-scan-input.js';
import {waitUntil} from '../support/wait-until.js';

const CODE = '281234567890123456';
const NEXT_CODE = '281234567890199999';

/** Every string that a walk finds, and the characters that an array holds one by one, as `keys` or as `{key}`. */
function stringsIn(root: object): ReadonlySet<string> {
  const strings = new Set<string>();
  const seen = new Set<unknown>();
  const rest: unknown[] = [root];
  while (rest.length > 0) {
    const value = rest.pop();
    if (typeof value === 'string') strings.add(value);
    if (value === null || typeof value !== 'object' || value === window || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof Map || value instanceof Set) rest.push(...value.keys(), ...value.values());
    if (Array.isArray(value)) strings.add(value.map(characterOf).join(''));
    for (const key of Reflect.ownKeys(value)) rest.push(key, Reflect.get(value, key) as unknown);
  }
  return strings;
}

const characterOf = (entry: unknown): string =>
  typeof entry === 'string' ? entry : ((entry as {key?: string} | null)?.key ?? '');

/** What a walk finds of the codes. */
const found = (root: object): readonly string[] =>
  [...stringsIn(root)].filter((text) => [CODE, NEXT_CODE].some((code) => text.includes(code.slice(0, 12))));

const nextFrame = (): Promise<unknown> => new Promise(requestAnimationFrame);

describe('dist/cdn/payby-scan-input.js', () => {
  const {attachInternals} = HTMLElement.prototype;
  const elements: PaybyScanInput[] = [];

  before(async () => {
    const file = '/dist/cdn/payby-scan-input.js';
    await import(file);
  });
  afterEach(() => {
    HTMLElement.prototype.attachInternals = attachInternals;
    for (const element of elements.splice(0)) element.remove();
  });

  async function create(): Promise<PaybyScanInput> {
    const scan = document.createElement('payby-scan-input');
    scan.name = 'code';
    document.body.append(scan);
    elements.push(scan);
    await scan.updateComplete;
    scan.focus();
    return scan;
  }

  it('is what is tested, and a planted code is found', async () => {
    const scan = await create();
    expect(
      Object.keys(scan).filter((name) => /^\$\w{1,2}$/.test(name)),
      'ordinary properties',
    ).not.to.be.empty;
    expect(found(scan)).to.deep.equal([]);
    const held = Object.values(scan).find((value: unknown) => 'element' in Object(value)) as object;
    Object.defineProperty(held, 'planted', {value: [{inner: CODE}], enumerable: false, configurable: true});
    expect(found(scan)).to.deep.equal([CODE]);
  });

  for (const [browser, internals] of [
    ['a browser of today', attachInternals],
    ['a browser without ElementInternals', undefined],
  ] as const)
    it(`shows no code to a walk through the element, in ${browser}`, async () => {
      Object.assign(HTMLElement.prototype, {attachInternals: internals});
      const scan = await create();
      let answer: (value?: unknown) => void = () => undefined;
      scan.addEventListener('payby-scan', (event) =>
        event.waitUntil(new Promise((resolve) => (answer = resolve))),
      );
      scan.simulate(CODE);
      await scan.updateComplete;
      expect([scan.busy, found(scan)], 'being processed').to.deep.equal([true, []]);
      answer();
      await waitUntil(() => !scan.busy);
      await scan.updateComplete;
      expect([scan.value, found(scan)], 'accepted').to.deep.equal([CODE, []]);
      const reveal = scan.shadowRoot?.querySelector<HTMLElement>('[part=reveal]');
      const field = scan.shadowRoot?.querySelector('input');
      reveal?.dispatchEvent(new PointerEvent('pointerdown'));
      await scan.updateComplete;
      expect([field?.value, found(scan)], 'revealed').to.deep.equal([CODE, []]);
      reveal?.dispatchEvent(new PointerEvent('pointerup'));
      await scan.updateComplete;
      scan.accept(NEXT_CODE);
      await scan.updateComplete;
      expect([scan.busy, found(scan)], 'the next one').to.deep.equal([true, []]);
      answer();
      await waitUntil(() => !scan.busy);
      field?.focus();
      const init = {inputType: 'insertText', data: '7', bubbles: true, composed: true, cancelable: true};
      field?.dispatchEvent(new InputEvent('beforeinput', init));
      expect([scan.value, found(scan)], 'typed over').to.deep.equal(['', []]);
      await nextFrame();
      scan.value = CODE;
      expect([scan.value, found(scan)], 'set by the page').to.deep.equal([CODE, []]);
    });
});
