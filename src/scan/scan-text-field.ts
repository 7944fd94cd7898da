/** The text of the inner field: a code as it may be shown, or the draft that a person has typed and not entered. */
export class ScanTextField {
  readonly #find: () => HTMLInputElement | null;
  /** In a function, as no printed object may show a code that is revealed: see scripts/rollup/plain-private.mjs. */
  #shown = (): string => '';

  constructor(find: () => HTMLInputElement | null) {
    this.#find = find;
  }

  get element(): HTMLInputElement | null {
    return this.#find();
  }

  get showsCode(): boolean {
    return this.#shown() !== '';
  }

  get draft(): string {
    return this.showsCode ? '' : (this.element?.value ?? '');
  }

  /** Shows a code. A draft stays as long as there is no code to show. */
  show(text: string): void {
    if (text === this.#shown()) return;
    this.#shown = () => text;
    this.clearDraft();
  }

  /** Removes what a scanner or a person has typed into the field. */
  clearDraft(): void {
    const {element} = this;
    const shown = this.#shown();
    if (element && element.value !== shown) element.value = shown;
  }
}
