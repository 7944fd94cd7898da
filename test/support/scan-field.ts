/** A scan input in a page, and what of it a test looks at. */
import {fixture, html} from '@open-wc/testing';
import type {TemplateResult} from 'lit';
import '../../src/payby-scan-input.js';
import type {PaybyScanInput} from '../../src/scan/payby-scan-input.js';
import type {PaybyScanEvent} from '../../src/scan/scan-events.js';

/** PayBy's sample, and another. */
export const CODE = '20007900T400690098F';
export const NEXT_CODE = '20007900T400690099G';

export async function scanner(
  markup: TemplateResult = html`<payby-scan-input lang="en"></payby-scan-input>`,
): Promise<PaybyScanInput> {
  const place = await fixture<HTMLElement>(markup);
  const scan = within(place);
  await scan.updateComplete;
  return scan;
}

export const within = (place: Element): PaybyScanInput => {
  const scan = place.matches('payby-scan-input') ? place : place.querySelector('payby-scan-input');
  if (!scan) throw new Error('there is no scan input');
  return scan;
};

export function partOf(scan: PaybyScanInput, part: string): HTMLElement {
  const found = scan.shadowRoot?.querySelector<HTMLElement>(`[part~="${part}"]`);
  if (!found) throw new Error(`there is no part ${part}`);
  return found;
}
export const field = (scan: PaybyScanInput): HTMLInputElement => partOf(scan, 'input') as HTMLInputElement;
export const wordsOf = (scan: PaybyScanInput): string => partOf(scan, 'status').textContent.trim();
export const errorOf = (scan: PaybyScanInput): string => partOf(scan, 'error').textContent.trim();

/** Which of its states it shows. */
export const stateOf = (scan: PaybyScanInput): string =>
  ['armed', 'blind', 'receiving', 'accepted', 'rejected', 'busy']
    .filter((state) => scan.matches(`:state(${state})`))
    .join(' ');

/** Keeps the scans of an element, or of a page. */
export function scans(
  scan: HTMLElement,
  respond: (event: PaybyScanEvent) => void = () => undefined,
): PaybyScanEvent[] {
  const caught: PaybyScanEvent[] = [];
  scan.addEventListener('payby-scan', (event) => {
    caught.push(event);
    respond(event);
  });
  return caught;
}

/** Keeps what the events of a name say. */
export function details(scan: EventTarget, name: string): unknown[] {
  const caught: unknown[] = [];
  scan.addEventListener(name, (event) => caught.push((event as CustomEvent<unknown>).detail));
  return caught;
}

/** Lets answers arrive and the field show them. */
export async function shown(scan: PaybyScanInput): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
  await scan.updateComplete;
}
