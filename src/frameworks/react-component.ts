/**
 * An element as a component of React 18 and 19.
 *
 * React alone does not do: 18 passes everything as text, and 19 leaves out objects and listeners while it hydrates. Here the
 * markup has what is text, and a layout effect sets the properties and listens, before the browser paints.
 */
import {
  createElement,
  forwardRef,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type ForwardRefExoticComponent,
  type HTMLAttributes,
  type RefAttributes,
} from 'react';
import type {ComponentHandlers, Without} from './handlers.js';

/** The properties and events of an element, and what every HTML element has: `className`, `style`, `id`, `data-…`, children. */
export type ComponentProps<Element, Properties, Events> = Properties &
  ComponentHandlers<Events> &
  Without<HTMLAttributes<Element>, Properties & ComponentHandlers<Events>>;

export type Component<Element, Properties, Events> = ForwardRefExoticComponent<
  ComponentProps<Element, Properties, Events> & RefAttributes<Element>
>;

type Values = Record<string, unknown>;

/** What both elements have from Lit. */
interface Updating extends HTMLElement {
  readonly updateComplete: Promise<boolean>;
}

interface Description<Element> {
  readonly tag: string;
  /** The attribute of each property; `null`: it is never written into the markup. */
  readonly properties: Readonly<Record<string, string | null>>;
  readonly events: readonly string[];
  /** An event that may have been dispatched before there was a handler for it. */
  readonly missed?: (element: Element) => Event | undefined;
}

/** A server has no layout, and React 18 warns about effects that wait for it. */
const useBrowserEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/** `payby-scan-reject` → `onPaybyScanReject`. */
const handlerName = (event: string): string =>
  `on${event.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}`;

/** What one component has done to its element. */
class Binding {
  readonly #applied = new Map<string, unknown>();
  /** The details of events that a handler has received. */
  readonly #delivered = new WeakSet();
  props: Values = {};

  /** Sets the properties that have changed. One that is no longer passed gets the value that a new element has. */
  apply(element: HTMLElement, names: readonly string[]): void {
    const target = element as unknown as Values;
    for (const name of names) {
      const value = this.props[name];
      if (value === this.#applied.get(name)) continue;
      this.#applied.set(name, value);
      const fresh = (): Values => document.createElement(element.localName) as unknown as Values;
      target[name] = value === undefined ? fresh()[name] : value;
    }
  }

  /** Passes an event to its handler, an outcome only once. */
  readonly deliver = (event: Event): void => {
    const handler = this.props[handlerName(event.type)] as ((event: Event) => void) | undefined;
    if (!handler) return;
    const {detail} = event as CustomEvent<unknown>;
    if (typeof detail === 'object' && detail !== null) {
      if (this.#delivered.has(detail)) return;
      this.#delivered.add(detail);
    }
    handler(event);
  };
}

export function component<Element extends Updating, Properties, Events>({
  tag,
  properties,
  events,
  missed,
}: Description<Element>): Component<Element, Properties, Events> {
  const names = Object.keys(properties);
  const handlerNames = new Set(events.map(handlerName));

  /** What React writes: the attributes of HTML, and of the element's own what is text, a number, or a switch that is on. */
  function attributesOf(props: Values): Values {
    const attributes: Values = {suppressHydrationWarning: true}; // the element may have reflected a property before
    for (const [name, value] of Object.entries(props)) {
      const attribute = name === 'className' ? 'class' : name in properties ? properties[name] : name;
      const isText = ['string', 'number'].includes(typeof value) || value === true;
      if (attribute && !handlerNames.has(name) && (isText || !(name in properties)))
        attributes[attribute] = value;
    }
    return attributes;
  }

  const render = forwardRef<Element, Values>((props, ref) => {
    const inner = useRef<Element>(null);
    const [binding] = useState(() => new Binding());
    useImperativeHandle<Element | null, Element | null>(ref, () => inner.current, []);

    useBrowserEffect(() => {
      const element = inner.current;
      for (const event of events) element?.addEventListener(event, binding.deliver);
      return () => {
        for (const event of events) element?.removeEventListener(event, binding.deliver);
      };
    }, [binding]);

    useBrowserEffect(() => {
      const element = inner.current;
      binding.props = props;
      if (!element) return;
      binding.apply(element, names);
      if (!missed) return;
      // Only then has every event of this update been dispatched
      void element.updateComplete.then(() => {
        const event = element.isConnected ? missed(element) : undefined;
        if (event) binding.deliver(event);
      });
    });

    return createElement(tag, {...attributesOf(props), ref: inner});
  });
  render.displayName = tag;
  return render as Component<Element, Properties, Events>;
}
