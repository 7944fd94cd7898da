import {speak} from '../shared/language.js';
import {indexTexts} from './texts.js';

speak(indexTexts);
