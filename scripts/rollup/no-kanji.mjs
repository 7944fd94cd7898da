// The QR encoder writes Kanji in a mode of its own only where it is given a table of Shift JIS. It never is, so that
// class is never constructed and its pattern need not match: 300 bytes of brotli less in the element.
const inEncoder = (file) => new RegExp(`node_modules/qrcode/lib/core/${file}\\.js$`);

export const noKanji = () => ({
  name: 'no-kanji',
  transform(code, id) {
    const path = id.replaceAll('\\', '/');
    if (inEncoder('kanji-data').test(path)) return {code: 'module.exports = class {};', map: null};
    if (!inEncoder('regex').test(path)) return null;
    const without = code.replace(/let kanji = [^]*?\)\+'/, "let kanji = '(?!)'");
    if (without === code) this.error('qrcode writes its pattern of Kanji in a new way');
    return {code: without, map: null};
  },
});
