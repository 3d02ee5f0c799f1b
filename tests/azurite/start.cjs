// Starts Azurite and ends with whoever started it: when that process dies, however it dies, its end of standard input closes.
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume();
require('./node_modules/azurite/dist/src/azurite.js');
