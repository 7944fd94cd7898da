/** Receives scans in a frame of the page, for `addFrame()`. */
import type {ScanHub, View} from './scan-hub.js';

/**
 * Adds the window of a same-origin frame to the hub, again after each load of the frame. Throws a `TypeError` for a
 * frame of another origin. The returned function ends it.
 */
export function listenInFrame(hub: ScanHub, frame: HTMLIFrameElement): () => void {
  if (!frame.contentDocument)
    throw new TypeError('addFrame: The frame must be on the page and of the same origin.');
  let removeWindow: (() => void) | undefined;
  // A load keeps the window but drops its listeners, and may bring a page of another origin
  const addWindow = (): void => {
    removeWindow?.();
    removeWindow = frame.contentDocument ? hub.addWindow(frame.contentWindow as View) : undefined;
  };
  addWindow();
  frame.addEventListener('load', addWindow);
  return () => {
    frame.removeEventListener('load', addWindow);
    removeWindow?.();
  };
}
