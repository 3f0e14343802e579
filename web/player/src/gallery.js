// Entry of the gallery.
import './style/gallery.css';
import { applyTheme, storedTheme } from './theme.js';
import './element/gallery.js';

applyTheme(storedTheme());
