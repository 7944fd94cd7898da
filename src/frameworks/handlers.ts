/** The names under which template languages pass listeners, and what they pass to them. */

/** `onpayby-success`, `on:payby-success`, …: a prefix and the name of the event. */
export type Handlers<Events, Prefix extends string> = {
  [Name in keyof Events & string as `${Prefix}${Name}`]?: ((event: Events[Name]) => void) | undefined;
};

/** `payby-scan-reject` → `PaybyScanReject`. */
type Pascal<Name extends string> = Name extends `${infer Word}-${infer Rest}`
  ? `${Capitalize<Word>}${Pascal<Rest>}`
  : Capitalize<Name>;

/** `onPaybySuccess`, …: components have names without a hyphen. */
export type ComponentHandlers<Events> = {
  [Name in keyof Events & string as `on${Pascal<Name>}`]?: ((event: Events[Name]) => void) | undefined;
};

/** The attributes of a template language without those that an element defines itself. */
export type Without<Theirs, Ours> = Omit<Theirs, keyof Ours>;
