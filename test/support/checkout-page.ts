import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';

/** The names of all events that a checkout dispatches. */
const NAMES = ['payby-ready', 'payby-change', 'payby-success', 'payby-failure', 'payby-error'] as const;

export interface DispatchedEvent {
  readonly type: (typeof NAMES)[number];
  readonly detail: Record<string, unknown>;
}

/** Records every event that reaches the document from now on. */
export function listen(): {
  events: DispatchedEvent[];
  of(type: DispatchedEvent['type']): DispatchedEvent[];
  stop(): void;
} {
  const events: DispatchedEvent[] = [];
  const record = (event: Event): void => {
    const {type, detail} = event as unknown as DispatchedEvent;
    events.push({type, detail});
  };
  for (const name of NAMES) document.addEventListener(name, record);
  return {
    events,
    of: (type) => events.filter((event) => event.type === type),
    stop: () => {
      for (const name of NAMES) document.removeEventListener(name, record);
    },
  };
}

/** The text of the element, without slotted content. */
export const textOf = (element: Element): string =>
  (element.shadowRoot?.querySelector<HTMLElement>('.card')?.textContent ?? '').replace(/\s+/g, ' ').trim();

export const partOf = (element: Element, part: string): HTMLElement | null =>
  element.shadowRoot?.querySelector<HTMLElement>(`[part~="${part}"]`) ?? null;

/** Every way to pay: the code, and the links to the token URL. */
export const waysToPay = (element: PaybyCheckout): Element[] => [
  ...(element.shadowRoot?.querySelectorAll('[part~="qr"], a[href]') ?? []),
];
