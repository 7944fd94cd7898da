// The APIs that browsers as old as docs/browsers.md promises lack, and what happens there. An entry is a promise:
// scripts/browser-support.mjs fails for such an API without one, and for one that nothing uses any more.
//
// `apis`: paths in @mdn/browser-compat-data, each with what is below it. `without`: what happens in a browser that lacks
// them. `test`: a file and a part of the title of a test that runs without them. No test where the API is only set, and
// a browser that does not know it ignores it. `neededBy`: parts that do not work without it.

/** Removes every API that one of the oldest browsers lacks, and pays, shows a voucher and scans. */
const ALL_REMOVED = ['test/e2e/removed-apis.test.ts', 'lacks: pays, shows a voucher and reads a scan'];

export const newerApis = [
  {
    name: '`ElementInternals`',
    apis: ['api.HTMLElement.attachInternals', 'api.ElementInternals'],
    without: 'the state is in `data-phase`; the scan input adds its code to the form’s data itself',
    test: ['test/scan/form-internals.test.ts', 'adds an accepted code to the form data of its form'],
  },
  {
    name: '`formdata` event',
    apis: ['api.FormDataEvent.formData'],
    without: 'where `ElementInternals` is missing, too, a form is sent without the code: read `value`',
    test: ['test/scan/form-internals.test.ts', 'where the browser dispatches no formdata'],
  },
  {
    name: 'constructed style sheets',
    apis: [
      'api.Document.adoptedStyleSheets',
      'api.ShadowRoot.adoptedStyleSheets',
      'api.CSSStyleSheet.CSSStyleSheet',
      'api.CSSStyleSheet.replaceSync',
    ],
    without: "`<style>`, which needs `style-src 'unsafe-inline'`",
    test: ALL_REMOVED,
  },
  {
    name: 'Trusted Types',
    apis: [
      'api.trustedTypes',
      'api.Window.trustedTypes',
      'api.TrustedTypePolicyFactory',
      'api.TrustedTypePolicy',
    ],
    without: 'no policy is made',
    test: ALL_REMOVED,
  },
  {
    name: 'Web Locks, `BroadcastChannel`',
    apis: ['api.Navigator.locks', 'api.LockManager', 'api.BroadcastChannel'],
    without: 'each tab polls for itself',
    test: ['test/checkout/status/tab-leader.test.ts', 'makes every tab a leader when'],
  },
  {
    name: '`<dialog>`',
    apis: ['api.HTMLDialogElement'],
    without: 'no full-screen view; the picture to save is a part of the page; `openCheckout()` rejects',
    test: ['test/voucher/voucher-tools.test.ts', 'closes the picture without leaving the page'],
    neededBy: ['`openCheckout()`'],
  },
  {
    name: '`Intl.DisplayNames`',
    apis: ['javascript.builtins.Intl.DisplayNames'],
    without: 'a language that the page has added is listed by its tag',
    test: ['test/checkout/language-picker.test.ts', 'by its tag where the browser knows no names'],
  },
  {
    name: '`CloseWatcher`',
    apis: ['api.CloseWatcher'],
    without: 'a history entry stands for the open dialog, so that "back" closes it',
    test: ['test/voucher/back-button.test.ts', 'closes the dialog on the back button'],
  },
  {
    name: 'Screen Wake Lock',
    apis: ['api.Navigator.wakeLock', 'api.WakeLock', 'api.WakeLockSentinel'],
    without: 'the phone may dim',
    test: ALL_REMOVED,
  },
  {
    name: 'Web Share',
    apis: ['api.Navigator.share', 'api.Navigator.canShare'],
    without: 'text and link are copied',
    test: ['test/voucher/export/share.test.ts', 'copies text and link where sharing is missing or refused'],
  },
  {
    name: 'vibration',
    apis: ['api.Navigator.vibrate'],
    without: 'sound only',
    test: ['test/scan/scan-feedback.lazy.test.ts', 'does nothing in a browser without audio and vibration'],
  },
  {
    name: '`navigator.userActivation`',
    apis: ['api.Navigator.userActivation', 'api.UserActivation'],
    without: 'the browser itself refuses sound before the first touch',
    test: ['test/scan/scan-feedback.lazy.test.ts', 'does nothing in a browser without audio and vibration'],
  },
  {
    name: '`form.requestSubmit()`',
    apis: ['api.HTMLFormElement.requestSubmit'],
    without: 'a button is clicked for it',
    test: ['test/scan/form-internals.test.ts', 'submits its form where forms have no requestSubmit'],
  },
  {
    name: '`performance.timeOrigin`',
    apis: ['api.Performance.timeOrigin'],
    without: 'times in a frame are those of the frame',
    test: [
      'test/scan/browser-support.test.ts',
      'receives scans in a frame that does not say when it was opened',
    ],
  },
  {
    name: '`BarcodeDetector`',
    apis: ['api.BarcodeDetector'],
    without: '`zxing_reader.wasm` reads the picture',
    test: [
      'test/scan/camera/camera-controller.test.ts',
      'return undefined when the browser’s reader is missing',
    ],
  },
  {
    name: '`document.featurePolicy`',
    apis: ['api.Document.featurePolicy', 'api.FeaturePolicy'],
    without: 'a camera that the page forbids looks like one that the person forbids',
    test: [
      'test/scan/camera/camera-policy.test.ts',
      'where the browser does not tell the policy of the page',
    ],
  },
  {
    name: '`location.ancestorOrigins`',
    apis: ['api.Location.ancestorOrigins'],
    without: 'the host of a frame is known by the referrer, or by its first message',
    test: [
      'test/bridge/bridge-controller.test.ts',
      'sends nothing before the first message of a page whose origin',
    ],
  },
  {
    name: '`Object.hasOwn()`',
    apis: ['javascript.builtins.Object.hasOwn'],
    without: 'no reading by `zxing_reader.wasm`: the camera says so',
    test: ['test/scan/camera/zxing-detector.test.ts', 'rejects in a browser without Object.hasOwn'],
    neededBy: ['its camera'],
  },
  {
    name: '`cause` of an error',
    apis: ['javascript.builtins.Error.cause', 'javascript.builtins.Error.Error.options_cause_parameter'],
    without: 'the console does not name the cause',
  },
  {
    name: '`inputMode`',
    apis: ['api.HTMLElement.inputMode'],
    without: 'the screen keyboard may open with the scan input',
  },
  {
    name: '`focus({preventScroll})`',
    apis: ['api.HTMLElement.focus.options_preventScroll_parameter'],
    without: 'the page may scroll to the field',
  },
  {
    name: '`ariaHidden`',
    apis: ['api.Element.ariaHidden'],
    without: 'a screen reader may meet the helper for copying or printing, for a moment',
  },
  {
    name: '`ResizeObserver` option `box`',
    apis: ['api.ResizeObserver.observe.options_box_parameter'],
    without: 'the height is told when the content changes, not the border',
  },
  {
    name: 'canvas option `willReadFrequently`',
    apis: ['api.HTMLCanvasElement.getContext.2d_context.options_willReadFrequently_parameter'],
    without: 'the camera reads more slowly',
  },
  {
    name: 'canvas `direction`',
    apis: ['api.CanvasRenderingContext2D.direction'],
    without: 'in the saved picture, a punctuation mark of a right-to-left line may stand on its other side',
  },
  {
    name: '`Symbol.dispose`',
    apis: ['javascript.builtins.Symbol.dispose'],
    without: 'not used: zxing offers it to others',
  },
];

/** Names of members that Lit and other libraries give to their own objects, and that only newer APIs have, too. */
export const libraryNames = ['metadata', 'writable', 'country', 'getMetadata', 'rotation', 'node'];
