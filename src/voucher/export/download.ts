import type {Clock} from '../../core/clock.js';

/** Time for the payer to choose a folder before the blob URL is revoked, ms. */
const REVOKE_AFTER_MS = 60_000;

/** Downloads a file through a link. The blob URL is revoked after a minute, or when `signal` aborts. */
export function download(file: Blob, name: string, clock: Clock, signal: AbortSignal): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click(); // outside of the document, so that no router of the page handles the click
  void clock.sleep(REVOKE_AFTER_MS, signal).then(() => {
    URL.revokeObjectURL(link.href);
  });
}

/** A file as a data URL: browsers that cannot save a blob URL by a long press can save this. */
export const dataUrl = (file: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(reader.result as string); // readAsDataURL reads a string
    };
    reader.onerror = () => {
      reject(new Error('The picture could not be read.', {cause: reader.error}));
    };
    reader.readAsDataURL(file);
  });
