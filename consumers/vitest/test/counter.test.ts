import 'payby-checkout';
import {FakeScanner} from 'payby-checkout/testing';
import {expect, test} from 'vitest';

test('a scan arrives, wherever the focus is', async () => {
  const input = document.createElement('payby-scan-input');
  const codes: string[] = [];
  input.addEventListener('payby-scan', ({detail}) => codes.push(detail.code));
  document.body.append(input);
  await input.updateComplete;
  new FakeScanner().scan('281234567890123456');
  expect(codes).toEqual(['281234567890123456']);
});
