/** The browser's own reader of codes, where it has one that knows both kinds a payment app shows. */
import type {CodeDetector} from '../../core/scan/camera-frames.js';

/** A draft of the W3C's, so in no list of TypeScript's. */
interface BarcodeDetectorClass {
  new (options: {readonly formats: readonly string[]}): {
    detect(frame: HTMLVideoElement): Promise<readonly {readonly rawValue: string; readonly format: string}[]>;
  };
  getSupportedFormats(): Promise<readonly string[]>;
}

const SQUARE = 'qr_code';
const BARS = 'code_128';

/** `undefined` where there is none, or it lacks a kind; also where it is there in name only, as on some desktops. */
export async function nativeDetector(
  view: object = globalThis,
): Promise<CodeDetector<HTMLVideoElement> | undefined> {
  const {BarcodeDetector} = view as {readonly BarcodeDetector?: BarcodeDetectorClass};
  const formats = (await BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  if (!BarcodeDetector || !formats.includes(SQUARE) || !formats.includes(BARS)) return undefined;
  const detector = new BarcodeDetector({formats: [SQUARE, BARS]});
  return {
    detect: async (frame) => {
      const found = await detector.detect(frame);
      return found.map(({rawValue, format}) => ({text: rawValue, isLinear: format === BARS}));
    },
  };
}

/** Reads with the first until it fails, as one does whose service is not installed; from then on with the other. */
export function withSpare<Frame>(
  first: CodeDetector<Frame>,
  makeOther: () => Promise<CodeDetector<Frame>>,
): CodeDetector<Frame> {
  let current = Promise.resolve(first);
  let isFirst = true;
  return {
    detect: async (frame) => {
      const detector = await current;
      if (!isFirst) return detector.detect(frame);
      try {
        return await detector.detect(frame);
      } catch {
        isFirst = false;
        current = makeOther();
        return (await current).detect(frame);
      }
    },
  };
}
