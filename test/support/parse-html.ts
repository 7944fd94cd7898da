/** jsdom comes without types. */
const parser = 'jsdom' as string;
const {JSDOM} = (await import(parser)) as {JSDOM: new (page: string) => {window: Window}};

/** A document as a browser would parse it, for tests in Node. No script of it runs. */
export const parseHtml = (page: string): Document => new JSDOM(page).window.document;
