import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';

/** The names of all events that a checkout can fire. */
const NAMES = ['payby-ready', 'payby-change', 'payby-success', 'payby-failure', 'payby-error'] as const;

export interface HeardEvent {
  readonly type: (typeof NAMES)[number];
  readonly detail: Record<string, unknown>;
}

/** Counts every event that reaches the document from now on. */
export function listen(): {events: HeardEvent[]; of(type: HeardEvent['type']): HeardEvent[]; stop(): void} {
  const events: HeardEvent[] = [];
  const note = (event: Event): void => {
    const {type, detail} = event as unknown as HeardEvent;
    events.push({type, detail});
  };
  for (const name of NAMES) document.addEventListener(name, note);
  return {
    events,
    of: (type) => events.filter((event) => event.type === type),
    stop: () => {
      for (const name of NAMES) document.removeEventListener(name, note);
    },
  };
}

/** What a person can read in the element, without what slots bring. */
export const textOf = (element: Element): string =>
  (element.shadowRoot?.querySelector<HTMLElement>('.card')?.textContent ?? '').replace(/\s+/g, ' ').trim();

export const partOf = (element: Element, part: string): HTMLElement | null =>
  element.shadowRoot?.querySelector<HTMLElement>(`[part~="${part}"]`) ?? null;

/** Everything that would let someone pay: the code and links to the token. */
export const waysToPay = (element: PaybyCheckout): Element[] => [
  ...(element.shadowRoot?.querySelectorAll('[part~="qr"], a[href]') ?? []),
];
