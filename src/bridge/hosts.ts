/** Where an embedded checkout sends its messages: the page around its frame, or the app around its web view. */
import type {BridgeMessage} from '../core/bridge/messages.js';

/** A message as it is sent. */
export type SentMessage = {readonly payby: 1} & BridgeMessage;

export interface Host {
  /** `frame`, or the name of the web view's interface. */
  readonly kind: string;
  /** A web view cannot open app links by itself, a browser can. */
  readonly opensUrls: boolean;
  send(message: SentMessage): void;
}

/** The objects that apps put on the window of their web views. All of them are absent in a browser. */
export interface HostWindow {
  readonly ReactNativeWebView?: {postMessage(text: string): void};
  readonly webkit?: {readonly messageHandlers?: {readonly payby?: {postMessage(message: unknown): void}}};
  /** Android's `addJavascriptInterface`, and the channel of Flutter's webview_flutter. */
  readonly PaybyHost?: {postMessage(text: string): void};
  readonly flutter_inappwebview?: {callHandler(name: string, ...values: unknown[]): unknown};
  readonly vuplex?: {
    postMessage(message: unknown): void;
    addEventListener?(type: 'message', listener: (event: {readonly data: unknown}) => void): void;
    removeEventListener?(type: 'message', listener: (event: {readonly data: unknown}) => void): void;
  };
  readonly Unity?: {call(text: string): void};
}

/** The app around the web view; several libraries may be there at once, and each receives every message. */
export function appHosts(page: HostWindow): readonly Host[] {
  const {ReactNativeWebView, webkit, PaybyHost, flutter_inappwebview: inAppWebView, vuplex, Unity} = page;
  const handler = webkit?.messageHandlers?.payby;
  const hosts: (Host | undefined)[] = [
    ReactNativeWebView &&
      app('react-native', (message) => {
        ReactNativeWebView.postMessage(JSON.stringify(message));
      }),
    handler &&
      app('webkit', (message) => {
        handler.postMessage(message);
      }),
    PaybyHost &&
      app('android', (message) => {
        PaybyHost.postMessage(JSON.stringify(message));
      }),
    inAppWebView &&
      app('flutter', (message) => {
        inAppWebView.callHandler('payby', message);
      }),
    vuplex &&
      app('vuplex', (message) => {
        vuplex.postMessage(message);
      }),
    Unity &&
      app('unity', (message) => {
        Unity.call(JSON.stringify(message));
      }),
  ];
  return hosts.filter((host) => host !== undefined);
}

const app = (kind: string, send: Host['send']): Host => ({kind, opensUrls: true, send});

/** The page around this frame. Messages go to its origin alone: the browser drops them when it is another one. */
export const frameHost = (parent: Pick<Window, 'postMessage'>, origin: string): Host => ({
  kind: 'frame',
  opensUrls: false,
  send: (message) => {
    parent.postMessage(message, origin);
  },
});
