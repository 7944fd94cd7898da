/** What stands in the inner field: a code as it may be shown, or what a person has typed and not entered. */
export class ScanField {
  readonly #find: () => HTMLInputElement | null;
  #shown = '';

  constructor(find: () => HTMLInputElement | null) {
    this.#find = find;
  }

  get element(): HTMLInputElement | null {
    return this.#find();
  }

  get showsCode(): boolean {
    return this.#shown !== '';
  }

  get draft(): string {
    return this.showsCode ? '' : (this.element?.value ?? '');
  }

  /** A draft stays as long as there is no code to show. */
  show(text: string): void {
    if (text === this.#shown) return;
    this.#shown = text;
    this.wipe();
  }

  /** Takes away what a gun or a person has typed into it. */
  wipe(): void {
    const {element} = this;
    if (element && element.value !== this.#shown) element.value = this.#shown;
  }
}
