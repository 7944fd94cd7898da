/** What the element uses of `ElementInternals`, and a fallback for browsers and test environments without it. */

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

type Host = HTMLElement & {
  readonly name: string | null;
  readonly value: string;
  readonly disabled: boolean;
  formResetCallback(): void;
};

/** Safari has them since 16.4; jsdom has some of them, happy-dom none. */
export function formInternals(host: Host): FormInternals {
  try {
    const internals = host.attachInternals();
    if (typeof internals.setFormValue === 'function') return internals;
  } catch {
    // None: the fallback below
  }
  return new Fallback(host);
}

/** The element has a value and a validity of its own, and adds the value to its form while the form is sent. */
class Fallback implements FormInternals {
  readonly #host: Host;
  #flags: ValidityStateFlags = {};
  validationMessage = '';
  readonly willValidate = true;
  readonly labels = [] as unknown as NodeList;

  constructor(host: Host) {
    this.#host = host;
  }

  get form(): HTMLFormElement | null {
    return this.#host.closest('form');
  }
  get validity(): ValidityState {
    return {valid: !this.validationMessage, ...this.#flags} as ValidityState;
  }

  /** A form that the element has left goes on calling back, and is not answered. */
  setFormValue(): void {
    const {form} = this;
    form?.addEventListener('formdata', this.#addValue);
    form?.addEventListener('reset', this.#reset);
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

  readonly #addValue = ({formData, target}: FormDataEvent): void => {
    const {name, disabled, value} = this.#host;
    if (!name || disabled || this.#host.closest('fieldset:disabled')) return;
    if (target === this.form) formData.append(name, value);
  };

  readonly #reset = ({defaultPrevented, target}: Event): void => {
    if (!defaultPrevented && target === this.form) this.#host.formResetCallback();
  };
}
