/**
 * Listens; returns a function that ends it. That one may be called when a test environment has closed its window, which
 * has no `removeEventListener` and no `document` by then.
 */
export function listen(target: EventTarget, type: string, listener: (event: Event) => void): () => void {
  const remove = target.removeEventListener.bind(target, type, listener);
  target.addEventListener(type, listener);
  return remove;
}

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
  if (!signal.aborted) signal.addEventListener('abort', listen(target, type, listener), {once: true});
}
