/** Bodies that are easy to sign wrongly: encodings, escapes, white space, line ends, length. */
export const bodies: ReadonlyMap<string, Uint8Array> = new Map(
  Object.entries({
    'an order': '{"requestTime":1765054600668,"bizContent":{"merchantOrderNo":"order-1"}}',
    'Arabic and an emoji': '{"bizContent":{"subject":"كوب كرك ☕","subjectAr":"كَرَك"}}',
    'the same text with escapes': '{"bizContent":{"subject":"\\u0643\\u0648\\u0628"}}',
    'an amount of 12.1': '{"totalAmount":{"amount":12.1,"currency":"AED"}}',
    'an amount of 12.10': '{"totalAmount":{"amount":12.10,"currency":"AED"}}',
    'spaces and line ends': '{\r\n  "a" : 1\n}\n',
    'an empty body': '',
    'a body of 64 kB': JSON.stringify({reserved: 'x'.repeat(65_000)}),
  }).map(([name, text]) => [name, Buffer.from(text, 'utf8')]),
);
