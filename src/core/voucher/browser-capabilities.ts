/** How a browser can export a voucher, derived from its user agent. */

export interface ExportCapabilities {
  /** A link with `download` saves a file. Inside other apps, and on an iPhone's home screen, it does nothing. */
  readonly canDownload: boolean;
  /** `print()` opens a dialog. */
  readonly canPrint: boolean;
  /** A frame can be printed by itself; elsewhere the whole page would be printed. */
  readonly canPrintFrames: boolean;
}

/** Apps that show pages in a web view of their own. */
const APPS =
  /\bFB(AN|AV|_IAB)\b|Instagram|\bBOTIM|\bPayBy\b|MicroMessenger|\bLine\/|Snapchat|musical_ly|BytedanceWebview|TikTok|Twitter|LinkedInApp/i;
/** Android's web view: `wv` since Lollipop, "Version/4.0 Chrome" before. */
const ANDROID_VIEW = /\bAndroid\b.*(;\s?wv\)|Version\/\d+\.\d+ Chrome\/)/;
const IOS = /\b(iPhone|iPad|iPod)\b/;
/** On an iPhone only browsers name Safari; a web view inside an app does not. */
const IOS_BROWSER = /\bSafari\//;
const IOS_OTHER_BROWSER = /\b(CriOS|FxiOS|EdgiOS|OPT|DuckDuckGo)\b/;

/** @param isStandalone the page runs from an iPhone's home screen (`navigator.standalone`) */
export function exportCapabilities(userAgent: string, isStandalone: boolean): ExportCapabilities {
  const isIos = IOS.test(userAgent);
  const isInApp =
    APPS.test(userAgent) || ANDROID_VIEW.test(userAgent) || (isIos && !IOS_BROWSER.test(userAgent));
  return {
    canDownload: !isInApp && !isStandalone,
    canPrint: !isInApp,
    canPrintFrames: !IOS_OTHER_BROWSER.test(userAgent),
  };
}
