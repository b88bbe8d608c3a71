import { BUILD_VIEW } from './script/build-view.ts';
import { DRAW_GRID } from './script/draw-grid.ts';
import { EXPLAIN_PAIR } from './script/explain-pair.ts';
import { READ_DATA } from './script/read-data.ts';
import { START_PAGE } from './script/start-page.ts';

/** The whole script of a page. It puts texts into the page as texts, never as markup. */
export const PAGE_SCRIPT = `'use strict';
(() => {${READ_DATA}${BUILD_VIEW}${DRAW_GRID}${EXPLAIN_PAIR}${START_PAGE}})();
`;
