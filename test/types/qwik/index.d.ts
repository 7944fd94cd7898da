/**
 * Stands in for `@builder.io/qwik`, which cannot be installed beside Vite 8: what src/frameworks/jsx-qwik.ts and its type test use
 * of it, by Qwik's own names (1.20).
 */
export type EventHandler<Ev = Event, El = Element> = {
  bivarianceHack(event: Ev, element: El): unknown;
}['bivarianceHack'];
export interface QRL<Value = unknown> {
  readonly __qrl: Value;
}
export type QRLEventHandlerMulti<Ev extends Event, El> =
  QRL<EventHandler<Ev, El>> | EventHandler<Ev, El> | QRLEventHandlerMulti<Ev, El>[] | null | undefined;
export interface Signal<Value> {
  value: Value;
}
export interface HTMLAttributes<El extends Element> {
  readonly key?: string | number | null | undefined;
  readonly ref?: Signal<El | undefined> | ((element: El) => void) | undefined;
  readonly class?: string | undefined;
  readonly id?: string | undefined;
  readonly lang?: string | undefined;
  readonly 'q:slot'?: string | undefined;
  readonly dangerouslySetInnerHTML?: string | undefined;
  readonly children?: unknown;
  readonly onClick$?: QRLEventHandlerMulti<PointerEvent, El>;
}
export declare function $<Value>(value: Value): QRL<Value>;
export declare function useSignal<Value>(): Signal<Value | undefined>;

declare namespace QwikJSX {
  type Element = unknown;
  interface IntrinsicAttributes {
    readonly key?: string | number | null | undefined;
  }
  interface ElementChildrenAttribute {
    readonly children: unknown;
  }
  interface IntrinsicElements {
    p: HTMLAttributes<HTMLParagraphElement>;
    script: HTMLAttributes<HTMLScriptElement> & {readonly type?: string | undefined};
  }
}
export {QwikJSX, QwikJSX as JSX};
