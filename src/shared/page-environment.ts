/** What a checkout needs to know of the page around it: is anyone looking, and is there a network? */
export interface Environment {
  readonly visible: boolean;
  readonly online: boolean;
  /** Calls back when either may have changed, and when the page comes back (focus, bfcache). Returns an end. */
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
