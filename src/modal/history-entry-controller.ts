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

/** The mark of the entry that the browser is at: one of an earlier dialog may still be there. */
function currentMark(): unknown {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null ? Reflect.get(state, MARK) : undefined;
}

/** @param goBack called when the browser went back from the entry */
export function historyEntry(goBack: () => void, clock: Clock): BackEntry {
  let stop: (() => void) | undefined;
  let mark = 0;
  const release = (): void => {
    stop?.();
    stop = undefined;
  };
  return {
    add() {
      release();
      const state: unknown = history.state;
      mark = Math.max(clock.now(), Number(currentMark() ?? 0) + 1);
      history.pushState({...(typeof state === 'object' ? state : {}), [MARK]: mark}, '');
      stop = listen(window, 'popstate', () => {
        if (currentMark() === mark) return; // from an entry of the checkout's own
        release();
        goBack();
      });
    },
    async remove() {
      release();
      if (currentMark() !== mark) return;
      const waiting = new AbortController();
      const unlisten = listen(window, 'popstate', () => waiting.abort());
      history.back();
      await clock.sleep(BACK_TIMEOUT_MS, waiting.signal);
      unlisten();
    },
    release,
  };
}
