// Entry of the page.
import './before-videojs.js';
import 'video.js/dist/video-js.css';
import './style/page.css';
import { applyTheme, storedTheme } from './theme.js';
import './element/app.js';

applyTheme(storedTheme());
