/** Scans in a frame of the page: for the shop that asks for it. */
import type {ScanHub, View} from './scan-hub.js';

/**
 * Has the hub hear a frame of the same origin too, now and after it loaded another page. Throws a `TypeError` for one of
 * another origin. The returned function ends it.
 */
export function hearFrame(hub: ScanHub, frame: HTMLIFrameElement): () => void {
  if (!frame.contentDocument)
    throw new TypeError('addFrame: expected a frame of this origin that is in the page');
  let leave: (() => void) | undefined;
  // The window stays through loads and its listeners do not; and it may end up with another site's page
  const again = (): void => {
    leave?.();
    leave = frame.contentDocument ? hub.hear(frame.contentWindow as View) : undefined;
  };
  again();
  frame.addEventListener('load', again);
  return () => {
    frame.removeEventListener('load', again);
    leave?.();
  };
}
