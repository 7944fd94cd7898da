/** Takes the browser of a test offline, as `navigator.onLine` and its events report it. No request is held up by that. */
export function setOnline(isOnline: boolean): void {
  if (isOnline) Reflect.deleteProperty(navigator, 'onLine');
  else Object.defineProperty(navigator, 'onLine', {configurable: true, get: () => false});
  window.dispatchEvent(new Event(isOnline ? 'online' : 'offline'));
}
