/** The page around an element: whether it is visible, and whether the browser is online. */
export interface Environment {
  readonly visible: boolean;
  readonly online: boolean;
  /**
   * Calls back when either may have changed, and when the page comes back (focus, bfcache). Returns a function that ends
   * the observation.
   */
  observe(listener: () => void): () => void;
}

export const browserEnvironment: Environment = {
  get visible() {
    return document.visibilityState === 'visible';
  },
  get online() {
    return navigator.onLine;
  },
  observe(listener) {
    const events = ['pageshow', 'online', 'offline', 'focus'] as const;
    document.addEventListener('visibilitychange', listener);
    for (const event of events) window.addEventListener(event, listener);
    return () => {
      document.removeEventListener('visibilitychange', listener);
      for (const event of events) window.removeEventListener(event, listener);
    };
  },
};
