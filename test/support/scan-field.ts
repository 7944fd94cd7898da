/** Creates a scan input in a page and reads what it shows. */
import {fixture, html} from '@open-wc/testing';
import type {TemplateResult} from 'lit';
import '../../src/payby-scan-input.js';
import type {PaybyScanInput} from '../../src/scan/payby-scan-input.js';
import type {PaybyScanEvent} from '../../src/scan/scan-events.js';

/** PayBy's sample, and another. */
export const CODE = '20007900T400690098F';
export const NEXT_CODE = '20007900T400690099G';

export async function createInput(
  markup: TemplateResult = html`<payby-scan-input lang="en"></payby-scan-input>`,
): Promise<PaybyScanInput> {
  const place = await fixture<HTMLElement>(markup);
  const scan = within(place);
  await scan.updateComplete;
  return scan;
}

export const within = (place: Element): PaybyScanInput => {
  const scan = place.matches('payby-scan-input') ? place : place.querySelector('payby-scan-input');
  if (!scan) throw new Error('There is no scan input.');
  return scan;
};

export function partOf(scan: PaybyScanInput, part: string): HTMLElement {
  const found = scan.shadowRoot?.querySelector<HTMLElement>(`[part~="${part}"]`);
  if (!found) throw new Error(`There is no part ${part}.`);
  return found;
}
export const field = (scan: PaybyScanInput): HTMLInputElement => partOf(scan, 'input') as HTMLInputElement;
export const statusOf = (scan: PaybyScanInput): string => partOf(scan, 'status').textContent.trim();
export const errorOf = (scan: PaybyScanInput): string => partOf(scan, 'error').textContent.trim();

/** The custom states that it shows. */
export const stateOf = (scan: PaybyScanInput): string =>
  ['armed', 'blind', 'receiving', 'accepted', 'rejected', 'busy']
    .filter((state) => scan.matches(`:state(${state})`))
    .join(' ');

/** Collects the payby-scan events of an element or a page. */
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

/** Collects the details of the events with this name. */
export function details(scan: EventTarget, name: string): unknown[] {
  const caught: unknown[] = [];
  scan.addEventListener(name, (event) => caught.push((event as CustomEvent<unknown>).detail));
  return caught;
}

/** Lets promises settle and the element update. */
export async function shown(scan: PaybyScanInput): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
  await scan.updateComplete;
}
