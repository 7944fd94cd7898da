/** @jsxImportSource react */
/** The server's side of test/e2e/react.test.ts. */
import type {ComponentProps} from 'react';
import {renderToString} from 'react-dom/server';
import {Shop} from './react-shop.js';

export {version} from 'react-dom/server';
export const render = (props: ComponentProps<typeof Shop>): string => renderToString(<Shop {...props} />);
