// `npm run release:version`, after `changeset version`: writes the new version into the sources, which publish it.
import {readFileSync, writeFileSync} from 'node:fs';

const {version} = JSON.parse(readFileSync('package.json', 'utf8'));
const path = 'src/shared/define.ts';
const source = readFileSync(path, 'utf8');
writeFileSync(path, source.replace(/(?<=VERSION = ')[^']+/, version));
