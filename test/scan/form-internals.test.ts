import {expect, waitUntil} from '@open-wc/testing';
import '../../src/payby-scan-input.js';
import type {PaybyScanInput} from '../../src/scan/payby-scan-input.js';

const CODE = '281234567890123456';

/** A required field in a form, in a browser without `attachInternals` (Safari before 16.4). */
async function fieldInForm(): Promise<{form: HTMLFormElement; field: PaybyScanInput}> {
  const form = document.createElement('form');
  form.method = 'post';
  form.innerHTML = '<payby-scan-input name="code" required></payby-scan-input>';
  document.body.append(form);
  const field = form.querySelector('payby-scan-input');
  if (!field) throw new Error('No field.');
  await field.updateComplete;
  return {form, field};
}

describe('<payby-scan-input>, without ElementInternals', () => {
  const {attachInternals} = HTMLElement.prototype;
  beforeEach(() => {
    Object.assign(HTMLElement.prototype, {attachInternals: undefined});
  });
  afterEach(() => {
    HTMLElement.prototype.attachInternals = attachInternals;
    document.querySelectorAll('form').forEach((form) => form.remove());
  });

  it('shows its state to CSS in data-phase', async () => {
    const {field} = await fieldInForm();
    expect(field.dataset['phase']).to.be.oneOf(['armed', 'blind']);
  });

  it('adds an accepted code to the form data of its form, and of no other', async () => {
    const {form, field} = await fieldInForm();
    expect([...new FormData(form)]).to.deep.equal([['code', '']]);
    field.accept(CODE);
    await waitUntil(() => field.value === CODE, 'accepted', {timeout: 5000});
    expect([...new FormData(form)]).to.deep.equal([['code', CODE]]);
    field.remove();
    expect([...new FormData(form)]).to.deep.equal([]);
  });

  it('dispatches invalid and has a message while the code is missing', async () => {
    const {field} = await fieldInForm();
    let invalid = 0;
    field.addEventListener('invalid', () => invalid++);
    expect(field.checkValidity()).to.equal(false);
    expect([invalid, field.validity.valueMissing, field.validationMessage !== '']).to.deep.equal([
      1,
      true,
      true,
    ]);
    field.value = CODE;
    expect([field.checkValidity(), field.validity.valid, field.validationMessage]).to.deep.equal([
      true,
      true,
      '',
    ]);
  });
});
