import {translatePage} from '../shared/language.js';
import {indexTexts} from './texts.js';

translatePage(indexTexts);
