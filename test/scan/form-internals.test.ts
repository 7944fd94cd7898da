import {expect} from '@open-wc/testing';
import {PaybyScanInput} from '../../src/scan/payby-scan-input.js';
import {waitUntil} from '../support/wait-until.js';

const CODE = '281234567890123456';

/** Without `formAssociated`, which such a browser does not know either. */
class OldScanInput extends PaybyScanInput {}
Object.defineProperty(OldScanInput, 'formAssociated', {value: false});
customElements.define('old-scan-input', OldScanInput);

/** A required field in a form, in a browser without `attachInternals` (Safari before 16.4). */
async function fieldInForm(): Promise<{form: HTMLFormElement; field: PaybyScanInput}> {
  const form = document.createElement('form');
  form.method = 'post';
  form.innerHTML = '<old-scan-input name="code" required></old-scan-input>';
  document.body.append(form);
  const field = form.querySelector<OldScanInput>('old-scan-input');
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
    await waitUntil(() => field.value === CODE, 'accepted');
    expect([...new FormData(form)]).to.deep.equal([['code', CODE]]);
    field.remove();
    expect([...new FormData(form)]).to.deep.equal([]);
  });

  it('keeps its code out of the form data, and in value, where the browser dispatches no formdata (Safari before 15)', async () => {
    const {form, field} = await fieldInForm();
    const swallow = (event: Event): void => {
      event.stopImmediatePropagation();
    };
    addEventListener('formdata', swallow, true);
    try {
      field.accept(CODE);
      await waitUntil(() => field.value === CODE, 'accepted');
      expect([...new FormData(form)]).to.deep.equal([]);
      expect([field.value, field.checkValidity()]).to.deep.equal([CODE, true]);
    } finally {
      removeEventListener('formdata', swallow, true);
    }
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

  it('is cleared and released when its form is reset, and only when it is reset', async () => {
    const {form, field} = await fieldInForm();
    field.value = CODE;
    field.busy = true;
    const refuse = (event: Event): void => {
      event.preventDefault();
    };
    form.addEventListener('reset', refuse, {capture: true, once: true});
    form.reset();
    expect([field.value, field.busy]).to.deep.equal([CODE, true]);
    form.reset();
    expect([field.value, field.busy, new FormData(form).get('code')]).to.deep.equal(['', false, '']);
    field.value = CODE;
    field.remove();
    form.reset();
    expect(field.value).to.equal(CODE);
  });

  it('adds no code to the form data while it is disabled, also by a fieldset', async () => {
    const {form, field} = await fieldInForm();
    field.value = CODE;
    field.disabled = true;
    await field.updateComplete;
    expect([...new FormData(form)]).to.deep.equal([]);
    field.disabled = false;
    await field.updateComplete;
    expect(new FormData(form).get('code')).to.equal(CODE);
    const fieldset = document.createElement('fieldset');
    form.append(fieldset);
    fieldset.append(field);
    fieldset.disabled = true;
    expect([...new FormData(form)]).to.deep.equal([]);
  });

  it('submits its form where forms have no requestSubmit (Safari before 16)', async () => {
    const {form, field} = await fieldInForm();
    const {requestSubmit} = HTMLFormElement.prototype;
    delete (HTMLFormElement.prototype as Partial<HTMLFormElement>).requestSubmit;
    try {
      const sent: unknown[] = [];
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        sent.push(new FormData(form).get('code'));
      });
      field.submitOnScan = true;
      field.accept(CODE);
      expect([sent, form.children.length]).to.deep.equal([[CODE], 1]);
    } finally {
      HTMLFormElement.prototype.requestSubmit = requestSubmit;
    }
  });
});
