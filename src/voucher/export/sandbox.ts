/** What the sandbox of a frame forbids. Browsers ignore a forbidden download or dialog without an error. */

/**
 * Whether a sandbox around this window, or around a frame that it is in, lacks a keyword. A window with an opaque origin
 * cannot read its own sandbox and counts as forbidden; the sandbox that another origin has set, and that leaves the origin
 * alone, cannot be known.
 */
export function isForbidden(keyword: 'allow-downloads' | 'allow-modals', view: Window = window): boolean {
  if (view.origin === 'null' && view.location.protocol !== 'file:') return true;
  const frame = view.frameElement;
  if (!(frame && 'sandbox' in frame)) return false;
  const {sandbox} = frame as HTMLIFrameElement;
  const isSandboxed = frame.hasAttribute('sandbox');
  return (isSandboxed && !sandbox.contains(keyword)) || isForbidden(keyword, view.parent);
}
