/** @jsxImportSource react */
/** The browser's side of test/e2e/react.test.ts: what it calls. */
import 'payby-checkout';
import {version, type ComponentProps} from 'react';
import {createRoot, hydrateRoot, type Root} from 'react-dom/client';
import {Shop} from './react-shop.js';

type Props = ComponentProps<typeof Shop>;

declare global {
  interface Window {
    react: {
      readonly version: string;
      render(props: Props): void;
      hydrate(props: Props): void;
      update(props: Props): void;
    };
  }
}

const container = document.querySelector('main')!;
let root: Root | undefined;
window.react = {
  version,
  render(props) {
    root = createRoot(container);
    root.render(<Shop {...props} />);
  },
  hydrate(props) {
    root = hydrateRoot(container, <Shop {...props} />);
  },
  update(props) {
    root?.render(<Shop {...props} />);
  },
};
