// Stands in for the app: puts its interface on the window of the web view before the page's own scripts run, as the real
// app does. What the page tells the app goes to the demo's page around this frame.
{
  const host = new URLSearchParams(location.search).get('host');
  /** @param {unknown} message an object, or the JSON of one */
  const tell = (message) => {
    const told = typeof message === 'string' ? /** @type {unknown} */ (JSON.parse(message)) : message;
    parent.postMessage({told}, location.origin);
  };
  const asText = {postMessage: (/** @type {string} */ text) => tell(text)};
  /** @type {Record<string, object>} */
  const interfaces = {
    'react-native': {ReactNativeWebView: asText},
    ios: {webkit: {messageHandlers: {payby: {postMessage: tell}}}},
    android: {PaybyHost: asText},
    'flutter-webview': {PaybyHost: asText},
    'flutter-inapp': {
      flutter_inappwebview: {
        callHandler: (/** @type {string} */ name, /** @type {unknown} */ message) => {
          if (name === 'payby') tell(message);
        },
      },
    },
    vuplex: {vuplex: {postMessage: tell}},
    unity: {Unity: {call: (/** @type {string} */ text) => tell(text)}},
  };
  Object.assign(window, interfaces[host ?? '']);
  // A frame has no interface: its page names the origins that may embed it
  const origins = document.querySelector('meta[name=payby-origins]');
  if (host === 'frame' && origins) origins.setAttribute('content', location.origin);
}
