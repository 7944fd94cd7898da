import {listen} from './listen.js';

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
    const ends = events.map((type) => listen(window, type, listener));
    ends.push(listen(document, 'visibilitychange', listener));
    return () => {
      for (const end of ends) end();
    };
  },
};
