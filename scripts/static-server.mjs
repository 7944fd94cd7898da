// Serves a folder on a free port of this machine, for the checks that open a built Storybook.
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {extname, join, normalize, resolve, sep} from 'node:path';

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/**
 * @param {string} folder
 * @returns {Promise<{origin: string, close: () => void}>}
 */
export async function serveFolder(folder) {
  const root = resolve(folder);
  const server = createServer(({url}, response) => {
    try {
      const path = normalize(join(root, decodeURIComponent(new URL(url, 'http://localhost').pathname)));
      if (!path.startsWith(root + sep)) throw new Error('outside the folder');
      const body = readFileSync(path);
      response.writeHead(200, {'content-type': types[extname(path)] ?? 'application/octet-stream'}).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close()};
}
