// What every page of the console shares in the browser: the circuit and its loss, keys, clocks, countdowns, sound, light and dark.
import { connect } from './shell/circuit.js';
import { settle } from './shell/keeping.js';
import { watchKeys } from './shell/keys.js';
import { tick } from './shell/clocks.js';
import { watchSound } from './shell/sound.js';
import { themes } from './shell/themes.js';
import { trap } from './shell/trap.js';
import { modal } from './shell/modal.js';
import { heading } from './shell/heading.js';

globalThis.parleySettle = settle; // called by the post
themes();
modal();
watchKeys();
tick();
watchSound();
trap();
heading();
connect();
