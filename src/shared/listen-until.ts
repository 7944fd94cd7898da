/**
 * Listens until a signal aborts. `addEventListener` has no `signal` in Chrome before 90, Safari before 15 and Firefox
 * before 86, and would go on listening there.
 */
export function listenUntil(
  signal: AbortSignal,
  target: EventTarget,
  type: string,
  listener: (event: Event) => void,
): void {
  if (signal.aborted) return;
  target.addEventListener(type, listener);
  signal.addEventListener('abort', () => target.removeEventListener(type, listener), {once: true});
}
