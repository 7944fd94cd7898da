/** Gives something to another app, by whatever way this browser has. */

export interface Shared {
  readonly title: string;
  readonly text: string;
  /** For where no file can be shared. */
  readonly link: string;
  readonly file: File;
}

/** `dismissed`: the person thought better of it, which is no failure. */
export type ShareResult = 'shared' | 'copied' | 'dismissed';

/** What of the browser is used; handed in, so that every kind of browser can be tried. */
export interface ShareBrowser {
  readonly share?: (data: ShareData) => Promise<void>;
  readonly canShare?: (data: ShareData) => boolean;
  readonly clipboard?: Pick<Clipboard, 'writeText'>;
}

/** Rejects when there is no way at all. */
export async function share(
  {title, text, link, file}: Shared,
  browser: ShareBrowser = navigator,
): Promise<ShareResult> {
  const withFile = {title, text, files: [file]};
  const data = browser.canShare?.(withFile) ? withFile : {title, text, url: link};
  try {
    if (browser.share) {
      await browser.share(data);
      return 'shared';
    }
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return 'dismissed';
    // Refused by a policy or a frame: copying may still be allowed
  }
  if (!browser.clipboard) throw new Error('this browser neither shares nor copies');
  await browser.clipboard.writeText(`${text}\n${link}`);
  return 'copied';
}

/** This page without what may identify its visitor: neither query nor fragment. */
export const pageLink = (): string => location.origin + location.pathname;
