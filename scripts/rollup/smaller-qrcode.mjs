// What the element does not need of its QR encoder, 3.3 kB of brotli. The codes stay the same, module by module:
// test/package/smaller-qrcode.test.ts compares them.
import {fileURLToPath} from 'node:url';

const encoder = fileURLToPath(new URL('level-m-encoder.mjs', import.meta.url));

export const smallerQrcode = () => ({
  name: 'smaller-qrcode',
  resolveId: (id) => (id === 'qrcode/lib/core/qrcode.js' ? encoder : null),
});
