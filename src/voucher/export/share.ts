/** Shares a voucher through the device's share sheet, or copies its text. */

import {warn} from '../../shared/console-warning.js';

export interface ShareContent {
  readonly title: string;
  readonly text: string;
  /** Shared instead of the file where the browser shares no files. */
  readonly link: string;
  /** Draws the picture. Not called where nothing can be shared: a copy has to be made while the tap is being handled. */
  readonly file: () => Promise<File>;
}

/** `dismissed`: the payer closed the share sheet, which is no failure. */
export type ShareResult = 'shared' | 'copied' | 'dismissed';

/** The part of `navigator` that sharing uses. */
export interface ShareBrowser {
  readonly share?: (data: ShareData) => Promise<void>;
  readonly canShare?: (data: ShareData) => boolean;
}

/**
 * Rejects if the browser can neither share nor copy. Browsers share on secure origins only; copying works on others too.
 * @param copy copies a text, or rejects
 */
export async function share(
  {title, text, link, file}: ShareContent,
  copy: (text: string) => Promise<void>,
  browser: ShareBrowser = navigator,
): Promise<ShareResult> {
  if (browser.share) {
    const withFile = {title, text, files: [await file()]};
    const data = browser.canShare?.(withFile) ? withFile : {title, text, url: link};
    try {
      await browser.share(data);
      return 'shared';
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === 'AbortError') return 'dismissed';
      // Refused by a permissions policy or a frame: copying may still be allowed
      warn('navigator.share() failed; copying instead.', cause);
    }
  }
  await copy(`${text}\n${link}`);
  return 'copied';
}

/** The URL of this page without query and fragment, which may identify the visitor. */
export const pageLink = (): string => location.origin + location.pathname;
