// The kinds of hosts that docs/embedding.md lists, and the name of each. The names are not translated.

/** @typedef {keyof typeof hostNames} HostKind */

export const hostNames = {
  frame: 'iframe',
  'react-native': 'React Native',
  ios: 'iOS WKWebView',
  android: 'Android WebView',
  'flutter-webview': 'Flutter, webview_flutter',
  'flutter-inapp': 'Flutter, flutter_inappwebview',
  vuplex: 'Unity, Vuplex',
  unity: 'Unity, unity-webview',
};

/** @returns {HostKind} */
export function chosenHost() {
  const name = new URLSearchParams(location.search).get('host') ?? 'frame';
  return Object.hasOwn(hostNames, name) ? /** @type {HostKind} */ (name) : 'frame';
}
