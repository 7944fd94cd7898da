/** The browser's own code reader, if it reads both formats that a payment app shows. */
import type {CodeDetector} from '../../core/scan/camera-frames.js';

/** A W3C draft (https://wicg.github.io/shape-detection-api/), so TypeScript does not know it. */
interface BarcodeDetectorClass {
  new (options: {readonly formats: readonly string[]}): {
    detect(frame: HTMLVideoElement): Promise<readonly {readonly rawValue: string; readonly format: string}[]>;
  };
  getSupportedFormats(): Promise<readonly string[]>;
}

const QR_CODE = 'qr_code';
const CODE_128 = 'code_128';

/** `undefined` if there is none, if it lacks a format, or if it exists in name only, as on some desktops. */
export async function nativeDetector(
  view: object = globalThis,
): Promise<CodeDetector<HTMLVideoElement> | undefined> {
  const {BarcodeDetector} = view as {readonly BarcodeDetector?: BarcodeDetectorClass};
  // Some desktops reject here: their reader exists in name only
  const formats = (await BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  if (!BarcodeDetector || !formats.includes(QR_CODE) || !formats.includes(CODE_128)) return undefined;
  const detector = new BarcodeDetector({formats: [QR_CODE, CODE_128]});
  return {
    detect: async (frame) => {
      const found = await detector.detect(frame);
      return found.map(({rawValue, format}) => ({text: rawValue, isLinear: format === CODE_128}));
    },
  };
}

/** Reads with the first detector until it fails, for example because its service is missing; then with the other. */
export function withFallback<Frame>(
  first: CodeDetector<Frame>,
  makeOther: () => Promise<CodeDetector<Frame>>,
  onFailure: (cause: unknown) => void,
): CodeDetector<Frame> {
  let hasFailed = false;
  let other: CodeDetector<Frame> | undefined;
  return {
    detect: async (frame) => {
      if (!hasFailed) {
        try {
          return await first.detect(frame);
        } catch (cause) {
          hasFailed = true;
          onFailure(cause);
        }
      }
      other ??= await makeOther(); // made again after a failure
      return other.detect(frame);
    },
  };
}
