export type {JSX} from '@builder.io/qwik';
export declare const jsx: unknown;
export declare const jsxs: unknown;
export declare const Fragment: unknown;
