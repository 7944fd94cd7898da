import type {Clock} from '../../core/clock.js';

/** Long enough for the slowest "where shall I put it?". */
const KEPT_MS = 60_000;

/** Saves a file, as far as the browser lets a page. Its address is forgotten after a while, or with `signal`. */
export function download(file: Blob, name: string, clock: Clock, signal: AbortSignal): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click(); // outside of the document, so no router of the page hears it
  void clock.sleep(KEPT_MS, signal).then(() => {
    URL.revokeObjectURL(link.href);
  });
}

/** A file as an address of its own: it can be saved by a long press where addresses of blobs cannot. */
export const dataUrl = (file: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(reader.result as string); // that is what readAsDataURL brings
    };
    reader.onerror = () => {
      reject(reader.error ?? new Error('unreadable'));
    };
    reader.readAsDataURL(file);
  });
