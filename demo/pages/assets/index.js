import {indexTexts} from './index-texts.js';
import {speak} from './language.js';

speak(indexTexts);
