// Starts the small modules of ours. Every page can be read and used without them.

import { startGrid } from "./grid.js";
import { startKeys } from "./keys.js";
import { startLoading } from "./loading.js";
import { startTyping } from "./typing.js";
import { startWords } from "./words.js";

startWords();
startLoading();
startGrid();
startKeys();
startTyping();
