/** The elements of the dialog: a bar with the close button, the checkout, and the question above them. */
import {directionOf} from '../core/locale.js';
import type {Language} from '../i18n/languages.js';
import {modalTexts} from '../i18n/modal-texts.js';
import type {PaybyCheckout} from '../pure.js';
import {adoptStyles} from '../shared/styles/adopt-styles.js';
import type {ModalView} from './modal-controller.js';
import {modalStyles} from './modal.styles.js';

export interface ModalHandlers {
  readonly requestClose: () => void;
  readonly answer: (isClosing: boolean) => void;
  readonly handleClose: () => void;
}

export class ModalDialog implements ModalView {
  readonly #host = document.createElement('div');
  readonly #dialog = document.createElement('dialog');
  readonly #question = document.createElement('dialog');

  constructor(checkout: PaybyCheckout, language: Language, handlers: ModalHandlers) {
    const texts = modalTexts[language];
    this.#host.lang = language;
    this.#host.dir = directionOf(language);
    const root = this.#host.attachShadow({mode: 'open'});
    adoptStyles(root, modalStyles);

    const x = button('x', handlers.requestClose);
    x.setAttribute('aria-label', texts.close);
    x.append(cross());
    const bar = create('div', 'bar');
    bar.append(create('p', 'title', texts.title), x);
    this.#dialog.setAttribute('aria-label', texts.title);
    this.#dialog.append(bar, checkout);
    this.#dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      handlers.requestClose();
    });
    this.#dialog.addEventListener('close', handlers.handleClose);

    const stay = button('stay', () => handlers.answer(false), texts.stay);
    const leave = button('leave', () => handlers.answer(true), texts.leave);
    const answers = create('div', 'answers');
    answers.append(stay, leave);
    this.#question.className = 'ask';
    this.#question.setAttribute('role', 'alertdialog');
    this.#question.setAttribute('aria-labelledby', 'question');
    this.#question.setAttribute('aria-describedby', 'consequence');
    const question = create('p', 'question', texts.question);
    const consequence = create('p', '', texts.consequence);
    question.id = 'question';
    consequence.id = 'consequence';
    this.#question.append(question, consequence, answers);
    // Escape: the answer of a person who wants no question is to leave everything as it is
    this.#question.addEventListener('close', () => {
      if (!this.#question.open) handlers.answer(false); // it may have been opened again meanwhile
    });

    root.append(this.#dialog, this.#question);
  }

  open(): void {
    if (!this.#host.isConnected) document.body.append(this.#host);
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  /** The browser gives the focus back to where it was. */
  close(): void {
    this.#dialog.close();
    this.#host.remove();
  }

  openQuestion(): void {
    this.#question.showModal();
  }

  closeQuestion(): void {
    this.#question.close();
  }
}

function create<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = '',
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function button(className: string, press: () => void, text = ''): HTMLButtonElement {
  const element = create('button', className, text);
  element.type = 'button';
  element.addEventListener('click', press);
  return element;
}

function cross(): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  for (const [name, value] of Object.entries({
    width: '20',
    height: '20',
    viewBox: '0 0 20 20',
    'aria-hidden': 'true',
  }))
    svg.setAttribute(name, value);
  for (const [name, value] of Object.entries({
    d: 'M4 4l12 12M16 4L4 16',
    stroke: 'currentColor',
    'stroke-width': '2',
  }))
    path.setAttribute(name, value);
  svg.append(path);
  return svg;
}
