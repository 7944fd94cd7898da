// The encoder core of `qrcode` has no types of its own at this path. Only what we use; nothing of it is published.
declare module 'qrcode/lib/core/qrcode.js' {
  export function create(
    text: string,
    options: {errorCorrectionLevel: 'M'},
  ): {modules: {size: number; data: ArrayLike<number>}};
}
