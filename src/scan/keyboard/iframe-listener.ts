/** Receives scans in a frame of the page, for `addFrame()`. */
import type {ScanHub, View} from './scan-hub.js';

/**
 * Adds the window of a frame to the hub, now and after each load of the frame, as long as its page is of the same
 * origin. The returned function ends it.
 */
export function listenInFrame(hub: ScanHub, frame: HTMLIFrameElement): () => void {
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
