// Arabic and Persian keyboards type their own digits; the server accepts 0–9.
const OTHER_DIGITS = /[٠-٩۰-۹]/g;

/**
 * "٢٥" → "25". The last four bits of each of these characters are its value.
 * @param {string} typed
 */
export const plainDigits = (typed) =>
  typed.replace(OTHER_DIGITS, (digit) => String(digit.charCodeAt(0) & 0xf));
