/**
 * An entry in the browser's history with the same URL, so that "back" closes the dialog and not the page. It is marked,
 * because the checkout's own dialogs add entries, too.
 */
import type {Clock} from '../core/clock.js';
import {listen} from '../shared/listen.js';
import type {BackEntry} from './modal-controller.js';

/** In the state of the entry; a page's router finds its own fields there unchanged. */
const MARK = 'paybyModal';

/** A browser that does not report that it went back is waited for no longer. */
const BACK_TIMEOUT_MS = 1000;

const isMarked = (state: unknown): boolean => typeof state === 'object' && state !== null && MARK in state;

/** @param goBack called when the browser went back from the entry */
export function historyEntry(goBack: () => void, clock: Clock): BackEntry {
  let stop: (() => void) | undefined;
  const release = (): void => {
    stop?.();
    stop = undefined;
  };
  return {
    add() {
      release();
      const state: unknown = history.state;
      history.pushState({...(typeof state === 'object' ? state : {}), [MARK]: true}, '');
      stop = listen(window, 'popstate', () => {
        if (isMarked(history.state)) return; // from an entry of the checkout's own
        release();
        goBack();
      });
    },
    async remove() {
      release();
      if (!isMarked(history.state)) return;
      const waiting = new AbortController();
      const unlisten = listen(window, 'popstate', () => waiting.abort());
      history.back();
      await clock.sleep(BACK_TIMEOUT_MS, waiting.signal);
      unlisten();
    },
    release,
  };
}
