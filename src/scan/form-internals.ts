/** What the element uses of `ElementInternals`, and a stand-in for browsers and test environments without it. */

/** The part of `ElementInternals` that makes an element a field of a form. */
export type FormInternals = Pick<
  ElementInternals,
  | 'form'
  | 'labels'
  | 'willValidate'
  | 'validity'
  | 'validationMessage'
  | 'checkValidity'
  | 'reportValidity'
  | 'setFormValue'
  | 'setValidity'
> &
  Partial<Pick<ElementInternals, 'states'>>;

/** Safari has them since 16.4; jsdom has some of them, happy-dom none. */
export function formInternals(host: HTMLElement & {readonly name: string | null}): FormInternals {
  try {
    const internals = host.attachInternals();
    if (typeof internals.setFormValue === 'function') return internals;
  } catch {
    // None: the stand-in below
  }
  return new StandIn(host);
}

/** The element has a value and a validity of its own, and adds the value to its form while the form is sent. */
class StandIn implements FormInternals {
  readonly #host: HTMLElement & {readonly name: string | null};
  #value = '';
  #flags: ValidityStateFlags = {};
  #heard: HTMLFormElement | null = null;
  validationMessage = '';
  readonly willValidate = true;
  readonly labels = [] as unknown as NodeList;

  constructor(host: HTMLElement & {readonly name: string | null}) {
    this.#host = host;
  }

  get form(): HTMLFormElement | null {
    return this.#host.closest('form');
  }
  get validity(): ValidityState {
    return {valid: !this.validationMessage, ...this.#flags} as ValidityState;
  }

  setFormValue(value: string): void {
    this.#value = value;
    const {form} = this;
    if (form === this.#heard) return;
    this.#heard?.removeEventListener('formdata', this.#addValue);
    form?.addEventListener('formdata', this.#addValue);
    this.#heard = form;
  }

  setValidity(flags: ValidityStateFlags, message = ''): void {
    this.#flags = flags;
    this.validationMessage = Object.values(flags).includes(true) ? message : '';
  }

  checkValidity(): boolean {
    return (
      !this.validationMessage || (this.#host.dispatchEvent(new Event('invalid', {cancelable: true})), false)
    );
  }

  reportValidity(): boolean {
    return this.checkValidity();
  }

  readonly #addValue = ({formData}: FormDataEvent): void => {
    const {name} = this.#host;
    if (name && this.form === this.#heard) formData.append(name, this.#value);
  };
}
