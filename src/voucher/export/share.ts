/** Shares a voucher through the device's share sheet, or copies its text. */

import {warn} from '../../shared/console-warning.js';

export interface ShareContent {
  readonly title: string;
  readonly text: string;
  /** Shared instead of the file where the browser shares no files. */
  readonly link: string;
  readonly file: File;
}

/** `dismissed`: the payer closed the share sheet, which is no failure. */
export type ShareResult = 'shared' | 'copied' | 'dismissed';

/** The part of `navigator` that sharing uses. */
export interface ShareBrowser {
  readonly share?: (data: ShareData) => Promise<void>;
  readonly canShare?: (data: ShareData) => boolean;
  readonly clipboard?: Pick<Clipboard, 'writeText'>;
}

/** Rejects if the browser can neither share nor copy. */
export async function share(
  {title, text, link, file}: ShareContent,
  browser: ShareBrowser = navigator,
): Promise<ShareResult> {
  const withFile = {title, text, files: [file]};
  const data = browser.canShare?.(withFile) ? withFile : {title, text, url: link};
  let refusal: unknown;
  try {
    if (browser.share) {
      await browser.share(data);
      return 'shared';
    }
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') return 'dismissed';
    // Refused by a permissions policy or a frame: copying may still be allowed
    warn('navigator.share() failed; copying instead.', cause);
    refusal = cause;
  }
  if (!browser.clipboard) throw new Error('This browser can neither share nor copy.', {cause: refusal});
  await browser.clipboard.writeText(`${text}\n${link}`);
  return 'copied';
}

/** The URL of this page without query and fragment, which may identify the visitor. */
export const pageLink = (): string => location.origin + location.pathname;
